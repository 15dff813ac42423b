import type { BusinessDate, Instant } from '#kernel';

/**
 * Side of the batch totals (0500, F48) on which an approved transaction counts. Authorizations are in no batch. A voided purchase is on
 * both: itself, and its void. What the acquirer's host counts beside cards is not published: all methods count here.
 */
export const SIDES = {
  purchase: 'debit',
  capture: 'debit',
  refund: 'credit',
  purchase_void: 'credit',
  capture_void: 'credit',
} as const satisfies Readonly<Record<string, 'debit' | 'credit'>>;

/** Batch numbers come again: what is older than this before its total belongs to an earlier batch of the number. */
export const BATCH_LASTS_DAYS = 31;
/** A terminal that tells a transaction again under another day does so soon. */
export const RETRY_WITHIN_HOURS = 24;

/** `BATCH_DIFFERS`: count or sum of a side. `OUTCOME_UNKNOWN`: transactions whose outcome nobody knows may explain it. */
export type BatchException = 'BATCH_DIFFERS' | 'OUTCOME_UNKNOWN';

/** What a terminal says of a batch beside what we have of it. Amounts 分. */
export interface BatchComparison {
  readonly merchant: string;
  readonly store: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly batchNo: string;
  /** Local day of the totals: number and day name a batch. */
  readonly day: BusinessDate;
  /** Transactions after this and up to `totalledAt` are the batch: since the number was totalled before, or 31 days. */
  readonly since: Instant;
  readonly totalledAt: Instant;
  readonly debitTotal: number;
  readonly debitCount: number;
  readonly creditTotal: number;
  readonly creditCount: number;
  readonly ourDebitTotal: number;
  readonly ourDebitCount: number;
  readonly ourCreditTotal: number;
  readonly ourCreditCount: number;
  /** Transactions of the batch whose outcome is open. */
  readonly unknown: number;
  readonly exceptions: readonly BatchException[];
}

/** A transaction of a batch, as we have it. */
export interface BatchTransaction {
  readonly key: string;
  readonly kind: string;
  readonly traceNo: string;
  readonly occurredAt: Instant;
  readonly method: string;
  /** A void has that of what it voids; null where nobody knows it. */
  readonly amount: number | null;
  readonly outcome: 'approved' | 'reversed' | 'declined' | 'unknown';
  readonly rrn: string | null;
  readonly paymentId: string | null;
  /** Side on which we count it; null where it does not count. */
  readonly counts: 'debit' | 'credit' | null;
  /** By itself it would close the difference of its side: counted though the terminal did not, or the other way round. */
  readonly explains: boolean;
}

/** One transaction told twice under two local days, it seems: both count until a person reverses one. */
export interface ProbableDuplicate {
  readonly merchant: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly batchNo: string;
  readonly traceNo: string;
  readonly kind: string;
  readonly amount: number;
  readonly firstPaymentId: string | null;
  readonly firstAt: Instant;
  readonly firstOutcome: 'approved' | 'unknown';
  readonly secondPaymentId: string | null;
  readonly secondAt: Instant;
  readonly secondRrn: string | null;
}

type Side = 'debit' | 'credit';

/** Marks what would explain a difference alone. */
export function explained(
  batch: BatchComparison,
  transactions: readonly Omit<BatchTransaction, 'explains'>[],
): BatchTransaction[] {
  const missing: Readonly<Record<Side, { readonly total: number; readonly count: number }>> = {
    debit: { total: batch.debitTotal - batch.ourDebitTotal, count: batch.debitCount - batch.ourDebitCount },
    credit: { total: batch.creditTotal - batch.ourCreditTotal, count: batch.creditCount - batch.ourCreditCount },
  };
  return transactions.map((transaction) => {
    const side = transaction.counts ?? sideOf(transaction.kind);
    const change = transaction.counts ? -1 : 1;
    const { amount } = transaction;
    const explains =
      side !== undefined && amount !== null && missing[side].count === change && missing[side].total === change * amount;
    return { ...transaction, explains };
  });
}

const sideOf = (kind: string): Side | undefined => (SIDES as Readonly<Record<string, Side>>)[kind];
