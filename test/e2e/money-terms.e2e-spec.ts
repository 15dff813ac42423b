import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, SHOP, TERMINAL, openShop } from './support/shop.js';

const DESTINATIONS = `/v1/merchants/${MERCHANT}/settlement-destinations`;
const TERMS = `/v1/merchants/${MERCHANT}/terms`;

const codeOf = ({ status, body }: Reply): unknown => [status, (body as { code?: unknown }).code];
const eventsOf = ({ body }: Reply): unknown => (body as { events?: unknown }).events;

describe('settlement destinations and terms over HTTP', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
  });
  afterAll(() => ledger.end());

  it('say where money goes and when, by the calendar, and never guess a year', async () => {
    const { admin } = ledger;
    const path = `${DESTINATIONS}/unionpay/${TERMINAL.merchantNo}`;
    const main = {
      channel: 'unionpay',
      merchantNo: TERMINAL.merchantNo,
      id: 'main',
      from: '2026-01-01T00:00:00+08:00',
      bankAccount: { account: 'main', bank: '工商银行', lastFour: '0042' },
      cycle: 'T+1',
      cutOff: '23:00',
    };
    expect(eventsOf(await admin.post(DESTINATIONS, main))).toEqual(['SettlementDestinationSet']);
    expect(eventsOf(await admin.post(DESTINATIONS, main))).toEqual([]);
    expect(codeOf(await admin.post(DESTINATIONS, { ...main, id: 'other' }))).toEqual([409, 'DESTINATIONS_OVERLAP']);
    expect(codeOf(await admin.post(DESTINATIONS, { ...main, cycle: 'T1' }))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await admin.post(DESTINATIONS, { ...main, douyinShopId: SHOP }))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await admin.post(DESTINATIONS, { ...main, bankAccount: null }))).toEqual([400, 'REQUEST_INVALID']);
    const spring = await admin.get(`${path}/expected?at=2026-02-13T23:30:00%2B08:00`);
    expect(spring.body).toMatchObject({ destination: { id: 'main' }, businessDate: '2026-02-14', expectedOn: '2026-02-24' });
    const newYear = await admin.get(`${path}/expected?at=2026-12-31T10:00:00%2B08:00`);
    expect([...(codeOf(newYear) as unknown[]), newYear.body]).toMatchObject([
      422,
      'CALENDAR_YEAR_MISSING',
      { details: { year: 2027 } },
    ]);
    expect(codeOf(await admin.get(`${path}/expected?at=2025-12-31T10:00:00%2B08:00`))).toEqual([404, 'NOT_FOUND']);
    const year = { year: 2027, holidays: ['2027-01-01'], workingDays: ['2027-01-03'], source: 'a notice' };
    expect(eventsOf(await admin.post('/v1/holiday-calendars/cn/years', year))).toEqual(['CalendarYearPublished']);
    expect(codeOf(await admin.post('/v1/holiday-calendars/cn/years', { ...year, workingDays: ['2027-01-04'] }))).toEqual([
      422,
      'CALENDAR_DAY_CONTRADICTS',
    ]);
    expect((await admin.get(`${path}/expected?at=2026-12-31T10:00:00%2B08:00`)).body).toMatchObject({
      expectedOn: '2027-01-03',
    });
    const { body } = await admin.get('/v1/holiday-calendars/cn');
    expect((body as { years: { year: number }[] }).years.map(({ year: held }) => held)).toEqual([2025, 2026, 2027]);
  });

  it('keep destinations to the merchant whose number or shop it is', async () => {
    const { admin } = ledger;
    await admin.post('/v1/merchants', { id: 'rival.co', name: '对面' });
    const rival = (body: object) =>
      admin.post('/v1/merchants/rival.co/settlement-destinations', {
        channel: 'unionpay',
        merchantNo: TERMINAL.merchantNo,
        id: 'main',
        from: '2027-01-01T00:00:00+08:00',
        cycle: 'D0',
        cutOff: '24:00',
        bankAccount: { account: 'rival', bank: '招商银行', lastFour: '0001' },
        ...body,
      });
    expect(codeOf(await rival({}))).toEqual([409, 'MERCHANT_NO_TAKEN']);
    expect(codeOf(await rival({ channel: 'douyin', merchantNo: SHOP }))).toEqual([422, 'SHOP_UNKNOWN']);
    expect((await rival({ channel: 'wechat', merchantNo: '1900000001' })).status).toBe(200);
    const own = {
      channel: 'wechat',
      merchantNo: '1900000001',
      id: 'own',
      from: '2026-01-01T00:00:00Z',
      cycle: 'D+1',
      cutOff: '24:00',
    };
    const claimed = await admin.post(DESTINATIONS, {
      ...own,
      bankAccount: { account: 'main', bank: '工商银行', lastFour: '0042' },
    });
    expect(codeOf(claimed)).toEqual([409, 'DESTINATION_OF_OTHER_MERCHANT']);
    expect(codeOf(await admin.get(`${DESTINATIONS}/wechat/1900000001`))).toEqual([404, 'NOT_FOUND']);
    const fees = {
      channel: 'wechat',
      id: '1',
      from: '2026-01-01T00:00:00Z',
      refundReturnsFee: 'full',
      lines: [{ ratePpm: 6_000 }],
    };
    expect(eventsOf(await admin.post('/v1/merchants/rival.co/fee-schedules', fees))).toEqual(['FeeScheduleAgreed']);
  });

  it('register terms, and who acknowledged which version', async () => {
    const { admin } = ledger;
    const terms = {
      party: 'douyin',
      document: 'service-fees',
      kind: 'fee_standard',
      url: 'https://example.com/fees',
      changes: '茶叶 2 %',
    };
    const register = (version: string, effectiveFrom: string) => admin.post(TERMS, { ...terms, version, effectiveFrom });
    const acknowledge = (version: string) =>
      admin.post(`${TERMS}/acknowledgements`, { party: 'douyin', document: 'service-fees', version, by: '王芳' });
    expect(codeOf(await acknowledge('1'))).toEqual([404, 'TERMS_VERSION_UNKNOWN']);
    expect(eventsOf(await register('1', '2026-01-01T00:00:00+08:00'))).toEqual(['TermsVersionRegistered']);
    expect(codeOf(await register('1', '2026-02-01T00:00:00+08:00'))).toEqual([409, 'TERMS_VERSION_DIFFERS']);
    expect(codeOf(await register('2', '2026-01-01T00:00:00+08:00'))).toEqual([409, 'TERMS_EFFECTIVE_TWICE']);
    expect(eventsOf(await register('2', '2026-06-01T00:00:00+08:00'))).toEqual(['TermsVersionRegistered']);
    expect(eventsOf(await acknowledge('1'))).toEqual(['TermsAcknowledged']);
    expect(eventsOf(await acknowledge('1'))).toEqual([]);
    const { body } = await admin.get(`${TERMS}?at=2026-03-01T00:00:00%2B08:00`);
    expect(body).toMatchObject({
      terms: [
        { version: '1', status: 'in_force', acknowledgements: [{ by: '王芳' }] },
        { version: '2', status: 'announced', acknowledgements: [] },
      ],
    });
  });
});
