import { reactedTo } from './reacted.js';
import type { Caller } from './caller.js';
import type { RunningLedger } from './running-ledger.js';
import { MERCHANT, SHOP, TERMINAL, message, naming, openShop, push, tell, transaction } from './shop.js';
import { WECHAT_MERCHANT, wechatBill, wechatPayment } from './statement-files.js';

export const ORDER = '6900000000000000001';
export const ROOM = '7300000000000000001';
const at = (day: number): number => Math.floor(Date.parse(`2026-09-${String(day)}T10:00:00+08:00`) / 1_000);

const FEES = {
  channel: 'unionpay',
  id: '2026',
  from: '2026-01-01T00:00:00+08:00',
  to: '2027-01-01T00:00:00+08:00',
  refundReturnsFee: 'proportional',
  lines: [{ ratePpm: 6_000 }],
};
const DESTINATIONS = [
  {
    channel: 'unionpay',
    merchantNo: TERMINAL.merchantNo,
    id: 'bank',
    from: '2026-01-01T00:00:00+08:00',
    cycle: 'T+1',
    cutOff: '23:00',
    bankAccount: { account: 'icbc-0200', bank: '工商银行', lastFour: '0200' },
  },
  {
    channel: 'douyin',
    merchantNo: SHOP,
    id: 'shop',
    from: '2026-01-01T00:00:00+08:00',
    cycle: 'D+7',
    cutOff: '24:00',
    douyinShopId: SHOP,
  },
];

/** Of the wallet: a payment of ours with 2 分 too much, and one that nobody here knows. */
const PAID_BY_WALLET = wechatPayment({ no: '01', fee: '0.80000' });
export const BILL = wechatBill([PAID_BY_WALLET, wechatPayment({ no: '02' })]);

const settleRow = (): object => ({
  settle_time: '2026-09-28 10:00:00',
  request_no: 'r1',
  shop_order_id: ORDER,
  order_id: ORDER,
  trade_type: 0,
  pay_type_desc: '微信',
  total_income: 12_990,
  settle_amount: 11_371,
  platform_service_fee: 540,
  commission: 1_079,
});
const acquirerRow = (): object => ({
  settlement_no: 's-1',
  channel: 'unionpay',
  method: 'card',
  merchant_no: TERMINAL.merchantNo,
  rrn: '260921000101',
  direction: 'in',
  gross: 15_000,
  fee: 95,
  net: 14_905,
  bank_account: 'icbc-0200',
  settled_at: '2026-09-23T10:00:00+08:00',
});

/** Refunded in part, and paid out. */
export const sale = transaction({ amount: 20_000, operator_no: '01', rrn: '260921000101' });
/** By a wallet; on its trade bill. */
export const other = transaction({
  amount: 12_990,
  method: 'wechat',
  operator_no: '02',
  rrn: '260921000102',
  channel_trade_no: PAID_BY_WALLET.tradeNo,
});

/** A shop with destinations and fees: an order of a live room, two payments of two operators, a refund, and what was paid out. */
export async function openReportedShop(ledger: RunningLedger): Promise<string> {
  await openShop(ledger.admin);
  for (const destination of DESTINATIONS) await set(ledger.admin, 'settlement-destinations', destination);
  await set(ledger.admin, 'fee-schedules', FEES);
  await set(ledger.admin, 'payment-interfaces', {
    id: 'wx',
    channel: 'wechat',
    merchantNo: WECHAT_MERCHANT,
    methods: ['wechat'],
    validFrom: '2026-01-01T00:00:00+08:00',
  });
  const ofOrder = { p_id: ORDER, shop_id: Number(SHOP), order_status: 2, order_type: 0, pay_type: 1, biz: 2 };
  const discounts = { order_amount: 15_000, promotion_shop_amount: 1_000, promotion_platform_amount: 800 };
  const paid = { pay_time: at(21), pay_amount: 12_990, ...discounts, promotion_talent_amount: 210 };
  await push(ledger.nobody, message(101, { ...ofOrder, ...paid, room_id_str: ROOM }));
  for (const told of [sale, other]) await tell(ledger.nobody, told);
  const refund = { kind: 'refund', amount: 5_000, occurred_at: '2026-09-22T10:00:00+08:00', rrn: '260922000103' };
  await tell(ledger.nobody, transaction({ ...refund, original: naming(sale) }));
  await rows(ledger.admin, '/v1/channels/douyin/settle-bill', { shop_id: SHOP }, settleRow());
  await rows(ledger.admin, '/v1/channels/acquirer/settlements', {}, acquirerRow());
  return reactedTo(ledger);
}

async function set(admin: Caller, what: string, body: object): Promise<void> {
  const { status, text } = await admin.post(`/v1/merchants/${MERCHANT}/${what}`, body);
  if (status !== 200) throw new Error(text);
}

async function rows(admin: Caller, path: string, head: object, row: object): Promise<void> {
  const { body, text } = await admin.post(path, { ...head, rows: [row] });
  if ((body as { results?: { status: string }[] }).results?.[0]?.status !== 'applied') throw new Error(text);
}
