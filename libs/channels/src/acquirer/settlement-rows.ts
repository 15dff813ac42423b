import { ZERO, businessDateOf, isAmount, parseInstant, type Booking, type Instant, type Money } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import type { AcquirerSettled } from '#settlements';
import { isClockFarOff } from '../clock.js';
import type { JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';

export interface AcquirerRowContext {
  readonly merchants: MerchantDirectory;
  readonly now: Instant;
}

const CHANNEL = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const METHOD = /^[a-z][a-z0-9_]{0,31}$/;
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const TIME = /^\S{10,40}$/;
const PAYMENT_ID = /^pay_[A-Za-z0-9_.-]{1,100}$/;

type SaidRow = Omit<AcquirerSettled, 'type' | 'key' | 'occurredAt' | 'booking'>;

/**
 * What one row of an acquirer's or wallet's statement means to the ledger: it paid a transaction out (`in`) or took it back (`out`).
 * Amounts 分; statements print refunds and returned fees negative, so sizes are taken and `direction` tells which way.
 */
export async function readSettlementRow(row: JsonObject, { merchants, now }: AcquirerRowContext): Promise<NoticeReading> {
  const fields = new Fields(row);
  const said = saidBy(fields);
  const occurredAt = timeOf(fields, 'settled_at');
  const tradedAt = fields.has('traded_at') ? timeOf(fields, 'traded_at') : occurredAt;
  if (fields.wrong.length > 0) return fieldsInvalid(fields.wrong);
  if (isClockFarOff(occurredAt, now)) return parked('CLOCK_FAR_OFF', occurredAt);
  if (isTurnedRound(fields, said.direction)) return parked('ROW_DOES_NOT_ADD_UP', 'amounts of opposite signs');
  if (said.gross !== said.fee + said.net) return parked('ROW_DOES_NOT_ADD_UP', 'net is not gross less fee');
  const booking = await bookingOf(merchants, said, { occurredAt, tradedAt });
  if (!booking) return parked('UNKNOWN_MERCHANT', said.merchantNo);
  const fact: AcquirerSettled = { type: 'AcquirerSettlementRecorded', key: said.settlementNo, occurredAt, booking, ...said };
  return { commands: [{ feature: 'settlements', command: { type: 'RecordSettlementFact', fact } }] };
}

function saidBy(fields: Fields): SaidRow {
  const terminalNo = fields.textIfAny('terminal_no', /^[A-Za-z0-9_-]{1,16}$/);
  const rrn = fields.textIfAny('rrn', /^[A-Za-z0-9]{1,12}$/);
  const paymentId = fields.textIfAny('payment_id', PAYMENT_ID);
  return {
    settlementNo: fields.text('settlement_no', NUMBER),
    channel: fields.text('channel', CHANNEL),
    method: fields.text('method', METHOD),
    merchantNo: fields.text('merchant_no', /^[A-Za-z0-9]{1,32}$/),
    ...(terminalNo !== undefined && { terminalNo }),
    ...(rrn !== undefined && { rrn }),
    ...(paymentId !== undefined && { paymentId }),
    direction: fields.text('direction', /^(?:in|out)$/) === 'out' ? 'out' : 'in',
    gross: size(fields, 'gross'),
    fee: fields.has('fee') ? size(fields, 'fee') : ZERO,
    net: size(fields, 'net'),
    bankAccount: fields.text('bank_account', /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  };
}

/** What is paid out is positive; what is taken back may be printed negative, all amounts alike. */
function isTurnedRound(fields: Fields, direction: SaidRow['direction']): boolean {
  const amounts = ['gross', 'fee', 'net'].map((name) => (fields.has(name) ? fields.signed(name) : 0));
  return amounts.some((amount) => amount < 0) && (direction === 'in' || amounts.some((amount) => amount > 0));
}

function size(fields: Fields, name: string): Money {
  const value = Math.abs(fields.number(name));
  return isAmount(value) ? value : fields.refuse(name, ZERO);
}

export function timeOf(fields: Fields, name: string): Instant {
  return parseInstant(fields.text(name, TIME)) ?? fields.refuse(name, '1970-01-01T00:00:00.000Z' as Instant);
}

/** The store is the one that the terminal stood in when it took the money, so that sale and settlement meet in one line of the report. */
export async function bookingOf(
  merchants: MerchantDirectory,
  {
    merchantNo,
    terminalNo,
    channel,
    method,
  }: Pick<SaidRow, 'merchantNo' | 'channel' | 'method'> & { readonly terminalNo?: string | undefined },
  { occurredAt, tradedAt }: { readonly occurredAt: Instant; readonly tradedAt: Instant },
): Promise<Booking | undefined> {
  const [merchant, terminal] = await Promise.all([
    merchants.acquiredMerchant(merchantNo),
    terminalNo === undefined ? undefined : merchants.terminal(merchantNo, terminalNo),
  ]);
  if (!merchant) return undefined;
  return {
    businessDate: businessDateOf(occurredAt, merchant.cutOff),
    of: { merchant: merchant.merchantId, store: terminal?.storeAt(tradedAt) ?? '-', side: 'offline', channel, method },
  };
}
