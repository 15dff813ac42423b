import type { Instant } from '#kernel';
import type { AftersaleStep, OrderFact } from '#orders';
import { isJsonObject, type JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';

/** A fact as Douyin says it; where in the books it belongs is ours to add. */
export type SaidOrderFact = OrderFact extends infer F ? (F extends OrderFact ? Omit<F, 'booking'> : never) : never;

export type OrderReading =
  | { readonly fact: SaidOrderFact }
  | { readonly ignored: 'NOT_MONEY' | 'UNKNOWN_TAG' }
  | { readonly wrong: readonly string[] }
  | { readonly disagree: string };

type Reader = (fields: OrderFields, tag: string) => SaidOrderFact;

const WORDS_LIMIT = 200;

const paid: Reader = (fields) => ({
  ...fields.order('DouyinOrderPaid', 'paid', fields.time('pay_time', 'update_time')),
  amount: fields.amount('pay_amount'),
  ...(fields.has('pay_type') && { payType: fields.code('pay_type') }),
  ...fields.liveRoom(),
});

const held: Reader = (fields) => fields.order('DouyinOrderPaymentHeld', 'held', fields.time('update_time', 'create_time'));

const refunded: Reader = (fields) => {
  const aftersaleId = fields.digits('aftersale_id');
  return {
    ...fields.order('DouyinRefundSucceeded', `refund:${aftersaleId}`, fields.time('success_time', 'update_time')),
    aftersaleId,
    ...fields.subOrder(),
    amount: fields.amount('refund_amount'),
  };
};

const AFTERSALE_TIMES = ['update_time', 'apply_time', 'agree_time', 'refuse_time', 'close_time', 'modify_time'] as const;

const aftersale =
  (step: AftersaleStep): Reader =>
  (fields, tag) => {
    const aftersaleId = fields.digits('aftersale_id');
    const at = fields.time(...AFTERSALE_TIMES);
    return {
      ...fields.order('DouyinAftersaleMoved', `aftersale:${aftersaleId}:${tag}:${secondsOf(at)}`, at),
      aftersaleId,
      ...fields.subOrder(),
      step,
      ...(fields.has('refund_amount') && { refundAmount: fields.amount('refund_amount') }),
    };
  };

const arbitration = aftersale('arbitration');

/** Push tags that say something of an order. Amounts are 分, times unix seconds. */
const READERS: Readonly<Record<string, Reader>> = {
  100: (fields) => ({
    ...fields.order('DouyinOrderCreated', 'created', fields.time('create_time', 'update_time')),
    orderType: fields.has('order_type') ? fields.code('order_type') : 0,
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
  211: aftersale('other'),
  212: arbitration,
  213: arbitration,
  214: arbitration,
  215: arbitration,
  216: arbitration,
  217: arbitration,
  218: arbitration,
  224: aftersale('applied'),
  225: refunded,
  226: aftersale('other'),
  227: aftersale('other'),
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
  return fields.wrong.length > 0 ? { wrong: fields.wrong } : { fact };
}

const secondsOf = (at: Instant): string => String(Date.parse(at) / 1000);

class OrderFields extends Fields {
  constructor(private readonly message: JsonObject) {
    super(message);
  }

  order<T extends OrderFact['type']>(type: T, key: string, occurredAt: Instant) {
    return { type, key, occurredAt, orderId: this.digits('p_id'), shopId: this.digits('shop_id') };
  }

  subOrder(): { subOrderId?: string } {
    const subOrderId = this.digitsIfAny('s_id');
    return subOrderId === undefined ? {} : { subOrderId };
  }

  wordsAs<N extends string>(as: N, name: string): { [P in N]?: string } {
    const words = this.words(name, WORDS_LIMIT);
    return (words === undefined ? {} : { [as]: words }) as { [P in N]?: string };
  }

  /** On the message or on its first item; the text form survives parsers that round. */
  liveRoom(): { liveRoomId?: string } {
    const items = this.message['sku_order_list'];
    const item = Array.isArray(items) ? items.find(isJsonObject) : undefined;
    for (const fields of item ? [this, new Fields(item)] : [this]) {
      const liveRoomId = fields.digitsIfAny('room_id_str') ?? fields.digitsIfAny('room_id');
      if (liveRoomId !== undefined) return { liveRoomId };
    }
    return {};
  }
}
