import { localDate, parseInstant, type BusinessDate, type Instant } from '#kernel';
import { paymentIdOf, transactionRef, type PaymentId, type TransactionKind, type TransactionNumbers } from '#payments';
import type { FieldError } from '../refusals.js';
import { isComplete, type NamedTransaction, type PosKind, type PosTransaction } from './transaction.js';

export type PosOutcome = 'approved' | 'declined' | 'unknown';

/** Its payment; or the RRN that alone names the original of a refund, until the payment behind it is known. */
export type BelongsTo = { readonly paymentId: PaymentId } | { readonly originalRrn: string };

/** One try of one transaction, sorted out: whose numbers it has, which payment it belongs to, how it ended. */
export interface TransactionPlan {
  readonly attempted: TransactionKind;
  readonly occurredAt: Instant;
  /** Of the transaction spoken of: a reversal and an inquiry repeat those of their original. */
  readonly numbers: TransactionNumbers;
  /** What a void of a capture and a reversal undo. */
  readonly original: { readonly kind: TransactionKind; readonly numbers: TransactionNumbers } | undefined;
  readonly belongsTo: BelongsTo;
  readonly outcome: PosOutcome;
  /** Asked about, not tried: an answer that leaves it open says nothing. */
  readonly isInquiry: boolean;
}

const APPROVED = new Set(['00', '11', 'A2', 'A4', 'A5', 'A6', '10']);
const OPEN = new Set(['68', '90', '91', '92', '96', '98']);
/** The host has no such transaction: nothing stands, as if the reversal had undone it. */
const NOTHING_TO_REVERSE = '25';

const OPENING_KINDS: ReadonlySet<PosKind> = new Set(['authorization', 'purchase']);
/** What an inquiry can be about: the answer names no further transaction. */
const ASKABLE = new Set<PosKind>(['authorization', 'authorization_void', 'capture', 'purchase', 'purchase_void', 'refund']);

export function planOf(transaction: PosTransaction): TransactionPlan | readonly FieldError[] {
  const { kind, original } = transaction;
  const attempted = kind === 'inquiry' ? original?.kind : kind;
  if (attempted === undefined || attempted === 'inquiry' || attempted === 'batch_total') return [notAskable];
  if (kind === 'inquiry' && !ASKABLE.has(attempted)) return [notAskable];
  const occurredAt = parseInstant(transaction.occurred_at);
  if (occurredAt === undefined) return [{ field: 'occurred_at', says: 'occurred_at must be an ISO 8601 time with its zone' }];
  const outcome = outcomeOf(attempted, transaction.response_code);
  const wrong = wrongIn(transaction, { attempted, outcome });
  if (wrong.length > 0) return wrong;
  const named = original && isComplete(original) ? numbersOf(original, transaction) : undefined;
  const numbers = (kind === 'reversal' || kind === 'inquiry' ? named : undefined) ?? ownNumbers(transaction, occurredAt);
  return {
    attempted,
    occurredAt,
    numbers,
    original: named && { kind: transactionKind(original?.kind) ?? 'purchase', numbers: named },
    belongsTo: belongsTo(transaction, { attempted, numbers }),
    outcome,
    isInquiry: kind === 'inquiry',
  };
}

const notAskable: FieldError = { field: 'original.kind', says: `original.kind must be one of: ${[...ASKABLE].join(', ')}` };

function wrongIn(
  { kind, original, opening, auth_code }: PosTransaction,
  { attempted, outcome }: Pick<TransactionPlan, 'attempted' | 'outcome'>,
): FieldError[] {
  const wrong: FieldError[] = [];
  const base = opening ?? original;
  const opensItself = OPENING_KINDS.has(attempted);
  if (!opensItself && base?.kind !== undefined && !OPENING_KINDS.has(base.kind))
    wrong.push({ field: 'opening', says: 'opening must name the authorization or purchase that opened the payment' });
  if (kind === 'inquiry' && !opensItself && opening === undefined)
    wrong.push({ field: 'opening', says: 'opening is required where the transaction asked about did not open the payment' });
  if (attempted === 'authorization' && outcome === 'approved' && auth_code === undefined)
    wrong.push({ field: 'auth_code', says: 'auth_code is required of an approved authorization' });
  return wrong;
}

/** A reversal is repeated until it is answered: told without a code it was carried out, anything else would leave money standing. */
function outcomeOf(attempted: TransactionKind, code: string | undefined): PosOutcome {
  if (code === undefined) return attempted === 'reversal' ? 'approved' : 'unknown';
  if (OPEN.has(code)) return 'unknown';
  return APPROVED.has(code) || (attempted === 'reversal' && code === NOTHING_TO_REVERSE) ? 'approved' : 'declined';
}

const transactionKind = (kind: PosKind | undefined): TransactionKind | undefined =>
  kind === 'inquiry' || kind === 'batch_total' ? undefined : kind;

const ownNumbers = ({ terminal_no, batch_no, trace_no }: PosTransaction, occurredAt: Instant): TransactionNumbers => ({
  terminalNo: terminal_no,
  batchNo: batch_no,
  traceNo: trace_no ?? '000000',
  date: localDate(occurredAt),
});

const numbersOf = ({ terminal_no, batch_no, trace_no, date }: NamedTransaction, by: PosTransaction): TransactionNumbers => ({
  terminalNo: terminal_no ?? by.terminal_no,
  batchNo: batch_no ?? by.batch_no,
  traceNo: trace_no ?? '000000',
  date: date as BusinessDate,
});

function belongsTo(
  transaction: PosTransaction,
  { attempted, numbers }: Pick<TransactionPlan, 'attempted' | 'numbers'>,
): BelongsTo {
  const { merchant_no: merchantNo, opening, original } = transaction;
  const ofPayment = (own: TransactionNumbers): BelongsTo => ({ paymentId: paymentIdOf(merchantNo, transactionRef(own)) });
  const named = opening ?? original;
  if (OPENING_KINDS.has(attempted) || !named) return ofPayment(numbers);
  return named.rrn !== undefined && !isComplete(named) ? { originalRrn: named.rrn } : ofPayment(numbersOf(named, transaction));
}
