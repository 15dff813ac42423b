import { ZERO } from '#kernel';
import { isJsonObject, parseExact, type Json, type JsonObject } from '../../exact-json.js';
import { Fields } from '../../fields.js';
import { payersUnder, personIn } from '../../persons.js';
import type { AcquirerAdapter, Told, ToldReading } from '../adapter.js';
import { JSON_BODY } from '../body-forms.js';
import { whereFinal, type Meaning } from '../meanings.js';
import { MERCHANT_NO, RRN, TERMINAL_NO, TRADE_NO, WALLET_NO, amountOf, momentOf, textIfAnyOf, textOf } from '../values.js';
import { claimOfLakala } from './signature.js';
import { AMOUNT_UNIT, CASHIER_STATUSES, FIELDS, METHODS, PAYER_FIELDS, TRADE_STATUSES, WINDOW_S } from './statuses.data.js';

/** 拉卡拉. Amounts 分 as text. The account is the `appid`. */
export const LAKALA: AcquirerAdapter = {
  acquirer: 'lakala',
  form: JSON_BODY,
  success: 'SUCCESS',
  windowS: WINDOW_S,
  claim: claimOfLakala,
  persons: () => payersUnder(PAYER_FIELDS),
  read,
};

/** A message and, in it, the transaction that it is about: one and the same outside the cashier. */
interface Said {
  readonly order: Fields;
  readonly trade: Fields;
}

const WORD = /^[A-Z_]{1,24}$/;

function read(message: JsonObject): ToldReading {
  const info = objectOf(message['order_trade_info']);
  const order = new Fields(message);
  const said = { order, trade: info ? new Fields(info) : order };
  return order.has('pay_order_no') ? readCashier(said) : readTrade(said);
}

const objectOf = (value: Json | undefined): JsonObject | undefined => {
  const object = typeof value === 'string' ? parseExact(value) : value;
  return isJsonObject(object) ? object : undefined;
};

/** The order of the cashier is the payment: its transactions (also a second payment of the same order) have numbers of their own. */
function readCashier(said: Said): ToldReading {
  const { order, trade } = said;
  const type = trade.textIfAny('trade_type', WORD) ?? '';
  const status = `${order.text('order_status', /^\d{1,2}$/)}/${type}`;
  return reading(said, CASHIER_STATUSES, status, () => ({
    tradeNo: order.text('pay_order_no', TRADE_NO),
    part: trade.textIfAny('trade_no', TRADE_NO) ?? (type === '' ? '' : trade.text('trade_no', TRADE_NO)),
  }));
}

/** What gives back names what it gives back. */
function readTrade(said: Said): ToldReading {
  const { trade } = said;
  const type = trade.text('trade_main_type', WORD);
  return reading(said, TRADE_STATUSES, `${type}/${textOf(trade, FIELDS.state, WORD)}`, ({ attempted }) => {
    const own = trade.text('trade_no', TRADE_NO);
    return attempted === 'purchase'
      ? { tradeNo: own, part: '' }
      : { tradeNo: textOf(trade, FIELDS.original, TRADE_NO), part: own };
  });
}

function reading(
  said: Said,
  table: typeof TRADE_STATUSES,
  status: string,
  identify: (meaning: Meaning) => Pick<Told, 'tradeNo' | 'part'>,
): ToldReading {
  const wrong = (): readonly string[] => [...said.order.wrong, ...said.trade.wrong];
  if (wrong().length > 0) return { wrong: wrong() };
  return whereFinal(table, status, (meaning) => {
    const told = { meaning, status, ...identify(meaning), ...toldBy(said, meaning) };
    return wrong().length > 0 ? { wrong: wrong() } : { told };
  });
}

function toldBy({ order, trade }: Said, { attempted, outcome }: Meaning) {
  const isPaid = attempted === 'purchase' && outcome === 'approved';
  const terminalNo = textIfAnyOf(trade, FIELDS.terminalNo, TERMINAL_NO) ?? textIfAnyOf(order, FIELDS.terminalNo, TERMINAL_NO);
  const channelTradeNo = isPaid ? trade.textIfAny('acc_trade_no', WALLET_NO) : undefined;
  const rrn = isPaid ? trade.textIfAny('trade_ref_no', RRN) : undefined;
  return {
    merchantNo: order.text('merchant_no', MERCHANT_NO),
    ...(terminalNo !== undefined && { terminalNo }),
    occurredAt: momentOf(hasAny(trade, FIELDS.occurredAt) ? trade : order, FIELDS.occurredAt),
    amount: saidAmount(order, trade, attempted),
    method: METHODS[textIfAnyOf(trade, FIELDS.method, WORD) ?? ''] ?? 'unknown',
    ...(channelTradeNo !== undefined && { channelTradeNo }),
    ...(rrn !== undefined && { rrn }),
    ...(isPaid && personIn('payer', trade, PAYER_FIELDS)),
  };
}

function saidAmount(order: Fields, trade: Fields, attempted: Meaning['attempted']): Told['amount'] {
  if (attempted === 'refund') return amountOf(trade, FIELDS.refundAmount, AMOUNT_UNIT);
  if (attempted !== 'purchase') return ZERO;
  return amountOf(hasAny(trade, FIELDS.amount) ? trade : order, FIELDS.amount, AMOUNT_UNIT);
}

const hasAny = (fields: Fields, names: readonly string[]): boolean => names.some((name) => fields.has(name));
