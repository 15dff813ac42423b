import type { BusinessDate, Dimensions, Entry, Line } from '#kernel';
import { NO_SUMS, addLine, type ReportColumn, type Sums } from '#reports';
import type { EventRole } from '../explanation.js';
import { CELL_ENTRY_AXES, type Cell, type Question } from '../question.js';

/** Money column that another one goes by. */
const GOES_BY: Partial<Record<ReportColumn, keyof Sums>> = {
  outstandingAtEnd: 'outstanding',
  saleCount: 'gross',
  refundCount: 'refunds',
  settlementCount: 'settledGross',
};

/** What a line adds to a column of money. */
export function cellAmount(column: ReportColumn, kind: Entry['kind'], line: Line): number {
  const sums = { ...NO_SUMS };
  addLine(sums, kind, line);
  if (column === 'net') return sums.gross + sums.subsidies - sums.refunds - sums.fees;
  return sums[GOES_BY[column] ?? (column as keyof Sums)];
}

/** Whether an entry stands under the heading of a cell, as far as entries say. */
export const isUnder = (cell: Cell, of: Dimensions, bookedDay: BusinessDate): boolean =>
  (cell.column === 'outstandingAtEnd' || bookedDay >= cell.from) &&
  bookedDay <= cell.to &&
  CELL_ENTRY_AXES.every((axis) => cell[axis] === undefined || cell[axis] === of[axis]);

/** A line where it stands. */
export interface LineAt {
  readonly role: EventRole;
  readonly entry: Entry;
  readonly bookedDay: BusinessDate;
  readonly line: Line;
}

/** Whether the number asked for is made of a line. */
export function touches(question: Question, { role, entry, bookedDay, line }: LineAt): boolean {
  if (role !== 'entry') return false;
  if (question.of === 'account') {
    const { account, currency, effective } = question;
    const isOn = line.account === account && (entry.currency as string) === currency;
    return isOn && (effective === undefined || bookedDay <= effective);
  }
  if (question.of !== 'report') return true;
  const { cell } = question;
  return isUnder(cell, entry.of, bookedDay) && cellAmount(cell.column, entry.kind, line) !== 0;
}
