import type { Position } from '#event-log';
import type { Table } from './table.js';

/** Rows of one table on their way into a digest or a comparison, in the order of their key. */
export interface View {
  readonly table: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** What stands behind `from`: tables unqualified, as in the SQL of a projection. */
  readonly from: string;
  /** A condition with its parameters from $1; absent: all rows. */
  readonly where?: string;
  readonly params?: readonly unknown[];
  /** `from` is a query that makes columns of its own. */
  readonly isMade?: boolean;
  /** Its rows are added and never changed, and say where in the log: those up to a position are what stood there. */
  readonly isHistory: boolean;
}

/** The rows of a history up to and including a position. */
export function upTo(view: View, position: Position): View {
  const { where = 'true', params = [] } = view;
  return { ...view, where: `(${where}) and position <= $${String(params.length + 1)}`, params: [...params, position] };
}

/** All of a table. */
export const viewOf = ({ name, columns, key, isHistory }: Pick<Table, 'name' | 'columns' | 'key' | 'isHistory'>): View => ({
  table: name,
  columns,
  key,
  from: name,
  isHistory,
});

/** A query that answers the view's columns. */
export const rowsSql = ({ columns, key, from, where = 'true' }: View): string =>
  `select ${columns.join(', ')} from ${from} where ${where} order by ${key.join(', ')}`;
