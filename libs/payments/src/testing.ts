import {
  balances,
  businessDateOf,
  instant,
  isRejection,
  money,
  plusMs,
  type Account,
  type Booking,
  type BusinessDate,
  type Dimensions,
  type Instant,
  type Money,
} from '#kernel';
import { balanceText, bookText, yuan as fen } from '#kernel/testing';
import {
  EXPIRY_KEY,
  declinedKey,
  factKey,
  instructionKey,
  paymentIdOf,
  transactionRef,
  unknownKey,
  withdrawalKey,
  type TransactionKind,
} from './domain/payment.identity.js';
import type { CapturePayment, PaymentCommand, PaymentEvent, PaymentFact } from './domain/payment.messages.js';
import { paymentDecider, type PaymentState } from './domain/payment.js';
import type { ReferencedFact } from './domain/reference.messages.js';

export const MERCHANT_NO = '898100012340001';
export const TERMINAL_NO = 'POS00001';
export const OPENED_AT = instant(Date.parse('2026-09-21T10:00:00+08:00'));
export const OF: Dimensions = { merchant: 'm1', store: 's1', side: 'offline', channel: 'unionpay', method: 'card' };

const DAY_MS = 86_400_000;
const TRACE_BLOCK: Readonly<Record<TransactionKind, number>> = {
  authorization: 100,
  purchase: 100,
  capture: 200,
  refund: 300,
  authorization_void: 400,
  purchase_void: 500,
  capture_void: 600,
  reversal: 700,
};

export const bookingAt = (at: Instant): Booking => ({ businessDate: businessDateOf(at, '23:00'), of: OF });

const traceOf = (kind: TransactionKind, ordinal: number): string => String(TRACE_BLOCK[kind] + ordinal).padStart(6, '0');

/** Numbers of the n-th transaction of a kind; a reversal has those of what it reverses. */
export const refOf = (kind: TransactionKind, ordinal = 1, batchNo = '000007'): string =>
  transactionRef({
    terminalNo: TERMINAL_NO,
    batchNo,
    traceNo: traceOf(kind, ordinal),
    date: bookingAt(OPENED_AT).businessDate,
  });

export const PAYMENT_ID = paymentIdOf(MERCHANT_NO, refOf('authorization'));

/** One transaction in words, see `tale`. */
export interface Told {
  readonly verb: string;
  readonly kind: TransactionKind;
  readonly ordinal: number;
  readonly amount: Money;
  readonly at: Instant;
  readonly batchNo?: string;
  readonly multiCapture?: boolean;
  /** What the terminal asked for, where the issuer approved less (response code 10). */
  readonly requested?: Money;
  /** F15 */
  readonly settlementDate?: BusinessDate;
  readonly instructionId?: string;
}

export function factOf(told: Told): PaymentFact {
  const { kind, ordinal, amount, at, batchNo = '000007', instructionId } = told;
  const ref = refOf(kind, ordinal);
  const said = { paymentId: PAYMENT_ID, occurredAt: at, booking: bookingAt(at), merchantNo: MERCHANT_NO };
  const numbers = {
    ...said,
    terminalNo: TERMINAL_NO,
    batchNo,
    traceNo: traceOf(kind, ordinal),
    ...(instructionId && { instructionId }),
    ...(told.settlementDate && { settlementDate: told.settlementDate }),
  };
  const approved = { ...numbers, key: factKey(kind, ref), rrn: `2609210${traceOf(kind, ordinal).slice(1)}` };
  const payer = {
    channel: OF.channel,
    method: OF.method,
    ...(told.requested !== undefined && { requestedAmount: told.requested, partial: true as const }),
  };
  switch (told.verb) {
    case 'authorize': {
      const hold = { authCode: 'A1B2C3', expiresAt: plusMs(OPENED_AT, 30 * DAY_MS), multiCapture: told.multiCapture ?? false };
      return { ...approved, type: 'PaymentAuthorized', amount, ...hold, ...payer };
    }
    case 'purchase':
      return { ...approved, type: 'PaymentPurchased', amount, ...payer };
    case 'capture':
      return { ...approved, type: 'PaymentCaptured', amount };
    case 'refund':
      return { ...approved, type: 'PaymentRefunded', amount, channel: OF.channel, method: OF.method };
    case 'void':
      return voided(told, numbers);
    case 'expire':
      return { ...numbers, type: 'AuthorizationExpired', key: EXPIRY_KEY };
    case 'reverse':
      return { ...numbers, type: 'PaymentReversed', key: factKey('reversal', ref), originalKey: factKey(kind, ref) };
    case 'decline':
      return { ...numbers, type: 'PaymentDeclined', key: declinedKey(kind, ref), attempted: kind, amount, responseCode: '51' };
    case 'unknown':
      return { ...numbers, type: 'PaymentOutcomeUnknown', key: unknownKey(kind, ref), attempted: kind, amount };
    case 'instruct':
      return instructed(told, said);
    case 'withdraw':
      return {
        ...said,
        type: 'InstructionWithdrawn',
        key: withdrawalKey(instructionId ?? ''),
        instructionId: instructionId ?? '',
        reason: 'guest left',
      };
    default:
      throw new Error(`no such verb: ${told.verb}`);
  }
}

type Said = Pick<PaymentFact, 'paymentId' | 'occurredAt' | 'booking' | 'merchantNo'>;
type Numbers = Said & { readonly terminalNo: string; readonly batchNo: string; readonly traceNo: string };

function voided({ kind, ordinal }: Told, numbers: Numbers): PaymentFact {
  const voids = `${kind}_void` as 'authorization_void' | 'purchase_void' | 'capture_void';
  const own = { ...numbers, traceNo: traceOf(voids, ordinal), key: factKey(voids, refOf(voids, ordinal)) };
  if (kind === 'capture') return { ...own, type: 'CaptureVoided', originalKey: factKey(kind, refOf(kind, ordinal)) };
  return { ...own, type: kind === 'purchase' ? 'PurchaseVoided' : 'AuthorizationVoided' };
}

function instructed({ kind, amount, instructionId = '' }: Told, said: Said): PaymentFact {
  const asked = { ...said, key: instructionKey(instructionId), instructionId, reason: 'guest checks out' };
  if (kind === 'capture') return { ...asked, type: 'CaptureInstructed', amount };
  if (kind === 'refund') return { ...asked, type: 'RefundInstructed', amount };
  return { ...asked, type: 'VoidInstructed' };
}

const KIND_OF_VERB: Readonly<Record<string, TransactionKind>> = {
  authorize: 'authorization',
  capture: 'capture',
  purchase: 'purchase',
  refund: 'refund',
};

const STATEMENT =
  /^(?:\+(\d+)d )?([a-z]+)(?: ([a-z_]+))?(?:#(\d+))?(?: (\d+\.\d\d))?(?: of (\d+\.\d\d))?( multi)?(?: settled (\d{4}-\d\d-\d\d))?(?: in batch (\d+))?(?: by (\w+))?$/;

/**
 * A payment in words: `authorize 200.00 multi; capture 30.00; +1d capture 50.00 by i1; reverse capture#2`. Each statement comes a
 * minute after the one before, `+1d` a day later still; captures and refunds are counted, `#n` names one. Amounts in yuan;
 * `purchase 60.00 of 100.00` was approved in part, `settled 2026-09-22` tells the settlement date.
 */
export function tale(words: string): PaymentFact[] {
  const counted: Record<string, number> = {};
  let at = OPENED_AT;
  const statements = words.split(';').map((statement) => statement.trim());
  return statements.flatMap((statement) => {
    if (statement === '') return [];
    const match = STATEMENT.exec(statement);
    if (!match) throw new Error(`not a statement: ${statement}`);
    const [, days = '0', verb = '', object, number, amount = '0.00', requested, multi, settled, batchNo, instructionId] = match;
    at = plusMs(at, 60_000 + Number(days) * DAY_MS);
    if (!object && !number) counted[verb] = (counted[verb] ?? 0) + 1;
    const ordinal = Number(number ?? (object ? 1 : counted[verb]));
    const kind = (object as TransactionKind | undefined) ?? KIND_OF_VERB[verb] ?? 'authorization';
    const told = { verb, kind, ordinal, amount: fen(amount), at, multiCapture: multi !== undefined };
    return [
      factOf({
        ...told,
        ...(requested && { requested: fen(requested) }),
        ...(settled && { settlementDate: settled as BusinessDate }),
        ...(batchNo && { batchNo }),
        ...(instructionId && { instructionId }),
      }),
    ];
  });
}

/** An hour after the opening. */
export const NOW = plusMs(OPENED_AT, 3_600_000);

const asked = (now: Instant): Pick<CapturePayment, 'paymentId' | 'reason' | 'now' | 'businessDate'> => ({
  paymentId: PAYMENT_ID,
  reason: 'guest checks out',
  now,
  businessDate: bookingAt(now).businessDate,
});

/** Commands to the payment, by default an hour after it was opened and under the id `i1`. Amounts in 分. */
export const asking = {
  capture: (amount: number, instructionId = 'i1', now = NOW): PaymentCommand => ({
    type: 'CapturePayment',
    instructionId,
    amount: money(amount),
    ...asked(now),
  }),
  refund: (amount: number, instructionId = 'i1', now = NOW): PaymentCommand => ({
    type: 'RefundPayment',
    instructionId,
    amount: money(amount),
    ...asked(now),
  }),
  release: (instructionId = 'i1', now = NOW): PaymentCommand => ({ type: 'VoidAuthorization', instructionId, ...asked(now) }),
  withdraw: (instructionId = 'i1', now = NOW): PaymentCommand => ({
    type: 'WithdrawInstruction',
    instructionId,
    ...asked(now),
  }),
  expire: (now: Instant): PaymentCommand => {
    const { paymentId, businessDate } = asked(now);
    return { type: 'ExpireAuthorization', paymentId, now, businessDate };
  },
} as const;

export interface Played {
  readonly state: PaymentState;
  readonly events: readonly PaymentEvent[];
  /** Code of the last command's refusal. */
  readonly refusal?: string;
}

const NOTHING: Played = { state: paymentDecider.initial, events: [] };

/** Commands one after another; `events` are all that came of them. */
export const play = (commands: readonly PaymentCommand[], before: Played = NOTHING): Played =>
  commands.reduce<Played>(({ state, events }, command) => {
    const decision = paymentDecider.decide(command, state);
    if (isRejection(decision)) return { state, events, refusal: decision.code };
    const next = decision.reduce((folded, event) => paymentDecider.evolve(folded, event), state);
    return { state: next, events: [...events, ...decision] };
  }, before);

export const record = (facts: readonly PaymentFact[], before?: Played): Played =>
  play(
    facts.map((fact) => ({ type: 'RecordPaymentFact', fact })),
    before,
  );

/** What was booked by kind, day, dimensions and account: all that a report can ask. */
export const bookOf = ({ events }: Played): string => bookText(events.flatMap(({ data }) => data.entries));

/** Net balance in 分 of all accounts under a prefix; positive is debit. */
export function balanceUnder({ state }: Played, prefix: Account): number {
  let total = 0;
  for (const [account, amount] of balances(state.book)) if (account.startsWith(prefix)) total += amount;
  return total;
}

/** What events booked, as an accountant writes it: one line an entry, debits first. */
export const journal = (events: readonly PaymentEvent[]): string[] =>
  events.flatMap(({ data }) =>
    data.entries.map(({ businessDate, kind, lines }) =>
      [
        `${businessDate} ${kind}:`,
        ...lines
          .toSorted((a, b) => Number(a.side === 'credit') - Number(b.side === 'credit'))
          .map(({ side, account, amount }) => `${side === 'debit' ? 'Dr' : 'Cr'} ${account} ${balanceText(amount)}`),
      ].join(' '),
    ),
  );

const TOLD_BY_RRN: Readonly<Record<string, ReferencedFact['type']>> = {
  PaymentRefunded: 'ReferencedRefundMade',
  PaymentReversed: 'ReferencedRefundReversed',
  PaymentDeclined: 'ReferencedRefundDeclined',
  PaymentOutcomeUnknown: 'ReferencedRefundUnknown',
};

/** A refund's fact as a terminal tells it that knows the original by RRN alone. */
export function byRrn({ paymentId, ...fact }: PaymentFact, originalRrn: string): ReferencedFact {
  const type = TOLD_BY_RRN[fact.type];
  if (!type) throw new Error(`${fact.type} of ${paymentId} is not told by RRN`);
  return { ...fact, type, originalRrn } as ReferencedFact;
}
