import type { Money } from '#kernel';
import type { VoucherFact } from '#vouchers';
import { isClockFarOff } from '../clock.js';
import { isJsonObject, type JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';
import { bookedAt, lifeAccount, storeOf, type LifeContext } from './life-account.js';
import type { LifeMessage } from './life-message.js';

/** A fact as local life says it; where in the books it belongs is ours to add. */
type Said = VoucherFact extends infer F ? (F extends VoucherFact ? Omit<F, 'booking'> : never) : never;
type Reader = (message: JsonObject, clientKey: string, fields: Fields) => Said;

export const LIFE_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** Where a message says how many vouchers an order has; the platform documents neither. */
const COUNTS = ['certificate_count', 'count'] as const;
const MOST_VOUCHERS = 10_000;
/** Where a message says what one voucher is worth, as the query of verifications does. */
const WORTHS = ['pay_amount', 'pay', 'coupon_pay_amount', 'coupon_pay'] as const;

const paid: Reader = (_message, clientKey, fields) => ({
  type: 'VoucherOrderPaid',
  key: 'paid',
  occurredAt: fields.time('pay_time', 'msg_time'),
  ...ofOrder(clientKey, fields),
  amount: fields.amount('pay_amount'),
  ...(fields.has('original_amount') && { originalAmount: fields.amount('original_amount') }),
  ...countIn(fields),
});

const verified: Reader = (message, clientKey, fields) => {
  const occurredAt = fields.time('verify_time', 'msg_time');
  const poiId = fields.textIfAny('poi_id', LIFE_ID);
  return {
    type: 'VoucherVerified',
    occurredAt,
    ...ofCertificate(message, clientKey, fields),
    ...ofVerification('verified', fields, occurredAt),
    ...(poiId !== undefined && { poiId }),
    ...worthIn(message, fields),
  };
};

const cancelled: Reader = (message, clientKey, fields) => {
  const occurredAt = fields.time('cancel_time', 'msg_time');
  return {
    type: 'VoucherVerificationCancelled',
    occurredAt,
    ...ofCertificate(message, clientKey, fields),
    ...ofVerification('cancelled', fields, occurredAt),
  };
};

const refunded: Reader = (message, clientKey, fields) => {
  const refundId = fields.textIfAny('refund_id', LIFE_ID) ?? fields.textIfAny('after_sale_id', LIFE_ID);
  const certificate = ofCertificate(message, clientKey, fields);
  return {
    type: 'VoucherRefunded',
    key: `refund:${refundId ?? certificate.certificateId}`,
    occurredAt: fields.time('refund_time', 'success_time', 'msg_time'),
    ...certificate,
    ...(fields.has('refund_amount') ? { amount: fields.amount('refund_amount') } : worthIn(message, fields)),
  };
};

interface Known {
  /** The member of the content that the message is about. */
  readonly about: 'order' | 'certificate';
  readonly actions: Readonly<Record<string, Reader>>;
}

const EVENTS: Readonly<Record<string, Known>> = {
  life_trade_order_notify: { about: 'order', actions: { pay_success: paid } },
  life_trade_certificate_notify: {
    about: 'certificate',
    actions: { verify: verified, verify_cancel: cancelled, refund_success: refunded },
  },
};

/** After-sale review, meals: no money moves by them. */
const NOT_MONEY = new Set(['life_hermes_akte_after_sale_audit', 'retail_life_meal_order_status_change']);

/** What a webhook of local life means to the ledger. Unknown events are kept and ignored, never refused. */
export async function readLifeMessage({ event, content }: LifeMessage, context: LifeContext): Promise<NoticeReading> {
  if (event === undefined) return parked('MESSAGE_UNREADABLE', 'event');
  const known = EVENTS[event];
  if (!known) return { ignored: NOT_MONEY.has(event) ? 'NOT_MONEY' : 'UNKNOWN_EVENT' };
  const action = content?.['action'];
  const about = content?.[known.about];
  if (content === undefined || typeof action !== 'string') return parked('MESSAGE_UNREADABLE', 'content');
  const reader = Object.hasOwn(known.actions, action) ? known.actions[action] : undefined;
  if (!reader) return { ignored: 'UNKNOWN_EVENT' };
  if (!isJsonObject(about)) return parked('MESSAGE_UNREADABLE', known.about);
  const message = { ...content, ...about };
  const fields = new Fields(message);
  const said = reader(message, context.clientKey, fields);
  return fields.wrong.length > 0 ? fieldsInvalid(fields.wrong) : recorded(said, context);
}

async function recorded(said: Said, context: LifeContext): Promise<NoticeReading> {
  const { occurredAt, clientKey } = said;
  if (isClockFarOff(occurredAt, context.now)) return parked('CLOCK_FAR_OFF', occurredAt);
  const account = await lifeAccount(context);
  if (!account) return parked('UNKNOWN_ACCOUNT', clientKey);
  const booking =
    said.type === 'VoucherVerified'
      ? bookedAt(occurredAt, account, 'offline', await storeOf(context, account, said.poiId))
      : bookedAt(occurredAt, account, 'online');
  return { commands: [{ feature: 'vouchers', command: { type: 'RecordVoucherFact', fact: { ...said, booking } } }] };
}

function ofOrder(clientKey: string, fields: Fields): { orderId: string; clientKey: string; accountId?: string } {
  const accountId = fields.textIfAny('account_id', LIFE_ID);
  return { orderId: fields.text('order_id', LIFE_ID), clientKey, ...(accountId !== undefined && { accountId }) };
}

function ofCertificate(message: JsonObject, clientKey: string, fields: Fields) {
  const { code } = message;
  const last4 = typeof code === 'string' && /^\*{4}[A-Za-z0-9]{4}$/.test(code) ? code.slice(-4) : undefined;
  return {
    ...ofOrder(clientKey, fields),
    certificateId: fields.text('certificate_id', LIFE_ID),
    ...(last4 !== undefined && { codeLast4: last4 }),
  };
}

/** A card for several visits repeats code and certificate: the verification's own id tells them apart, else the second. */
function ofVerification(
  word: 'verified' | 'cancelled',
  fields: Fields,
  occurredAt: string,
): { key: string; verifyId?: string } {
  const verifyId = fields.textIfAny('verify_id', LIFE_ID);
  if (verifyId !== undefined) return { key: `${word}:${verifyId}`, verifyId };
  return { key: `${word}:${fields.text('certificate_id', LIFE_ID)}:${String(Date.parse(occurredAt) / 1000)}` };
}

function countIn(fields: Fields): { count?: number } {
  const name = COUNTS.find((each) => fields.has(each));
  if (name === undefined) return {};
  const count = fields.code(name);
  return { count: count >= 1 && count <= MOST_VOUCHERS ? count : fields.refuse(name, 1) };
}

function worthIn(message: JsonObject, fields: Fields): { amount?: Money } {
  const amounts = message['amount'];
  if (!isJsonObject(amounts)) return {};
  const inner = new Fields(amounts);
  const name = WORTHS.find((each) => inner.has(each));
  if (name === undefined) return {};
  const amount = inner.amount(name);
  for (const wrong of inner.wrong) fields.refuse(`amount.${wrong}`, undefined);
  return { amount };
}
