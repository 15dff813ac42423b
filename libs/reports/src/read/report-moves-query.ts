import type { Position, StoredEvent } from '#event-log';
import { START } from '#event-log';
import type { BusinessDate, Dimensions, Instant } from '#kernel';
import { cursorOf, cursorParts, pageOf, type Freshness, type Page, type Reader } from '#projections';
import { dailyReport } from './daily-report.js';
import type { Sums } from './entry-sums.js';
import { DIMENSIONS, SUMS, outstandingIn } from './report-days.sql.js';
import type { Counts } from './report-fold.js';
import { lastDayOf, type ReportPoint } from './report-span.js';

/** Columns of the unified report. */
export const REPORT_COLUMNS = [
  'gross',
  'subsidies',
  'refunds',
  'settledGross',
  'adjustments',
  'outstanding',
  'fees',
  'settledNet',
  'saleCount',
  'refundCount',
  'settlementCount',
  'net',
  'outstandingAtEnd',
] as const;
export type ReportColumn = (typeof REPORT_COLUMNS)[number];

/** Of the headings that have these values alone. */
type OfHeadings = { readonly [K in keyof Dimensions]?: Dimensions[K] | undefined };

export interface ReportMovesAsked extends Freshness, OfHeadings {
  readonly point: ReportPoint;
  /** What was there already at this point is left out; what was there alone comes with its sign turned. */
  readonly since?: ReportPoint | undefined;
  /** Events that moved it alone; of `outstandingAtEnd` those of all days before as well. */
  readonly column?: ReportColumn | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What one event moved under one heading of the unified report, 分 and counts. */
export interface ReportMove extends Sums, Counts, Dimensions {
  readonly position: Position;
  readonly stream: string;
  /** Of the event. */
  readonly type: StoredEvent['type'];
  readonly recordedAt: Instant;
  readonly businessDate: BusinessDate;
  /** gross + subsidies − refunds − fees. */
  readonly net: number;
}

type Row = ReportMove & { readonly cell: number };

const COLUMN_IN: Readonly<Record<ReportColumn, string>> = {
  gross: 'gross',
  subsidies: 'subsidies',
  refunds: 'refunds',
  settledGross: 'settled_gross',
  adjustments: 'adjustments',
  outstanding: 'outstanding',
  fees: 'fees',
  settledNet: 'settled_net',
  saleCount: 'sale_count',
  refundCount: 'refund_count',
  settlementCount: 'settlement_count',
  net: 'net',
  outstandingAtEnd: 'outstanding',
};

const netIn = (row: string): string => `${row}.gross + ${row}.subsidies - ${row}.refunds - ${row}.fees`;

/** What an event left less what the one before it left. */
const moved = (of: (row: string) => string): string => `coalesce(${of('move')}, 0) - coalesce(${of('earlier')}, 0)`;

const MOVED = [
  ...SUMS.map((sum) => `${moved((row) => `${row}.${sum}`)} as ${sum}`),
  `${moved(outstandingIn)} as outstanding`,
  `${moved(netIn)} as net`,
].join(', ');

const signedSum = (name: string, as = name): string => `(sign * ${name})::bigint as "${as}"`;

/**
 * Of each heading the moves of one stretch of the log, so many at most, then the first of all of them: the price is that of a page
 * times headings, whatever stands behind. $1 to $4 are the days of the two points, $5 to $9 what headings have.
 */
const movesSql = (column: ReportColumn | undefined): string => `
  with cells as (
    select days.cell, days.business_date, ${DIMENSIONS.map((name) => `days.${name}`).join(', ')},
      case when days.business_date between $1 and $2 then
        case when days.business_date between $3 and $4 then $10::text else '' end else '' end as low,
      case when days.business_date between $1 and $2 then
        case when days.business_date between $3 and $4 then $11::text else $13::text end else $14::text end as high,
      case when days.business_date between $1 and $2 then
        case when days.business_date between $3 and $4 then $12::integer else 1 end else -1 end as sign
    from read.report_days days
    where (days.business_date between $1 and $2 or days.business_date between $3 and $4)
      and ${DIMENSIONS.map((name, index) => `($${String(index + 5)}::text is null or days.${name} = $${String(index + 5)})`).join(' and ')}
  )
  select move.position, cells.cell, move.stream, move.type, move.recorded_at as "recordedAt",
    cells.business_date as "businessDate", ${DIMENSIONS.map((name) => `cells.${name}`).join(', ')},
    ${signedSum('gross')}, ${signedSum('subsidies')}, ${signedSum('refunds')}, ${signedSum('settled_gross', 'settledGross')},
    ${signedSum('adjustments')}, ${signedSum('outstanding')}, ${signedSum('fees')}, ${signedSum('settled_net', 'settledNet')},
    ${signedSum('net')}, ${signedSum('sale_count', 'saleCount')}, ${signedSum('refund_count', 'refundCount')},
    ${signedSum('settlement_count', 'settlementCount')}
  from cells cross join lateral (
    select * from (
      select move.position, move.stream, move.type, move.recorded_at, ${MOVED}
      from read.report_moves move left join lateral (
        select * from read.report_moves earlier
        where earlier.cell = move.cell and earlier.position < move.position order by earlier.position desc limit 1
      ) earlier on true
      where move.cell = cells.cell and move.position > cells.low and move.position <= cells.high
        and move.position >= $15 and (move.position, move.cell) > ($15, $16::integer)
    ) move
    ${column === undefined ? '' : `where move.${COLUMN_IN[column]} <> 0`}
    order by move.position limit $17
  ) move
  order by move.position, cells.cell limit $17`;

const MOVES = new Map<ReportColumn | undefined, string>(
  [undefined, ...REPORT_COLUMNS].map((column) => [column, movesSql(column)]),
);

const FIRST_DAY = '0001-01-01' as BusinessDate;
const NO_DAYS = { from: '0001-01-02', to: FIRST_DAY } as ReportPoint;

/** Which events stand behind a cell of the unified report, or behind what it differs by between two points. */
export class ReportMovesQuery {
  constructor(private readonly reader: Reader) {}

  /** In the order of the log; one event may move several headings. @throws InvalidCursor */
  async moves(asked: ReportMovesAsked): Promise<Page<ReportMove>> {
    const { point, since = NO_DAYS, column, limit, cursor } = asked;
    const [after = START, cell = '0'] = cursor === undefined ? [] : cursorParts(cursor, 2);
    const known = point.times?.known ?? NEVER_PASSED;
    const knownBefore = since.times?.known ?? NEVER_PASSED;
    const params = [
      ...daysOf(point, column),
      ...daysOf(since, column),
      ...DIMENSIONS.map((name) => asked[name] ?? null),
      ...(known < knownBefore ? [known, knownBefore, -1] : [knownBefore, known, 1]),
      ...[known, knownBefore],
      ...[after, Number(cell), limit + 1],
    ];
    const sql = MOVES.get(column) ?? '';
    const answer = await this.reader.rows<Row>({ projection: dailyReport, sql, params, minPosition: freshest(asked) });
    const page = pageOf(answer, limit, (last) => cursorOf(last.position, String(last.cell)));
    return { ...page, data: page.data.map(({ cell: _, ...move }) => move) };
  }
}

/** Behind every position. */
const NEVER_PASSED = '\uFFFD';

function daysOf(point: ReportPoint, column: ReportColumn | undefined): readonly BusinessDate[] {
  if (point === NO_DAYS) return [point.from, point.to];
  return [column === 'outstandingAtEnd' ? FIRST_DAY : point.from, lastDayOf(point)];
}

const freshest = ({ point, since, minPosition }: ReportMovesAsked): Position | undefined =>
  [point.times?.known, since?.times?.known, minPosition].reduce((most, one) =>
    one !== undefined && (most === undefined || one > most) ? one : most,
  );
