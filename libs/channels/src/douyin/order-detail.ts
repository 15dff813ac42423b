import { isJsonObject, type JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import type { SaidOrderFact } from './order-facts.js';

const PARTLY_SHIPPED = 101;
const SHIPPED = 3;
const CANCELLED = 4;
const COMPLETED = 5;
const WORDS_LIMIT = 200;

export type DetailReading =
  | { readonly facts: readonly SaidOrderFact[] }
  /** Names of fields that are there and malformed, or without which it is no detail. */
  | { readonly wrong: readonly string[] };

/**
 * The facts that a `shop_order_detail` (`order.orderDetail`, `order.searchList`) tells, under the keys of the pushes that tell
 * the same. Amounts 分, times unix seconds. A field may be hidden: what it would say is left out, or where money hangs on it,
 * named as wrong.
 * @param known the shop that was asked, where `shop_id` is hidden
 */
export function factsOfOrderDetail(detail: JsonObject, known: { readonly shopId?: string } = {}): DetailReading {
  const fields = new Fields({ ...detail, shop_id: detail['shop_id'] ?? known.shopId });
  const of = { orderId: fields.digits('order_id'), shopId: fields.digits('shop_id') };
  const facts: SaidOrderFact[] = [
    ...(fields.hasTime('create_time') ? [created(fields, of, detail)] : []),
    ...(fields.hasTime('pay_time') ? [paid(fields, of, detail)] : []),
    ...ends(fields, of),
  ];
  return fields.wrong.length > 0 ? { wrong: fields.wrong } : { facts };
}

interface OfOrder {
  readonly orderId: string;
  readonly shopId: string;
}

const created = (fields: Fields, of: OfOrder, detail: JsonObject): SaidOrderFact => ({
  type: 'DouyinOrderCreated',
  key: 'created',
  occurredAt: fields.time('create_time'),
  ...of,
  orderType: fields.has('order_type') ? fields.code('order_type') : 0,
  ...liveRoomOf(detail),
});

const paid = (fields: Fields, of: OfOrder, detail: JsonObject): SaidOrderFact => ({
  type: 'DouyinOrderPaid',
  key: 'paid',
  occurredAt: fields.time('pay_time'),
  ...of,
  amount: fields.amount('pay_amount'),
  ...(fields.has('pay_type') && { payType: fields.code('pay_type') }),
  ...liveRoomOf(detail),
});

/** How far it came; only the last step has a time of its own. */
function ends(fields: Fields, of: OfOrder): SaidOrderFact[] {
  const status = fields.has('order_status') ? fields.code('order_status') : 0;
  const facts: SaidOrderFact[] = [];
  if (fields.hasTime('ship_time'))
    facts.push({ type: 'DouyinOrderShipped', key: 'shipped', occurredAt: fields.time('ship_time'), ...of });
  else if (status === SHIPPED)
    facts.push({ type: 'DouyinOrderShipped', key: 'shipped', occurredAt: fields.time('update_time'), ...of });
  if (status === PARTLY_SHIPPED) {
    const occurredAt = fields.time('update_time');
    const key = `partly_shipped:${String(Date.parse(occurredAt) / 1_000)}`;
    facts.push({ type: 'DouyinOrderPartlyShipped', key, occurredAt, ...of });
  }
  if (status === COMPLETED)
    facts.push({
      type: 'DouyinOrderCompleted',
      key: 'completed',
      occurredAt: fields.time('finish_time', 'update_time'),
      ...of,
    });
  if (status === CANCELLED) {
    const reason = fields.words('cancel_reason', WORDS_LIMIT);
    const occurredAt = fields.time('cancel_time', 'finish_time', 'update_time');
    facts.push({ type: 'DouyinOrderCancelled', key: 'cancelled', occurredAt, ...of, ...(reason !== undefined && { reason }) });
  }
  return facts;
}

/** On the first item; the text form survives parsers that round. */
function liveRoomOf({ sku_order_list: items }: JsonObject): { liveRoomId?: string } {
  const item = Array.isArray(items) ? items.find(isJsonObject) : undefined;
  const fields = new Fields(item ?? {});
  const liveRoomId = fields.digitsIfAny('room_id_str') ?? fields.digitsIfAny('room_id');
  return liveRoomId === undefined || fields.wrong.length > 0 ? {} : { liveRoomId };
}
