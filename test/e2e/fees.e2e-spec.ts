import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simulateFees } from '../../apps/cli/src/commands/simulate-fees.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { eventually } from './support/eventually.js';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, SHOP, message, naming, openShop, push, tell, transaction } from './support/shop.js';

const SCHEDULES = `/v1/merchants/${MERCHANT}/fee-schedules`;
const ORDER = '6900000000000000001';
const SEPTEMBER = 'from=2026-09-01&to=2026-09-30';

const codeOf = ({ status, body }: Reply): unknown => [status, (body as { code?: unknown }).code];
const eventsOf = ({ body }: Reply): unknown => (body as { events?: unknown }).events;

const agreed = {
  channel: 'unionpay',
  id: '2026',
  from: '2026-01-01T00:00:00+08:00',
  to: '2027-01-01T00:00:00+08:00',
  refundReturnsFee: 'proportional',
  lines: [
    { product: 'card', cardType: 'debit', ratePpm: 5_500, cap: 2_000 },
    { product: 'card', ratePpm: 6_000 },
    { product: 'contactless_small', cardType: 'credit', ratePpm: 4_000 },
  ],
};
const proposed = [
  { channel: 'unionpay', refundReturnsFee: 'none', lines: [{ ratePpm: 5_000 }] },
  { channel: 'douyin', refundReturnsFee: 'proportional', lines: [{ ratePpm: 20_000 }] },
];

describe('fees over HTTP', () => {
  let ledger: RunningLedger;
  let last = '';

  const sale = async (fields: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> => {
    const told = transaction(fields);
    const { body, text } = await tell(ledger.nobody, told);
    if ((body as { status?: unknown }).status !== 'applied') throw new Error(text);
    last = (body as { position: string }).position;
    return told;
  };

  /** An order paid in September, and the row of the settle bill that paid it out. */
  const settleOrder = async (): Promise<void> => {
    const order = { p_id: ORDER, s_ids: [ORDER], shop_id: Number(SHOP), order_status: 2, order_type: 0, pay_type: 1, biz: 2 };
    await push(ledger.nobody, message(101, { ...order, pay_time: 1_790_000_000, pay_amount: 9_990 }));
    const row = {
      settle_time: 1_790_100_000,
      request_no: 'r1',
      shop_order_id: ORDER,
      order_id: ORDER,
      trade_type: 0,
      pay_type_desc: '微信',
      settle_amount: 9_171,
      total_income: 9_990,
      total_outcome: -819,
      platform_service_fee: -819,
      platform_coupon: 0,
    };
    await ledger.admin.post('/v1/channels/douyin/settle-bill', { shop_id: SHOP, rows: [row] });
    const head = async (after: string): Promise<string> => {
      const { body } = await ledger.admin.get(`/v1/events?limit=1000&after=${after}`);
      const { position } = body as { position: string };
      return position === after ? after : head(position);
    };
    last = await head(last);
    await eventually(async () => {
      const settled = await ledger.admin.get(`/v1/orders/${ORDER}`);
      expect(settled.body).toMatchObject({ data: { settledGross: 9_990 } });
    });
    last = await head(last);
  };

  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    await sale({ amount: 1_000_000, card_type: 'debit' }); // 55.00, capped at 20.00
    await sale({ amount: 750, card_type: 'credit' }); // 0.045 → 0.05
    const refunded = await sale({ amount: 10_000, card_type: 'credit' }); // 0.60, half of it comes back
    await sale({ kind: 'refund', amount: 5_000, original: naming(refunded) });
    await sale({ amount: 10_000, card_type: 'credit', product: 'contactless_small' }); // 0.40
    await sale({ amount: 10_000, method: 'wechat' }); // no line
    const voided = await sale({ amount: 9_999, card_type: 'credit' });
    await sale({ kind: 'purchase_void', original: naming(voided) });
    await sale({ amount: 9_999, card_type: 'credit', response_code: '51' });
    await sale({ amount: 100, card_type: 'credit', occurred_at: '2026-09-30T23:30:00+08:00' }); // October, after the cut-off
  });
  afterAll(() => ledger.end());

  it('agree fees once, keep them apart in time, and say what was agreed', async () => {
    const { admin } = ledger;
    expect(eventsOf(await admin.post(SCHEDULES, agreed))).toEqual(['FeeScheduleAgreed']);
    expect(eventsOf(await admin.post(SCHEDULES, agreed))).toEqual([]);
    expect(codeOf(await admin.post(SCHEDULES, { ...agreed, refundReturnsFee: 'none' }))).toEqual([409, 'FEE_SCHEDULE_DIFFERS']);
    const next = { ...agreed, id: 'next', from: '2026-12-01T00:00:00+08:00' };
    expect(codeOf(await admin.post(SCHEDULES, next))).toEqual([409, 'FEE_SCHEDULES_OVERLAP']);
    const end = (id: string, to: string) => admin.post(`${SCHEDULES}/unionpay/${id}/end`, { to });
    expect(eventsOf(await end('2026', '2026-12-01T00:00:00+08:00'))).toEqual(['FeeScheduleEnded']);
    expect(codeOf(await end('2025', '2026-12-01T00:00:00+08:00'))).toEqual([404, 'FEE_SCHEDULE_UNKNOWN']);
    expect(codeOf(await end('2026', '2025-12-01T00:00:00+08:00'))).toEqual([422, 'PERIOD_ENDS_BEFORE_IT_BEGINS']);
    const { body } = await (await ledger.as('reader')).get(`${SCHEDULES}/unionpay`);
    expect(body).toMatchObject({
      schedules: [{ id: '2026', to: '2026-11-30T16:00:00.000Z', lines: [{ cap: 2_000 }, {}, {}] }],
    });
  });

  it('refuse what makes no sense, and write nothing', async () => {
    const { admin } = ledger;
    const lakala = { ...agreed, channel: 'lakala' };
    const lines = (...all: object[]) => admin.post(SCHEDULES, { ...lakala, lines: all });
    expect(codeOf(await lines({ ratePpm: 1, cap: 1, floor: 2 }))).toEqual([422, 'FEE_CAP_BELOW_FLOOR']);
    expect(codeOf(await lines({ ratePpm: 1, upTo: 10 }, { ratePpm: 1, above: 9 }))).toEqual([422, 'FEE_TIERS_OVERLAP']);
    expect(codeOf(await lines({ ratePpm: 1, upTo: 10, above: 10 }))).toEqual([422, 'FEE_TIER_EMPTY']);
    for (const wrong of [{ ratePpm: 0.6 }, { ratePpm: -1 }, {}, { ratePpm: 1, cap: '1' }, { ratePpm: 1, more: 1 }, null, 'x'])
      expect(codeOf(await lines(wrong as object))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await lines())).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await admin.post('/v1/merchants/nobody/fee-schedules', agreed))).toEqual([404, 'MERCHANT_UNKNOWN']);
    expect(codeOf(await (await ledger.as('reader')).post(SCHEDULES, agreed))).toEqual([403, 'ROLE_FORBIDDEN']);
    expect((await admin.get(`${SCHEDULES}/lakala`)).body).toEqual({ schedules: [] });
  });

  it('tell the fees to expect, payment by payment and to the 分', async () => {
    const data = await ledger.admin.data(`/v1/merchants/${MERCHANT}/fees/expected?${SEPTEMBER}&minPosition=${last}`);
    const plain = { refunded: 0, recorded: null, withoutSchedule: { count: 0, amount: 0 }, channel: 'unionpay' };
    expect(data).toEqual({
      from: '2026-09-01',
      to: '2026-09-30',
      undatedOrders: { count: 0, amount: 0 },
      rows: [
        { ...plain, product: 'card', cardType: 'credit', count: 2, amount: 10_750, refunded: 5_000, fee: 5 + 60 - 30 },
        { ...plain, product: 'card', cardType: 'debit', count: 1, amount: 1_000_000, fee: 2_000 },
        { ...plain, product: 'contactless_small', cardType: 'credit', count: 1, amount: 10_000, fee: 40 },
        {
          ...plain,
          product: 'wechat',
          cardType: null,
          count: 1,
          amount: 10_000,
          fee: 0,
          withoutSchedule: { count: 1, amount: 10_000 },
        },
      ],
      total: {
        count: 5,
        amount: 1_030_750,
        refunded: 5_000,
        fee: 2_075,
        recorded: null,
        withoutSchedule: { count: 1, amount: 10_000 },
      },
    });
    const expected = (query: string) => ledger.admin.get(`/v1/merchants/${MERCHANT}/fees/expected?${query}`);
    expect(codeOf(await expected('from=2026-09-02&to=2026-09-01'))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await expected('from=2024-09-02&to=2026-09-01'))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await expected('from=0000-01-01&to=0000-01-01'))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await ledger.admin.get(`/v1/merchants/nobody/fees/expected?${SEPTEMBER}`))).toEqual([404, 'NOT_FOUND']);
  });

  it('replay the same days under a proposal, Douyin orders by their settle rows, and write nothing', async () => {
    await settleOrder();
    const simulate = (channels: unknown) =>
      ledger.admin.post(`/v1/merchants/${MERCHANT}/fee-simulations`, { from: '2026-09-01', to: '2026-09-30', channels });
    const { body } = await simulate(proposed);
    const { rows, total } = (body as { data: { rows: Record<string, unknown>[]; total: Record<string, unknown> } }).data;
    expect(
      rows.map(({ product, cardType, feeThen, feeNew, difference, recorded }) => [
        product,
        cardType,
        feeThen,
        feeNew,
        difference,
        recorded,
      ]),
    ).toEqual([
      ['wechat', null, 0, 200, 0, 819],
      ['card', 'credit', 35, 4 + 50, 19, null],
      ['card', 'debit', 2_000, 5_000, 3_000, null],
      ['contactless_small', 'credit', 40, 50, 10, null],
      ['wechat', null, 0, 50, 0, null],
    ]);
    expect(total).toMatchObject({
      feeThen: 2_075,
      feeNew: 5_354,
      difference: 3_029,
      unpricedThen: { count: 2, amount: 19_990 },
    });
    expect(codeOf(await simulate([proposed[0], proposed[0]]))).toEqual([400, 'REQUEST_INVALID']);
    const broken = { ...proposed[0], lines: [{ ratePpm: 1, cap: 1, floor: 2 }] };
    expect(codeOf(await simulate([broken]))).toEqual([422, 'FEE_CAP_BELOW_FLOOR']);
    const { body: unmoved } = await ledger.admin.get(`/v1/events?after=${last}`);
    expect(unmoved).toMatchObject({ data: [] });
    expect((await ledger.admin.get(`${SCHEDULES}/douyin`)).body).toEqual({ schedules: [] });
  });

  it('replay in the shell as over HTTP', async () => {
    const file = join(ledger.dataFolder, 'proposed.json');
    await writeFile(file, JSON.stringify(proposed));
    const printed: string[] = [];
    const config = decodeConfig({ HEZHANG_DATA: ledger.dataFolder, HEZHANG_ADMIN_KEY: ledger.admin.key ?? '' });
    const run = (...more: string[]) =>
      simulateFees.run({
        config,
        args: ['--merchant', MERCHANT, '--from', '2026-09-01', '--schedule', file, '--url', ledger.url, ...more],
        print: (line) => printed.push(line),
        asked: new Promise(() => undefined),
      });
    expect(await run('--to', '2026-09-30')).toBe(0);
    expect(printed.find((line) => line.startsWith('all'))).toMatch(
      /^all +6 +10,407\.40 +50\.00 +20\.75 +53\.54 +30\.29 +8\.19$/,
    );
    expect(printed.at(-1)).toBe('2 over 199.90: no schedule covered then');
    await expect(run('--to', '2026-08-30')).rejects.toThrow('to must not be before from');
    await expect(run()).rejects.toThrow('simulate-fees takes');
  });
});
