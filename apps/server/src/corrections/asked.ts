import type { EntryRef, SurplusTo } from '#corrections';
import type { BusinessDate, Dimensions, Line } from '#kernel';
import type { StatementRow } from '#statements';

/** Where money shall be counted to, as it is asked for. */
export type AttributionAsked =
  | { readonly to: 'store'; readonly store: string }
  | { readonly to: 'terminal'; readonly merchantNo: string; readonly terminalNo: string }
  | { readonly to: 'order'; readonly orderId: string };

/** A row of a statement, by its place. */
export type RowAsked = Pick<StatementRow, 'channel' | 'book' | 'account' | 'key'>;

export type RecordAs = 'payment' | 'settlement';

/** What is to be corrected, as it is asked for. */
export type Correcting =
  | { readonly kind: 'reverse'; readonly entry: EntryRef }
  | { readonly kind: 're-attribute'; readonly entry: EntryRef; readonly attribution: AttributionAsked }
  | { readonly kind: 'adjust'; readonly id: string; readonly of: Dimensions; readonly lines: readonly Line[] }
  | { readonly kind: 'write-off'; readonly caseId: string; readonly surplus: SurplusTo }
  | {
      readonly kind: 'record';
      readonly row: RowAsked;
      readonly as: RecordAs;
      /** The case that it mends. */
      readonly caseId: string | undefined;
    };

export interface CorrectionAsked {
  readonly correcting: Correcting;
  readonly reason: string;
  readonly evidence: readonly string[];
  /** On which day it is to be booked; today where it is not said. */
  readonly day: BusinessDate | undefined;
}
