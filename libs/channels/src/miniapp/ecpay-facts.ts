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

/** What a callback of ecpay (担保支付) means to the ledger. Other types than payment and refund are kept and ignored. */
export async function readEcpayBody(text: string, context: MiniAppContext): Promise<NoticeReading> {
  const body = parseExact(text);
  const msg = isJsonObject(body) ? objectIn(body['msg']) : undefined;
  if (!isJsonObject(body) || !msg) return parked('MESSAGE_UNREADABLE', 'msg');
  const { type } = body;
  if (typeof type === 'string' && type !== 'payment' && type !== 'refund') return { ignored: 'UNKNOWN_EVENT' };
  const said = { timestamp: body['timestamp'], ...msg };
  const fields = new Fields(said);
  const fact = type === 'refund' ? refundIn(said, fields, context.appId) : paymentIn(said, fields, context.appId);
  return recordedMiniAppFact(fact, fields, context);
}

/** Only a payment that succeeded is called back; a body without a type is one. */
function paymentIn(said: JsonObject, fields: Fields, appId: string): SaidMiniAppFact {
  if (said['status'] !== SUCCEEDED) fields.refuse('status', undefined);
  return {
    type: 'MiniAppPaymentSucceeded',
    key: 'paid',
    occurredAt: momentIn(fields, 'paid_at', 'timestamp'),
    ...namedIn(fields, appId, 'cp_orderno'),
    amount: fields.amount('total_amount'),
    ...(fields.has('way') && { way: fields.code('way') }),
    ...channelTradeNo(fields, 'channel_no'),
  };
}

function refundIn(said: JsonObject, fields: Fields, appId: string): SaidMiniAppFact {
  const refundId = refundIdIn(fields, 'refund_no', 'cp_refundno');
  const common = {
    occurredAt: momentIn(fields, 'refunded_at', 'timestamp'),
    ...namedIn(fields, appId, 'cp_orderno'),
    refundId,
  };
  if (said['status'] !== SUCCEEDED) return { type: 'MiniAppRefundFailed', key: `refund-failed:${refundId}`, ...common };
  return { type: 'MiniAppRefundSucceeded', key: `refund:${refundId}`, ...common, amount: fields.amount('refund_amount') };
}
