import type { RowsAnswer } from '../rows.js';
import { ChannelsUnderTest, NOW, TERMINAL } from '../testing.js';
import { receiveSettlements } from './receive-settlements.js';

const row = {
  settlement_no: 'S20260921-000001',
  channel: 'unionpay',
  method: 'card',
  merchant_no: TERMINAL.merchantNo,
  terminal_no: TERMINAL.terminalNo,
  rrn: '260921000101',
  direction: 'in',
  gross: 22500,
  fee: 135,
  net: 22365,
  settled_at: '2026-09-21T10:00:00+08:00',
  bank_account: 'icbc-0012',
};

describe('rows of an acquirer', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const send = async (...rows: readonly object[]): Promise<RowsAnswer['results']> => {
    const rawBody = Buffer.from(JSON.stringify({ rows }));
    const answer = await receiveSettlements(channels.deps, { rawBody, now: NOW, ingestActor: 'key:k1' });
    if (!('body' in answer)) throw new Error(answer.refusal.code);
    return answer.body.results;
  };
  const facts = async (): Promise<unknown[]> => (await channels.events()).map(({ data }) => (data as { fact: object }).fact);

  it('are recorded each under its own number, in the store of the terminal', async () => {
    expect(await send(row)).toMatchObject([
      { row: 1, status: 'applied', stream: 'settlement-acquirer.unionpay.898100012340001.S20260921-000001' },
    ]);
    expect(await facts()).toMatchObject([
      {
        key: 'S20260921-000001',
        direction: 'in',
        gross: 22500,
        fee: 135,
        net: 22365,
        bankAccount: 'icbc-0012',
        booking: {
          businessDate: '2026-09-21',
          of: { merchant: 'm1', store: 's1', side: 'offline', channel: 'unionpay', method: 'card' },
        },
      },
    ]);
    expect(await send(row)).toMatchObject([{ status: 'duplicate' }]);
  });

  it('of two merchants may carry one number, and so may two channels', async () => {
    await channels.setUp({ type: 'RegisterMerchant', merchantId: 'm2', name: 'two', cutOff: '24:00' });
    await channels.setUp({ type: 'OpenStore', merchantId: 'm2', storeId: 's9', name: 'nine' });
    const enrolment = { type: 'Enrol', acquirer: 'unionpay', model: 'A920', from: NOW, ...TERMINAL } as const;
    await channels.setUp({ ...enrolment, merchantId: 'm2', merchantNo: '898100012349999', storeId: 's9' });
    const { terminal_no: _, ...nameless } = row;
    const others = [
      { ...nameless, merchant_no: '898100012349999', gross: 7000, fee: 0, net: 7000 },
      { ...row, channel: 'unionpay-s' },
    ];
    expect((await send(row, ...others)).map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    const events = await channels.events();
    expect(new Set(events.map(({ stream }) => stream)).size).toBe(3);
    expect(events.map(({ data }) => (data as { standing: { exceptions: string[] } }).standing.exceptions)).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('keep their numbers, also those that pass for card numbers', async () => {
    const settlement_no = ['S6911000000000000002', '622100000000000103', '621009000000000019'];
    const results = await send(...settlement_no.map((no) => ({ ...row, settlement_no: no })));
    expect(results.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    expect((await facts()).map((fact) => (fact as { settlementNo: string }).settlementNo)).toEqual(settlement_no);
    expect(await send({ ...row, settlement_no: '4111111111111111' })).toMatchObject([{ code: 'CARD_NUMBER_IN_TEXT' }]);
  });

  it('may print what goes back negative', async () => {
    await send({ ...row, direction: 'out', gross: -500, fee: -3, net: -497 });
    expect(await facts()).toMatchObject([{ direction: 'out', gross: 500, fee: 3, net: 497 }]);
  });

  it.each([
    ['that does not add up', { net: 22364 }, 'parked', 'ROW_DOES_NOT_ADD_UP'],
    ['paid out backwards', { gross: -22500, fee: -135, net: -22365 }, 'parked', 'ROW_DOES_NOT_ADD_UP'],
    ['with a net of the other sign', { net: -22365 }, 'parked', 'ROW_DOES_NOT_ADD_UP'],
    ['with a fee given back on what was paid out', { gross: 100, fee: -7, net: 93 }, 'parked', 'ROW_DOES_NOT_ADD_UP'],
    ['with an amount in quotes', { gross: '22500' }, 'parked', 'FIELDS_INVALID'],
    ['with an amount of thirteen digits', { gross: 1e12, fee: 0, net: 1e12 }, 'parked', 'FIELDS_INVALID'],
    ['of an unknown merchant', { merchant_no: '898100012349999' }, 'parked', 'UNKNOWN_MERCHANT'],
    ['without direction', { direction: 'sideways' }, 'parked', 'FIELDS_INVALID'],
    ['with a fraction', { fee: 1.35 }, 'parked', 'FIELDS_INVALID'],
    ['with a path for a number', { settlement_no: '../../x' }, 'parked', 'FIELDS_INVALID'],
    ['without zone', { settled_at: '2026-09-21T10:00:00' }, 'parked', 'FIELDS_INVALID'],
    ['years ahead', { settled_at: '2036-09-21T10:00:00Z' }, 'parked', 'CLOCK_FAR_OFF'],
    ['with a card number', { remark: '4111 1111 1111 1111' }, 'refused', 'CARD_NUMBER_IN_TEXT'],
    ['with a card number for an account', { bank_account: '4111111111111111' }, 'refused', 'CARD_NUMBER_IN_TEXT'],
  ])('%s: stays behind alone', async (_what, change, status, code) => {
    const good = { ...row, settlement_no: 'S2' };
    expect(await send({ ...row, ...change }, good)).toMatchObject([{ status, code }, { status: 'applied' }]);
    expect((await channels.inbox.list({ limit: 9 })).notices).toHaveLength(status === 'refused' ? 1 : 2);
  });
});
