import type { DomainEvent } from '#kernel';
import type { TrailerFinding } from '../row.js';

/** SHA-256 (hex) of a file's bytes. */
export type StatementId = string;

/** A file that was opened for its rows. */
export interface StatementOpening {
  readonly id: StatementId;
  /** As the sender calls it, card numbers masked. */
  readonly name: string;
  readonly bytes: number;
  readonly format: string;
  readonly channel: string;
  /** Where all of it is about one account. */
  readonly account?: string;
  /** yyyy-mm-dd, both inclusive. */
  readonly from?: string;
  readonly to?: string;
  /** ISO instant. */
  readonly exportedAt?: string;
  /** Whose accounts its rows are about; absent where they are several merchants'. */
  readonly merchant?: string;
}

/** A line that could not be taken. What stood in it is in the file, which the sender has. */
export interface QuarantinedLine {
  readonly line: number;
  /** SHA-256 (hex) of the line's bytes. */
  readonly digest: string;
  readonly code: string;
  /** Names columns, never what stood in them. */
  readonly says: string;
}

/** What became of a file's lines: rows = recorded + known + quarantined. */
export interface StatementCounts {
  readonly rows: number;
  /** Told something new. */
  readonly recorded: number;
  readonly known: number;
  readonly quarantined: number;
}

/** `trailers`: what totals at the end, or running balances, say that the rows do not come to. */
export interface StatementResult extends StatementCounts {
  readonly trailers: readonly TrailerFinding[];
}

export type StatementException = 'STATEMENT_LINES_QUARANTINED' | 'STATEMENT_TRAILERS_DISAGREE';

export interface StatementStanding extends StatementOpening, StatementResult {
  /** `importing`: not finished, or broken off; importing the file again goes on. Until then only `quarantined` counts. */
  readonly status: 'importing' | 'imported';
  readonly exceptions: readonly StatementException[];
}

interface Standing {
  readonly standing: StatementStanding;
}

export type StatementEvent =
  | DomainEvent<'StatementOpened', { readonly fact: StatementOpening } & Standing>
  | DomainEvent<'StatementLineQuarantined', { readonly fact: QuarantinedLine } & Standing>
  | DomainEvent<'StatementImported', { readonly fact: StatementResult } & Standing>;

interface OfStatement {
  readonly id: StatementId;
}
/** The same file again adds nothing. */
export interface OpenFile extends OfStatement {
  readonly type: 'OpenFile';
  readonly opening: StatementOpening;
}
/** Lines in the order of the file, so that what is known is everything up to a line. */
export interface QuarantineLines extends OfStatement {
  readonly type: 'QuarantineLines';
  readonly lines: readonly QuarantinedLine[];
}
/** Ends the stream: the first result stands. */
export interface CloseFile extends OfStatement {
  readonly type: 'CloseFile';
  readonly result: StatementResult;
}
export type StatementCommand = OpenFile | QuarantineLines | CloseFile;
