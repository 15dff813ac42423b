import type { StoredEvent } from '#event-log';
import { Fault, localDate, type Instant, type Money } from '#kernel';
import type { PaymentFact, ReferencedFact } from '#payments';
import { Table, column, nullable, write, type Projection } from '#projections';
import type { TerminalBatchTotalled } from '#settlements';

/** What an event says of one transaction of a terminal. */
interface TransactionRow {
  readonly position: string;
  readonly fact: TransactionFact;
  readonly type: TransactionType;
}
interface TotalRow {
  readonly position: string;
  readonly stream: string;
  readonly fact: Omit<TerminalBatchTotalled, 'type'>;
}

type TransactionType = Exclude<
  PaymentFact['type'] | ReferencedFact['type'],
  'AuthorizationExpired' | 'CaptureInstructed' | 'RefundInstructed' | 'VoidInstructed' | 'InstructionWithdrawn'
>;

/** Fields of any of those facts, as far as the comparison reads them. */
interface TransactionFact {
  readonly key: string;
  readonly occurredAt: Instant;
  readonly booking: PaymentFact['booking'];
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly batchNo: string;
  readonly traceNo: string;
  readonly paymentId?: string;
  readonly rrn?: string;
  readonly amount?: Money;
  readonly originalKey?: string;
  readonly attempted?: string;
}

type Outcome = 'approved' | 'reversed' | 'declined' | 'unknown';

const OUTCOMES: Readonly<Record<TransactionType, Outcome>> = {
  PaymentAuthorized: 'approved',
  AuthorizationVoided: 'approved',
  PaymentCaptured: 'approved',
  CaptureVoided: 'approved',
  PaymentPurchased: 'approved',
  PurchaseVoided: 'approved',
  PaymentRefunded: 'approved',
  ReferencedRefundMade: 'approved',
  PaymentReversed: 'reversed',
  ReferencedRefundReversed: 'reversed',
  PaymentDeclined: 'declined',
  ReferencedRefundDeclined: 'declined',
  PaymentOutcomeUnknown: 'unknown',
  ReferencedRefundUnknown: 'unknown',
};

/** Keys are `<kind>:<numbers>`, with `declined-` or `unknown-` before it: payment.identity.ts of the payments. */
const kindOf = ({ attempted, key }: TransactionFact): string => attempted ?? key.slice(0, key.indexOf(':'));
const refOf = (key: string): string => key.slice(key.indexOf(':') + 1);

const transactions = new Table<TransactionRow>({
  name: 'terminal_transactions',
  columns: {
    position: column('text', ({ position }) => position),
    merchant: column('text', ({ fact }) => fact.booking.of.merchant),
    merchant_no: column('text', ({ fact }) => fact.merchantNo),
    terminal_no: column('text', ({ fact }) => fact.terminalNo),
    batch_no: column('text', ({ fact }) => fact.batchNo),
    trace_no: column('text', ({ fact }) => fact.traceNo),
    key: column('text', ({ fact }) => fact.key),
    kind: column('text', ({ fact }) => kindOf(fact)),
    outcome: column('text', ({ type }) => OUTCOMES[type]),
    ref: column('text', ({ fact }) => refOf(fact.key)),
    original_ref: nullable('text', ({ fact }) => (fact.originalKey === undefined ? null : refOf(fact.originalKey))),
    payment_id: nullable('text', ({ fact }) => fact.paymentId ?? null),
    amount: nullable('bigint', ({ fact }) => fact.amount ?? null),
    method: column('text', ({ fact }) => fact.booking.of.method),
    rrn: nullable('text', ({ fact }) => fact.rrn ?? null),
    occurred_at: column('timestamptz', ({ fact }) => fact.occurredAt),
  },
  key: ['position'],
  addedOnly: true,
  indexes: [
    '(merchant_no, terminal_no, batch_no, occurred_at)',
    '(merchant_no, ref)',
    '(merchant_no, original_ref) where original_ref is not null',
    '(payment_id, kind)',
    "(occurred_at) where rrn is null and outcome in ('approved', 'unknown')",
  ],
});

const totals = new Table<TotalRow>({
  name: 'terminal_totals',
  columns: {
    position: column('text', ({ position }) => position),
    stream: column('text', ({ stream }) => stream),
    merchant: column('text', ({ fact }) => fact.booking.of.merchant),
    store: column('text', ({ fact }) => fact.booking.of.store),
    merchant_no: column('text', ({ fact }) => fact.merchantNo),
    terminal_no: column('text', ({ fact }) => fact.terminalNo),
    batch_no: column('text', ({ fact }) => fact.batchNo),
    day: column('date', ({ fact }) => localDate(fact.occurredAt)),
    totalled_at: column('timestamptz', ({ fact }) => fact.occurredAt),
    debit_total: column('bigint', ({ fact }) => fact.debitTotal),
    debit_count: column('integer', ({ fact }) => fact.debitCount),
    credit_total: column('bigint', ({ fact }) => fact.creditTotal),
    credit_count: column('integer', ({ fact }) => fact.creditCount),
  },
  // Its key stands from the start: making those of two tables while a question reads both could block each other.
  key: ['position'],
  indexes: ['(totalled_at, stream)', '(merchant_no, terminal_no, batch_no, totalled_at)'],
});

/**
 * Transactions of terminals as payments tell them, and the totals (0500) that terminals tell of their batches: one row an event. What
 * counts is decided when it is asked: a reversal may come before or long after what it takes out of a batch.
 */
export const terminalBatches: Projection = {
  name: 'terminal_batches',
  version: 1,
  handles: [...Object.keys(OUTCOMES), 'TerminalBatchTotalled'],
  tables: [transactions, totals],
  apply: (events, tx) =>
    write(
      tx,
      transactions.rows(events.flatMap((event) => (event.type in OUTCOMES ? [transactionOf(event)] : []))),
      totals.rows(events.flatMap((event) => (event.type === 'TerminalBatchTotalled' ? [totalOf(event)] : []))),
    ),
};

function transactionOf({ position, type, data }: StoredEvent): TransactionRow {
  const { fact } = data as { readonly fact?: TransactionFact };
  if (!fact) throw new Fault(`${type} without a fact`);
  return { position, fact, type: type as TransactionType };
}

const totalOf = ({ position, stream, data }: StoredEvent): TotalRow => ({
  position,
  stream,
  fact: (data as { readonly fact: TotalRow['fact'] }).fact,
});
