import { ZERO, businessDateOf } from '#kernel';
import type { DouyinMoved } from '#settlements';
import { isClockFarOff } from '../clock.js';
import type { JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';
import { billTime } from './bill-time.js';
import type { SettleRowContext } from './settle-bill.js';

export const TRADE_NO = /^[A-Za-z0-9_-]{1,64}$/;
const SCENE_LIMIT = 64;
const METHODS: Readonly<Record<number, string>> = { 1: 'wechat', 2: 'alipay' };

/** What one row of `order.getShopAccountItem` means to the ledger: one movement on the shop's account. Amounts 分. */
export async function readAccountItem(row: JsonObject, { merchants, shopId, now }: SettleRowContext): Promise<NoticeReading> {
  const fields = new Fields(row);
  const said = saidBy(fields);
  const occurredAt = billTime(fields, 'bill_time');
  if (fields.wrong.length > 0) return fieldsInvalid(fields.wrong);
  if (isClockFarOff(occurredAt, now)) return parked('CLOCK_FAR_OFF', occurredAt);
  const shop = await merchants.douyinShop(shopId);
  if (!shop) return parked('UNKNOWN_SHOP', shopId);
  const booking = {
    businessDate: businessDateOf(occurredAt, shop.cutOff),
    of: { merchant: shop.merchantId, store: shop.storeId, side: 'online', channel: 'douyin', method: methodOf(said) },
  } as const;
  const fact: DouyinMoved = { type: 'DouyinAccountMoved', key: said.tradeNo, occurredAt, booking, shopId, ...said };
  return { commands: [{ feature: 'settlements', command: { type: 'RecordSettlementFact', fact } }] };
}

type Said = Omit<DouyinMoved, 'type' | 'key' | 'occurredAt' | 'booking' | 'shopId'>;

function saidBy(fields: Fields): Said {
  const scene = fields.words('trans_scene', SCENE_LIMIT) ?? fields.words('account_bill_desc', SCENE_LIMIT);
  return {
    tradeNo: fields.text('account_trade_no', TRADE_NO),
    direction: directionOf(fields),
    amount: fields.has('account_amount') ? fields.size('account_amount') : fields.refuse('account_amount', ZERO),
    ...(scene !== undefined && { scene }),
    ...(fields.has('account_bill_desc_tag') && { tag: fields.code('account_bill_desc_tag') }),
    ...(fields.has('account_type') && { accountType: fields.code('account_type') }),
    ...idsOf(fields),
  };
}

/** `shop_order_id` is the parent's here as in the settle bill. */
function idsOf(fields: Fields): Pick<Said, 'orderId' | 'subOrderId' | 'aftersaleId'> {
  const orderId = fields.digitsIfAny('shop_order_id');
  const subOrderId = fields.digitsIfAny('order_id');
  const aftersaleId = fields.digitsIfAny('after_sale_service_no');
  return {
    ...(orderId !== undefined && { orderId }),
    ...(subOrderId !== undefined && { subOrderId }),
    ...(aftersaleId !== undefined && { aftersaleId }),
  };
}

/** `fund_flow` 0 in, 1 out; an amount that is printed negative must say the same. */
function directionOf(fields: Fields): 'in' | 'out' {
  const flow = fields.code('fund_flow');
  if (flow !== 0 && flow !== 1) return fields.refuse('fund_flow', 'in');
  if (fields.has('account_amount') && fields.signed('account_amount') < 0 && flow === 0)
    return fields.refuse('account_amount', 'in');
  return flow === 0 ? 'in' : 'out';
}

const methodOf = ({ accountType }: Said): string => (accountType === undefined ? undefined : METHODS[accountType]) ?? 'unknown';
