import type { Position } from '#event-log';
import type { BusinessDate, Currency } from '#kernel';
import { ENTRY_AXES, TRANSACTION_AXES, type CellAxes, type ReportColumn } from '#reports';

/** A cell of the unified report: a column over days, under some of its axes; what is not said is summed over. */
export interface Cell extends CellAxes {
  readonly column: ReportColumn;
  /** First and last accounting day; of `outstandingAtEnd` the last one alone counts. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** Axes that entries have themselves, but for the day. */
export const CELL_ENTRY_AXES = ENTRY_AXES.filter((axis) => axis !== 'businessDate');

/** Under which axes a cell stands. */
export const axesOf = (cell: Cell): (keyof CellAxes)[] =>
  [...CELL_ENTRY_AXES, ...TRANSACTION_AXES].filter((axis) => cell[axis] !== undefined);

/** Whether what its entries do not say has a part in where a cell stands. */
export const isOfTransactions = (cell: Cell): boolean => TRANSACTION_AXES.some((axis) => cell[axis] !== undefined);

/** Which number is to be explained. */
export type Question =
  | {
      readonly of: 'account';
      readonly account: string;
      readonly currency: Currency;
      /** Only what is booked for this accounting day or before. */
      readonly effective?: BusinessDate;
    }
  | { readonly of: 'order'; readonly orderId: string }
  | { readonly of: 'payment'; readonly paymentId: string }
  /** A case of reconciliation. */
  | { readonly of: 'match'; readonly caseId: string }
  | { readonly of: 'report'; readonly cell: Cell }
  | { readonly of: 'event'; readonly position: Position }
  /** What came of a raw notice; SHA-256 (hex) of what was kept of it. */
  | { readonly of: 'notice'; readonly digest: string };

/** Whether an event was known at a position; everything is where nothing is said. */
export const isKnown = (event: { readonly position: Position }, known: Position | null): boolean =>
  known === null || event.position <= known;
