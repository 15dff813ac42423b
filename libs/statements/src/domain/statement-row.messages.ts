import type { DomainEvent, Instant, Sealed } from '#kernel';
import type { StatementRow } from '../row.js';

/** One line of a statement as a file tells it. */
export interface StatementRowTold {
  readonly row: StatementRow;
  /** Who paid or was paid. No part of what makes one row another: who is forgotten and told again tells nothing new. */
  readonly payer?: Sealed;
  /** SHA-256 (hex) of the line's bytes. */
  readonly digest: string;
  /** SHA-256 (hex) of the file: whose statement it is told by. */
  readonly file: string;
  /** When the file was exported; where it does not say, the end of the day that the row belongs to. */
  readonly toldAt: Instant;
  /** Whose account it is. We say that, not the statement. */
  readonly merchant: string;
}

export type StatementRowException =
  /** Statements say different things of one row: what stands is the one that was exported later. */
  'STATEMENT_ROW_DIFFERS';

/** A row after all that statements told of it. */
export interface StatementRowStanding extends StatementRowTold {
  readonly exceptions: readonly StatementRowException[];
}

interface StatementRowData {
  readonly fact: StatementRowTold & { readonly key: string; readonly occurredAt: string };
  readonly standing: StatementRowStanding;
}

export type StatementRowEvent =
  | DomainEvent<'StatementRowRecorded', StatementRowData>
  /** What is known already was told by an earlier export too: what came between stands before it. */
  | DomainEvent<'StatementRowToldEarlier', StatementRowData>;

/** Records what a statement tells of a row. Never refused; books nothing. */
export interface RecordStatementRow {
  readonly type: 'RecordStatementRow';
  readonly told: StatementRowTold;
}
