import type { Position } from '#event-log';
import type { BusinessDate, Instant } from '#kernel';

/** One line of an account's statement. */
export interface JournalLine {
  readonly position: Position;
  /** Place within the event. */
  readonly line: number;
  /** The stream whose event booked it. */
  readonly stream: string;
  readonly kind: string;
  /** On which it is booked. */
  readonly businessDate: BusinessDate;
  /** The accounting day of its entry where that was closed when the log recorded it, else null. */
  readonly trueDate: BusinessDate | null;
  readonly recordedAt: Instant;
  /** Debit is positive, minor units. */
  readonly amount: number;
  /** Of the account, after this line, whatever day it is booked on. */
  readonly balance: number;
}
