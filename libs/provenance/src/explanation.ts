import type { Position } from '#event-log';
import type { BusinessDate, Dimensions, EntryKind, Instant } from '#kernel';
import type { Decided, Difference, Item, MatchRule, MatchStatus } from '#reconciliation';
import type { Withdrawn } from '#orders';
import type { TransactionKind } from '#reports';
import type { Question } from './question.js';

/**
 * Why an event is part of an explanation. `entry`: the number is made of it. `fact`: it tells what was compared or moved. `cause`: an
 * event that a reaction answered. `approval`: a step of what persons proposed and approved. `closing`: it moved the day of an entry.
 */
export type EventRole = 'entry' | 'fact' | 'cause' | 'approval' | 'closing';

/** Whether the inbox still has a notice as its digest says. `unknown`: the caller may not see notices. */
export type NoticeState = 'kept' | 'changed' | 'gone' | 'unknown';

/** What an explanation is told about an event from outside the event. */
export interface GivenEvent {
  readonly position: Position;
  readonly role: EventRole;
  /** Of the leaf, from 0; null where the tree has it not yet. */
  readonly index: number | null;
  /** A checkpoint that is signed covers it. */
  readonly sealed: boolean;
  /** Null where no notice is behind it. */
  readonly noticeState: NoticeState | null;
}

/** A transaction, and which streams belong to it: that follows from what other events say. */
export interface GivenTransaction {
  /** Of the transaction; its own of what names none. */
  readonly stream: string;
  /** Null of what is no transaction. */
  readonly kind: TransactionKind | null;
  readonly id: string | null;
  /** Whose events are listed. */
  readonly streams: readonly string[];
}

/** All that an explanation can not take out of its events. */
export interface Given {
  readonly question: Question;
  /** Only what was recorded up to and including this position; null: all that is there. */
  readonly known: Position | null;
  /** Of the log as far as the answer reflects it. */
  readonly position: Position;
  /** What stands on the next pages comes to, minor units or how many: older events of an account, further transactions of a cell. */
  readonly carried: number;
  /** What read models say, by the name of the number; only where they answer the same question. */
  readonly stands: Readonly<Record<string, number>>;
  /** Of an order: what payouts reached of it. It follows from the queue of the whole account. */
  readonly withdrawn: Withdrawn | null;
  /**
   * Of a log that does not find ids: from here on it was looked for causes, and one was not found. Absent where all were, or where the whole
   * log was asked.
   */
  readonly causesFrom?: Position;
  /** Of a log that does not find notices: from here on the events of the notice were looked for. Absent where all of it was asked. */
  readonly noticeFrom?: Position;
  /** Of a cell: what is on this page. */
  readonly transactions?: readonly GivenTransaction[];
  /** The newest first. */
  readonly events: readonly GivenEvent[];
}

export interface ExplainedLine {
  readonly account: string;
  /** Debit is positive, minor units. */
  readonly amount: number;
  /** The number is made of it. */
  readonly touches: boolean;
}

export interface ExplainedEntry {
  /** Place within the event. */
  readonly entry: number;
  readonly kind: EntryKind;
  readonly businessDate: BusinessDate;
  /** On which it is booked: later where its own day was closed by then. */
  readonly bookedDay: BusinessDate;
  readonly currency: string;
  readonly of: Dimensions;
  readonly lines: readonly ExplainedLine[];
}

/** Who proposed and who approved what an event carries out. */
export interface ApprovalBehind {
  readonly kind: 'correction' | 'period';
  readonly id: string;
  /** SHA-256 (hex) of what was shown to both. */
  readonly digest: string;
  readonly proposedBy: string;
  readonly proposedAt: Instant | null;
  readonly reason: string | null;
  readonly approvedBy: readonly { readonly by: string; readonly at: Instant }[];
  /** Where it took effect. */
  readonly position: Position;
}

export interface ExplainedEvent extends GivenEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly commandId: string;
  readonly correlationId: string;
  /** The raw notice behind it; the digest is the SHA-256 (hex) of what was kept. */
  readonly notice: { readonly id: string; readonly digest: string } | null;
  /** The event that it answers; no position where it was not found: see `causesFrom`. */
  readonly cause: { readonly id: string; readonly position: Position | null } | null;
  /** From its cause to the root, as far as they are known. */
  readonly causes: readonly Position[];
  readonly approval: ApprovalBehind | null;
  readonly entries: readonly ExplainedEntry[];
  /** What its touching lines come to, debit positive. */
  readonly touched: number;
}

export interface ExplainedNumber {
  readonly name: string;
  /** Out of the events here, and of what is carried. 分, or how many. */
  readonly amount: number;
  /** That make it up. */
  readonly events: readonly Position[];
  /** What the read model says, where it answers the same question. */
  readonly stands: number | null;
  readonly agrees: boolean | null;
}

/** A transaction with its part of a cell. */
export interface ExplainedTransaction extends GivenTransaction {
  /** 分, or how many. */
  readonly amount: number;
  /** Positions. */
  readonly events: readonly Position[];
}

export interface AccountSum {
  readonly account: string;
  readonly currency: string;
  readonly amount: number;
}

export interface ExplainedItem extends Pick<Item, 'id' | 'side' | 'direction' | 'amount' | 'day' | 'status'> {
  /** The event that tells it, as it stood when the case was judged. */
  readonly position: Position | null;
  /** SHA-256 (hex) of the file that a row of a statement stands in, and of its line. */
  readonly file: string | null;
  readonly line: string | null;
}

/** A case of reconciliation as the last event left it. */
export interface ExplainedMatch {
  readonly status: MatchStatus;
  readonly rule: MatchRule | null;
  readonly differences: readonly Difference[];
  readonly items: readonly ExplainedItem[];
  readonly decided: Decided | null;
  /** The last run that judged it: who asked for it, and its correlation. */
  readonly run: { readonly position: Position; readonly actor: string; readonly correlationId: string } | null;
}

/** A number taken apart: it can be worked out again from the events alone and what is `Given`. */
export interface Explanation extends Omit<Given, 'stands' | 'events' | 'transactions'> {
  readonly numbers: readonly ExplainedNumber[];
  /** Of a cell: those of this page; with what is carried they add up to it. */
  readonly transactions?: readonly ExplainedTransaction[];
  /** Touching lines by account. */
  readonly sums: readonly AccountSum[];
  readonly match: ExplainedMatch | null;
  /** The newest first. */
  readonly events: readonly ExplainedEvent[];
}
