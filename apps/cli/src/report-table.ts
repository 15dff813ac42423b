import { tableOf, yuanText, type PrintedColumn } from './tables.js';

/** What the report answers by day and side. 分 */
export interface ReportedRow {
  readonly businessDate: string;
  readonly side: string;
  readonly gross: number;
  readonly subsidies: number;
  readonly refunds: number;
  readonly fees: number;
  readonly net: number;
  readonly settledGross: number;
  readonly outstandingAtEnd: number;
  readonly saleCount: number;
}

const fen = (head: string, of: (row: ReportedRow) => number): PrintedColumn<ReportedRow> => ({
  head,
  cell: (row) => yuanText(of(row)),
  align: 'right',
});

const COLUMNS: readonly PrintedColumn<ReportedRow>[] = [
  { head: 'from', cell: ({ businessDate }) => businessDate },
  { head: 'side', cell: ({ side }) => side },
  fen('gross', ({ gross }) => gross),
  fen('subsidies', ({ subsidies }) => subsidies),
  fen('refunds', ({ refunds }) => refunds),
  fen('fees', ({ fees }) => fees),
  fen('net', ({ net }) => net),
  fen('settled', ({ settledGross }) => settledGross),
  fen('outstanding', ({ outstandingAtEnd }) => outstandingAtEnd),
  { head: 'sales', cell: ({ saleCount }) => String(saleCount), align: 'right' },
];

/** The report in yuan, a line for each side of a day, week or month. */
export const reportLines = (rows: readonly ReportedRow[]): string[] => tableOf(COLUMNS, rows);
