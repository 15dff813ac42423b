import type { TransactionKind } from '#payments';
import type { ParkReason } from '../parking.js';

/** What a status of an acquirer amounts to. */
export interface Meaning {
  readonly attempted: Extract<TransactionKind, 'purchase' | 'purchase_void' | 'refund' | 'reversal'>;
  readonly outcome: 'approved' | 'declined' | 'unknown';
}

/** Moves no money yet: a final status follows, or an inquiry. */
export const IN_PROGRESS = 'IN_PROGRESS';

/** Statuses of one acquirer; what is not in it is parked, and applied when it is replayed after the table was extended. */
export type StatusTable = Readonly<Record<string, Meaning | typeof IN_PROGRESS>>;

export const PAID: Meaning = { attempted: 'purchase', outcome: 'approved' };
export const NOT_PAID: Meaning = { attempted: 'purchase', outcome: 'declined' };
export const MAYBE_PAID: Meaning = { attempted: 'purchase', outcome: 'unknown' };
export const REFUNDED: Meaning = { attempted: 'refund', outcome: 'approved' };
export const NOT_REFUNDED: Meaning = { attempted: 'refund', outcome: 'declined' };
export const MAYBE_REFUNDED: Meaning = { attempted: 'refund', outcome: 'unknown' };
export const VOIDED: Meaning = { attempted: 'purchase_void', outcome: 'approved' };
export const NOT_VOIDED: Meaning = { attempted: 'purchase_void', outcome: 'declined' };
export const MAYBE_VOIDED: Meaning = { attempted: 'purchase_void', outcome: 'unknown' };

type NotFinal = { readonly ignored: string } | { readonly parked: ParkReason; readonly detail: string };

/** Reads on where a status is known to be final. */
export function whereFinal<T>(table: StatusTable, status: string, read: (meaning: Meaning) => T): T | NotFinal {
  const meaning = Object.hasOwn(table, status) ? table[status] : undefined;
  if (meaning === undefined) return { parked: 'STATUS_UNKNOWN', detail: status };
  return meaning === IN_PROGRESS ? { ignored: IN_PROGRESS } : read(meaning);
}
