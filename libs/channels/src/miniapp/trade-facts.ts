import { isJsonObject, parseExact, type JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import { objectIn } from '../life/life-message.js';
import { parked, type NoticeReading } from '../notice-reading.js';
import {
  channelTradeNo,
  momentIn,
  namedIn,
  recordedMiniAppFact,
  refundIdIn,
  type MiniAppContext,
  type SaidMiniAppFact,
} from './app-facts.js';

const SUCCEEDED = 'SUCCESS';

type Reader = (msg: JsonObject, fields: Fields, appId: string) => SaidMiniAppFact;

const payment: Reader = (msg, fields, appId) => {
  const common = { occurredAt: momentIn(fields, 'event_time', 'pay_time'), ...namedIn(fields, appId, 'out_order_no') };
  if (msg['status'] !== SUCCEEDED) return { type: 'MiniAppPaymentCancelled', key: 'cancelled', ...common };
  return {
    type: 'MiniAppPaymentSucceeded',
    key: 'paid',
    ...common,
    amount: fields.amount('total_amount'),
    ...(fields.has('pay_channel') && { way: fields.code('pay_channel') }),
    ...channelTradeNo(fields, 'channel_pay_id'),
  };
};

const refund: Reader = (msg, fields, appId) => {
  const refundId = refundIdIn(fields, 'refund_id', 'out_refund_no');
  const common = {
    occurredAt: momentIn(fields, 'event_time', 'refund_at'),
    ...namedIn(fields, appId, 'out_order_no'),
    refundId,
  };
  if (msg['status'] !== SUCCEEDED) return { type: 'MiniAppRefundFailed', key: `refund-failed:${refundId}`, ...common };
  return { type: 'MiniAppRefundSucceeded', key: `refund:${refundId}`, ...common, amount: fields.amount('refund_total_amount') };
};

const refundRequest: Reader = (_msg, fields, appId) => {
  const refundId = refundIdIn(fields, 'refund_id');
  return {
    type: 'MiniAppRefundApplied',
    key: `applied:${refundId}`,
    occurredAt: momentIn(fields, 'create_refund_time', 'event_time'),
    ...namedIn(fields, appId, 'out_order_no'),
    refundId,
    amount: fields.amount('refund_total_amount'),
  };
};

const READERS: Readonly<Record<string, Reader>> = { payment, refund, pre_create_refund: refundRequest };

export interface TradeMessage {
  readonly type: string | undefined;
  readonly msg: JsonObject | undefined;
}

export function decodeTradeBody(text: string): TradeMessage {
  const body = parseExact(text);
  if (!isJsonObject(body)) return { type: undefined, msg: undefined };
  const { type } = body;
  return { type: typeof type === 'string' ? type : undefined, msg: objectIn(body['msg']) };
}

/** What a callback of the general trade system (通用交易系统) means to the ledger. Unknown types are kept and ignored. */
export async function readTradeBody(text: string, context: MiniAppContext): Promise<NoticeReading> {
  const { type, msg } = decodeTradeBody(text);
  if (type === undefined) return parked('MESSAGE_UNREADABLE', 'type');
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (!reader) return { ignored: 'UNKNOWN_EVENT' };
  if (!msg) return parked('MESSAGE_UNREADABLE', 'msg');
  const fields = new Fields(msg);
  return recordedMiniAppFact(reader(msg, fields, context.appId), fields, context);
}
