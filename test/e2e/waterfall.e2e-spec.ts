import type { Waterfall } from '#orders';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { SHOP, message, openShop, push } from './support/shop.js';

const ORDER = '6900000000000000001';
const AT = 1_789_950_000;
const DAY = '2026-09-22';

const ofOrder = (orderId: string, fields: object): object => ({ p_id: orderId, shop_id: Number(SHOP), ...fields });
const row = (orderId: string, fields: object): object => ({
  settle_time: `${DAY} 10:00:00`,
  shop_order_id: orderId,
  order_id: orderId,
  trade_type: 0,
  pay_type_desc: '微信',
  ...fields,
});
const item = (account_trade_no: string, fields: object): object => ({
  account_trade_no,
  bill_time: `${DAY} 12:00:00`,
  fund_flow: 1,
  ...fields,
});

describe('the waterfall of an order', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
  });
  afterAll(() => ledger.end());

  const rows = async (path: string, ...told: object[]): Promise<void> => {
    const { body } = await ledger.admin.post(path, { shop_id: SHOP, rows: told });
    expect(body).toMatchObject({ results: told.map(() => ({ status: 'applied' })) });
  };
  const waterfall = async (orderId: string): Promise<Waterfall> => {
    const { body } = await ledger.admin.get('/v1/events?limit=1000');
    const { position } = body as { position: string };
    return ledger.admin.data<Waterfall>(`/v1/orders/${orderId}/waterfall?minPosition=${position}`);
  };
  const amounts = ({ steps }: Waterfall): Record<string, number> =>
    Object.fromEntries(steps.map(({ step, amount }) => [step, amount]));

  it('explains every fen from the list price to the bank', async () => {
    const discounts = { order_amount: 15_000, promotion_shop_amount: 1_000, promotion_platform_amount: 800 };
    await push(
      ledger.nobody,
      message(101, ofOrder(ORDER, { pay_time: AT, pay_amount: 12_990, ...discounts, promotion_talent_amount: 210 })),
      message(103, ofOrder(ORDER, { complete_time: AT + 60 })),
      message(206, ofOrder(ORDER, { aftersale_id: 71, refund_amount: 3_000, success_time: AT + 120 })),
      message(101, ofOrder('6900000000000000002', { pay_time: AT, pay_amount: 1_000 })),
    );
    const fees = { platform_service_fee: 540, commission: 1_079, platform_coupon: 800 };
    await rows(
      '/v1/channels/douyin/settle-bill',
      row('6900000000000000002', { request_no: 'r0', total_income: 1_000, settle_amount: 1_000 }),
      row(ORDER, { request_no: 'r1', total_income: 10_790, settle_amount: 9_171, ...fees }),
    );
    await rows(
      '/v1/channels/douyin/account-items',
      item('t1', { account_amount: 40, account_bill_desc_tag: 20, shop_order_id: ORDER, order_id: ORDER }),
      item('t2', { account_amount: 6_000, account_bill_desc_tag: 11 }),
    );
    const told = await waterfall(ORDER);
    expect(amounts(told)).toEqual({
      list_price: 15_000,
      discount_shop: -1_000,
      discount_platform: -800,
      discount_talent: -210,
      paid: 12_990,
      refunds: -3_000,
      subsidies: 800,
      platform_service: -540,
      commission: -1_079,
      insurance: -40,
      net: 9_131,
      settled: 9_131,
      withdrawn: -5_000,
      on_account: 4_131,
    });
    expect(told).toMatchObject({ open: 4_131, isExplained: true, unexplained: 0 });
    expect(told.steps.find(({ step }) => step === 'withdrawn')?.events).toHaveLength(1);
  });

  it('an earlier order has the payout first, and one that nobody knows is not found', async () => {
    expect(amounts(await waterfall('6900000000000000002'))).toMatchObject({ withdrawn: -1_000, on_account: 0 });
    expect((await ledger.admin.get('/v1/orders/6900000000000000099/waterfall')).status).toBe(404);
  });
});
