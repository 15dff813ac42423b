import type { Position } from '#event-log';
import type { Withdrawn } from '#orders';
import type { FoundEvent, GivenTransaction, Question } from '#provenance';

/** A number that somebody wants to see through. */
export interface SourceAsked {
  readonly question: Question;
  /** Only what was recorded up to and including it; null: all. */
  readonly known: Position | null;
  /** On a page: events that move an account, or transactions of a cell. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly minPosition?: Position | undefined;
}

/** The events of a number, before anything is known of what is behind them. */
export interface Source {
  /** The number is made of these. */
  readonly own: readonly FoundEvent[];
  /** These tell what was compared or moved. */
  readonly facts: readonly FoundEvent[];
  /** Further streams that tell of approvals. */
  readonly approvals: readonly string[];
  readonly position: Position;
  readonly carried: number;
  readonly stands: Readonly<Record<string, number>>;
  readonly withdrawn: Withdrawn | null;
  /** Of a cell. */
  readonly transactions?: readonly GivenTransaction[];
  readonly next?: string;
}
