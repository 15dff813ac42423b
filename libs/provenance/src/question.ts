import type { Position } from '#event-log';
import type { BusinessDate, Currency, Dimensions } from '#kernel';

/** Columns of the daily report that entries make up; counts count streams. */
export const CELL_COLUMNS = [
  'gross',
  'subsidies',
  'refunds',
  'settledGross',
  'adjustments',
  'outstanding',
  'fees',
  'settledNet',
  'net',
  'saleCount',
  'refundCount',
  'settlementCount',
] as const;
export type CellColumn = (typeof CELL_COLUMNS)[number];

/** A cell of the daily report: a column over days, under some of the axes of entries; what is not said is summed over. */
export interface Cell extends Partial<Dimensions> {
  readonly column: CellColumn;
  /** First and last accounting day. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

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
