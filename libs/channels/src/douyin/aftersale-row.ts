import type { AftersaleStep } from '#orders';
import { isJsonObject, type JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import type { DetailReading } from './order-detail.js';
import type { SaidOrderFact } from './order-fields.js';

/** What a status of an after-sale means, with the push tag that tells the same. */
interface Meaning {
  readonly tag: string;
  readonly step: AftersaleStep;
}

/** `aftersale_status` as answers give it. What is not listed has moved in some other way. */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  6: { tag: '200', step: 'applied' },
  7: { tag: '202', step: 'return_agreed' },
  11: { tag: '203', step: 'goods_returned' },
  27: { tag: '204', step: 'refund_refused' },
  28: { tag: '207', step: 'closed' },
  29: { tag: '204', step: 'refund_refused' },
};
const OTHER: Meaning = { tag: '211', step: 'other' };
const REFUND_AGREED: Meaning = { tag: '201', step: 'refund_agreed' };

const SUCCEEDED = 12;
const REFUNDED = 3;
/** `aftersale_type` 退货退款: what is refused is the return. */
const RETURN = 0;
const RETURN_REFUSED: Meaning = { tag: '205', step: 'return_refused' };

/**
 * The facts that a row of `afterSale/List` tells, under the keys of the pushes that tell the same. Amounts 分, times unix seconds.
 * Money has gone back where the refund succeeded (`refund_status` 3, or hidden from us), not where it was merely agreed on.
 */
export function factsOfAftersale(row: JsonObject, shopId: string): DetailReading {
  const info = new Fields(objectOf(row['aftersale_info']));
  const order = new Fields(objectOf(row['order_info']));
  const of = {
    orderId: order.digits('shop_order_id'),
    shopId,
    aftersaleId: info.digits('aftersale_id'),
    ...subOrderOf(objectOf(row['order_info'])),
  };
  const status = info.code('aftersale_status');
  const facts = [
    ...(info.hasTime('apply_time') ? [moved(info, of, MEANINGS[6] ?? OTHER, 'apply_time')] : []),
    isRefunded(info, status) ? refunded(info, of) : moved(info, of, meaningOf(info, status), 'update_time'),
  ];
  const wrong = [...info.wrong, ...order.wrong];
  // An application that nothing followed yet is told by both.
  return wrong.length > 0 ? { wrong } : { facts: [...new Map(facts.map((fact) => [fact.key, fact])).values()] };
}

interface OfAftersale {
  readonly orderId: string;
  readonly shopId: string;
  readonly aftersaleId: string;
  readonly subOrderId?: string;
}

function moved(info: Fields, of: OfAftersale, { tag, step }: Meaning, time: string): SaidOrderFact {
  const occurredAt = info.time(time, 'apply_time');
  return {
    type: 'DouyinAftersaleMoved',
    key: `aftersale:${of.aftersaleId}:${tag}:${String(Date.parse(occurredAt) / 1_000)}`,
    occurredAt,
    ...of,
    step,
    ...(info.has('refund_amount') && { refundAmount: info.amount('refund_amount') }),
  };
}

const refunded = (info: Fields, of: OfAftersale): SaidOrderFact => ({
  type: 'DouyinRefundSucceeded',
  key: `refund:${of.aftersaleId}`,
  occurredAt: info.time('refund_time', 'aftersale_status_to_final_time', 'update_time'),
  ...of,
  amount: info.amount('refund_amount'),
});

const isRefunded = (info: Fields, status: number): boolean =>
  status === SUCCEEDED && (!info.has('refund_status') || info.code('refund_status') === REFUNDED);

function meaningOf(info: Fields, status: number): Meaning {
  if (status === SUCCEEDED) return REFUND_AGREED;
  const meaning = MEANINGS[status] ?? OTHER;
  const isReturn = info.has('aftersale_type') && info.code('aftersale_type') === RETURN;
  return meaning.step === 'refund_refused' && isReturn ? RETURN_REFUSED : meaning;
}

/** The one that it is about, where it is about one. */
function subOrderOf({ related_order_info: related }: JsonObject): { subOrderId?: string } {
  const [item, another] = Array.isArray(related) ? related.filter(isJsonObject) : [];
  const fields = new Fields(item && !another ? item : {});
  const subOrderId = fields.digitsIfAny('sku_order_id');
  return subOrderId === undefined || fields.wrong.length > 0 ? {} : { subOrderId };
}

const objectOf = (value: JsonObject[string]): JsonObject => (isJsonObject(value) ? value : {});
