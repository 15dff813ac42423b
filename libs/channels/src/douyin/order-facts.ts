import type { AftersaleMoved, AftersaleStep } from '#orders';
import type { JsonObject } from '../exact-json.js';
import { OrderFields, secondsOf, type SaidOrderFact } from './order-fields.js';
import { particularsOf, phasesOf } from './order-particulars.js';

export type OrderReading =
  /** What the message is about, then what else it details. */
  | { readonly facts: readonly [SaidOrderFact, ...SaidOrderFact[]] }
  | { readonly ignored: 'NOT_MONEY' | 'UNKNOWN_TAG' }
  | { readonly wrong: readonly string[] }
  | { readonly disagree: string };

type Reader = (fields: OrderFields, tag: string) => SaidOrderFact;

const paid: Reader = (fields) => ({
  ...fields.order('DouyinOrderPaid', 'paid', fields.time('pay_time', 'update_time')),
  amount: fields.amount('pay_amount'),
  ...fields.codeAs('payType', 'pay_type'),
  ...fields.liveRoom(),
});

const held: Reader = (fields) => fields.order('DouyinOrderPaymentHeld', 'held', fields.time('update_time', 'create_time'));

const refunded: Reader = (fields) => {
  const aftersaleId = fields.digits('aftersale_id');
  return {
    ...fields.order('DouyinRefundSucceeded', `refund:${aftersaleId}`, fields.time('success_time', 'update_time')),
    aftersaleId,
    ...fields.idAs('subOrderId', 's_id'),
    amount: fields.amount('refund_amount'),
    ...fields.amountAs('postAmount', 'refund_post_amount'),
    ...fields.signedAs('refundChannel', 'aftersale_refund_type'),
  };
};

const specialRight: Reader = (fields, tag) => ({ ...refunded(fields, tag), specialRight: true });

const AFTERSALE_TIMES = ['update_time', 'apply_time', 'agree_time', 'refuse_time', 'close_time', 'modify_time'] as const;

const aftersale =
  (step: AftersaleStep, about?: AftersaleMoved['about']): Reader =>
  (fields, tag) => {
    const aftersaleId = fields.digits('aftersale_id');
    const at = fields.time(...AFTERSALE_TIMES);
    return {
      ...fields.order('DouyinAftersaleMoved', `aftersale:${aftersaleId}:${tag}:${secondsOf(at)}`, at),
      aftersaleId,
      ...fields.idAs('subOrderId', 's_id'),
      step,
      ...fields.amountAs('refundAmount', 'refund_amount'),
      ...(about !== undefined && { about }),
      ...fields.codeAs('aftersaleType', 'aftersale_type'),
      ...fields.codeAs('aftersaleStatus', 'aftersale_status'),
    };
  };

const arbitration = aftersale('arbitration');

/** Push tags that say something of an order. Amounts are 分, times unix seconds. */
const READERS: Readonly<Record<string, Reader>> = {
  100: (fields) => ({
    ...fields.order('DouyinOrderCreated', 'created', fields.time('create_time', 'update_time')),
    ...fields.codeAs('orderType', 'order_type'),
    ...fields.liveRoom(),
  }),
  101: paid,
  102: (fields) => fields.order('DouyinOrderShipped', 'shipped', fields.time('update_time')),
  103: (fields) => fields.order('DouyinOrderCompleted', 'completed', fields.time('complete_time', 'update_time')),
  106: (fields) => ({
    ...fields.order('DouyinOrderCancelled', 'cancelled', fields.time('cancel_time', 'update_time')),
    ...fields.wordsAs('reason', 'cancel_reason'),
  }),
  108: (fields) => {
    const at = fields.time('update_time');
    return fields.order('DouyinOrderPartlyShipped', `partly_shipped:${secondsOf(at)}`, at);
  },
  109: (fields) => {
    const at = fields.time('modify_time', 'update_time');
    return {
      ...fields.order('DouyinOrderRepriced', `repriced:${secondsOf(at)}`, at),
      totalAmount: fields.amount('total_amount'),
      postAmount: fields.has('post_amount') ? fields.amount('post_amount') : fields.size('post_amount'),
    };
  },
  // Paid and held for risk review; with a pay_time it is the payment itself (seen in the wild).
  110: (fields, tag) => (fields.hasTime('pay_time') ? paid : held)(fields, tag),
  200: aftersale('applied'),
  201: aftersale('refund_agreed'),
  202: aftersale('return_agreed'),
  203: aftersale('goods_returned'),
  204: aftersale('refund_refused'),
  205: aftersale('return_refused'),
  206: refunded,
  207: aftersale('closed'),
  208: aftersale('modified'),
  209: aftersale('other'),
  211: aftersale('other', 'exchange'),
  212: arbitration,
  213: arbitration,
  214: arbitration,
  215: arbitration,
  216: arbitration,
  217: arbitration,
  218: arbitration,
  224: aftersale('applied', 'special_right'),
  225: specialRight,
  226: aftersale('other', 'resend'),
  227: aftersale('other', 'resend'),
};

/** Logistics, receiver, address change, memo, delivery deadline, audits, product changes. */
const NOT_MONEY = new Set(['104', '105', '111', '113', '126', '137', '138', '400', '417']);

const REFUND_TAGS = new Set(['206', '225']);
const CLOSED_TAG = '207';

/** What a push message says of an order. Meaning comes from the tag and the data; where they disagree on money, nobody guesses. */
export function readOrderMessage(tag: string, data: JsonObject): OrderReading {
  const reader = READERS[tag];
  if (!reader) return { ignored: NOT_MONEY.has(tag) ? 'NOT_MONEY' : 'UNKNOWN_TAG' };
  const fields = new OrderFields(data);
  const succeeded = fields.hasTime('success_time');
  const closed = fields.hasTime('close_time');
  if (REFUND_TAGS.has(tag) && closed && !succeeded) return { disagree: 'refund succeeded by its tag, closed by close_time' };
  if (tag === CLOSED_TAG && succeeded && !closed) return { disagree: 'closed by its tag, refund succeeded by success_time' };
  const fact = reader(fields, tag);
  const more = [...phasesOf(fields), ...particularsOf(fields, fact.occurredAt)];
  return fields.wrong.length > 0 ? { wrong: fields.wrong } : { facts: [fact, ...more] };
}
