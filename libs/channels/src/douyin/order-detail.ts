import type { JsonObject } from '../exact-json.js';
import { OrderFields, type SaidOrderFact } from './order-fields.js';
import { hasUnpaidPhase, phasesOf, wholeDetailOf } from './order-particulars.js';

export type DetailReading =
  /** Never empty; the detail itself is the last of them. */
  | { readonly facts: readonly SaidOrderFact[] }
  /** Names of fields that are there and malformed, or without which it is no detail. */
  | { readonly wrong: readonly string[] };

const PARTLY_PAID = 103;
/** `ship_time` is then that of a part. */
const PARTLY_SHIPPED = 101;
const COMPLETED = 5;
const CANCELLED = 4;

/** Its own clock; where that is hidden, the last thing that it says happened. */
const TIMES = ['update_time', 'finish_time', 'ship_time', 'pay_time', 'create_time'] as const;

/**
 * What a `shop_order_detail` (`order.orderDetail`, `order.searchList`) says: the facts that pushes would have brought, under
 * their keys, and the detail itself. Amounts 分, times unix seconds. Any field may be hidden from us: what is not said becomes
 * no fact, and a status without its time stays in the detail, where it counts until a message tells the time.
 * What a push words more coarsely or otherwise (way of payment, live room, reason) stays in the detail as well, so that the
 * two never contradict each other.
 * @param known the shop that was asked, where `shop_id` is hidden
 */
export function factsOfOrderDetail(detail: JsonObject, known: { readonly shopId?: string } = {}): DetailReading {
  const fields = new OrderFields(detail, { orderField: 'order_id', ...known });
  const facts = [...happened(fields), ...phasesOf(fields), wholeDetailOf(fields, fields.time(...TIMES))];
  return fields.wrong.length > 0 ? { wrong: [...new Set(fields.wrong)] } : { facts };
}

function happened(fields: OrderFields): SaidOrderFact[] {
  const status = fields.has('order_status') ? fields.code('order_status') : undefined;
  const isPartlyPaid = (fields.has('main_status') && fields.code('main_status') === PARTLY_PAID) || hasUnpaidPhase(fields);
  const isShipped = status !== undefined && status !== PARTLY_SHIPPED;
  return [
    ...factAt(fields, 'create_time', (at) => ({
      ...fields.order('DouyinOrderCreated', 'created', at),
      ...fields.codeAs('orderType', 'order_type'),
    })),
    ...(fields.has('pay_amount') && !isPartlyPaid
      ? factAt(fields, 'pay_time', (at) => ({
          ...fields.order('DouyinOrderPaid', 'paid', at),
          amount: fields.amount('pay_amount'),
        }))
      : []),
    ...(isShipped ? factAt(fields, 'ship_time', (at) => fields.order('DouyinOrderShipped', 'shipped', at)) : []),
    ...(status === COMPLETED
      ? factAt(fields, 'finish_time', (at) => fields.order('DouyinOrderCompleted', 'completed', at))
      : []),
    ...(status === CANCELLED
      ? factAt(fields, 'cancel_time', (at) => fields.order('DouyinOrderCancelled', 'cancelled', at))
      : []),
  ];
}

const factAt = (
  fields: OrderFields,
  time: string,
  fact: (at: ReturnType<OrderFields['time']>) => SaidOrderFact,
): SaidOrderFact[] => (fields.hasTime(time) ? [fact(fields.time(time))] : []);
