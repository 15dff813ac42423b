import type { BarGroup, Bars } from '#exports';
import { tableOf, yuanText, type PrintedColumn } from './tables.js';

/** Axes that the report can be broken down by instead of sides. */
export const REPORT_AXES = ['side', 'store', 'channel', 'method', 'liveRoom', 'terminal', 'operator', 'destination'] as const;
export type PrintedAxis = (typeof REPORT_AXES)[number];

/** What the report answers by day and one more axis. 分 */
export interface ReportedRow extends Partial<Readonly<Record<PrintedAxis, string | null>>> {
  readonly businessDate: string;
  readonly gross: number;
  readonly subsidies: number;
  readonly refunds: number;
  readonly fees: number;
  readonly net: number;
  readonly settledGross: number;
  readonly outstandingAtEnd: number;
  readonly saleCount: number;
}

export interface DiscountedRow {
  readonly businessDate: string;
  readonly listPrice: number;
  readonly discountShop: number;
  readonly discountPlatform: number;
  readonly discountTalent: number;
  readonly otherChanges: number;
  readonly undetailedGross: number;
  readonly gross: number;
  readonly discountPayment: number;
  readonly orderCount: number;
}

export interface AgedRow {
  readonly channel: string;
  readonly account: string;
  readonly days0To1: number;
  readonly days2To3: number;
  readonly days4To7: number;
  readonly days8To15: number;
  readonly days16To30: number;
  readonly daysOver30: number;
  readonly unallocated: number;
  readonly outstanding: number;
  readonly openCount: number;
}

const fen = <Row>(head: string, of: (row: Row) => number): PrintedColumn<Row> => ({
  head,
  cell: (row) => yuanText(of(row)),
  align: 'right',
});
const count = <Row>(head: string, of: (row: Row) => number): PrintedColumn<Row> => ({
  head,
  cell: (row) => String(of(row)),
  align: 'right',
});

/** The report in yuan, a line for each value of an axis on a day, in a week or month. */
export const reportLines = (rows: readonly ReportedRow[], axis: PrintedAxis): string[] =>
  tableOf<ReportedRow>(
    [
      { head: 'from', cell: ({ businessDate }) => businessDate },
      { head: axis, cell: (row) => row[axis] ?? '-' },
      fen('gross', ({ gross }) => gross),
      fen('subsidies', ({ subsidies }) => subsidies),
      fen('refunds', ({ refunds }) => refunds),
      fen('fees', ({ fees }) => fees),
      fen('net', ({ net }) => net),
      fen('settled', ({ settledGross }) => settledGross),
      fen('outstanding', ({ outstandingAtEnd }) => outstandingAtEnd),
      count('sales', ({ saleCount }) => saleCount),
    ],
    rows,
  );

/** From the list price of orders to what buyers paid, a line a day, week or month. */
export const discountLines = (rows: readonly DiscountedRow[]): string[] =>
  tableOf<DiscountedRow>(
    [
      { head: 'from', cell: ({ businessDate }) => businessDate },
      fen('list price', ({ listPrice }) => listPrice),
      fen('shop', ({ discountShop }) => discountShop),
      fen('platform', ({ discountPlatform }) => discountPlatform),
      fen('talent', ({ discountTalent }) => discountTalent),
      fen('other', ({ otherChanges }) => otherChanges),
      fen('undetailed', ({ undetailedGross }) => undetailedGross),
      fen('gross', ({ gross }) => gross),
      fen('by payment', ({ discountPayment }) => discountPayment),
      count('orders', ({ orderCount }) => orderCount),
    ],
    rows,
  );

const AGES = [
  ['0-1', ({ days0To1 }: AgedRow) => days0To1],
  ['2-3', ({ days2To3 }: AgedRow) => days2To3],
  ['4-7', ({ days4To7 }: AgedRow) => days4To7],
  ['8-15', ({ days8To15 }: AgedRow) => days8To15],
  ['16-30', ({ days16To30 }: AgedRow) => days16To30],
  ['>30', ({ daysOver30 }: AgedRow) => daysOver30],
] as const;

/** What each channel owes us, by age in days. */
export const ageingLines = (rows: readonly AgedRow[]): string[] =>
  tableOf<AgedRow>(
    [
      { head: 'channel', cell: ({ channel }) => channel },
      { head: 'account', cell: ({ account }) => account },
      ...AGES.map(([head, of]) => fen(head, of)),
      fen('unallocated', ({ unallocated }) => unallocated),
      fen('outstanding', ({ outstanding }) => outstanding),
      count('open', ({ openCount }) => openCount),
    ],
    rows,
  );

/** What was sold on a day, week or month, one bar for each value of an axis. */
export function soldBars(rows: readonly ReportedRow[], axis: PrintedAxis): Bars {
  const series = axis === 'side' ? ['online', 'offline'] : [...new Set(rows.map((row) => row[axis] ?? '-'))].sort();
  const days = Map.groupBy(rows, ({ businessDate }) => businessDate);
  const groups = [...days].map(([name, of]): BarGroup => ({
    name,
    values: series.map((value) => of.find((row) => (row[axis] ?? '-') === value)?.gross ?? 0),
  }));
  return { series, groups };
}

/** Who bore the discounts, a group of bars a day, week or month. */
export const discountBars = (rows: readonly DiscountedRow[]): Bars => ({
  series: ['shop', 'platform', 'talent', 'by payment'],
  groups: rows.map(({ businessDate, discountShop, discountPlatform, discountTalent, discountPayment }) => ({
    name: businessDate,
    values: [discountShop, discountPlatform, discountTalent, discountPayment],
  })),
});

/** A group of bars for each age in days, one for each account with a channel. */
export const ageingBars = (rows: readonly AgedRow[]): Bars => ({
  series: rows.map(({ channel, account }) => `${channel} ${account}`),
  groups: AGES.map(([name, of]) => ({ name, values: rows.map(of) })),
});
