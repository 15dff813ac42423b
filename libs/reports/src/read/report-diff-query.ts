import type { Position } from '#event-log';
import type { Answer, Reader } from '#projections';
import { dailyReport } from './daily-report.js';
import { DailyReportQuery, type ReportHeading, type ReportRow } from './daily-report-query.js';
import { REPORT_AXES } from './report-axes.js';
import { REPORT_COLUMNS, type ReportColumn } from './report-moves-query.js';
import type { ReportAsked, ReportPoint } from './report-span.js';

export type ReportFigures = Readonly<Record<ReportColumn, number>>;

/** A row of the report at two points; a heading that one of them does not have is zero there. */
export interface ReportDifference extends ReportHeading {
  readonly before: ReportFigures;
  readonly after: ReportFigures;
  /** after − before, column by column. */
  readonly difference: ReportFigures;
}

export interface DifferenceAsked extends Omit<ReportAsked, keyof ReportPoint> {
  readonly before: ReportPoint;
  readonly after: ReportPoint;
}

/** What the unified report differs by between two points: days, and as known when. */
export class ReportDiffQuery {
  constructor(private readonly reader: Reader) {}

  /** Of axes of entries. By heading; what is alike at both is left out. A point without `known` is what was recorded up to the answer's position. */
  async diff({ before, after, ...asked }: DifferenceAsked): Promise<Answer<ReportDifference[]>> {
    const minPosition = latestOf(asked.minPosition, before.times?.known, after.times?.known);
    const { position } = await this.reader.rows({ projection: dailyReport, sql: 'select 1 where false', minPosition });
    return this.reader.snapshot(async (frozen) => {
      const query = new DailyReportQuery(frozen);
      const at = async (point: ReportPoint): Promise<readonly ReportRow[]> => {
        const times = { ...point.times, known: point.times?.known ?? position };
        return (await query.whole({ ...asked, ...point, times })).data;
      };
      return { position, data: differences(await at(before), await at(after)) };
    });
  }
}

const latestOf = (...positions: readonly (Position | undefined)[]): Position | undefined =>
  positions.reduce((last, one) => (one !== undefined && (last === undefined || one > last) ? one : last), undefined);

function differences(before: readonly ReportRow[], after: readonly ReportRow[]): ReportDifference[] {
  const earlier = new Map(before.map((row) => [keyOf(row), row]));
  const later = new Map(after.map((row) => [keyOf(row), row]));
  return [...new Set([...earlier.keys(), ...later.keys()])].sort().flatMap((key) => {
    const row = later.get(key) ?? earlier.get(key);
    if (!row) return [];
    const difference = differenceOf(row, figuresOf(earlier.get(key)), figuresOf(later.get(key)));
    return REPORT_COLUMNS.every((column) => difference.difference[column] === 0) ? [] : [difference];
  });
}

const differenceOf = (row: ReportRow, before: ReportFigures, after: ReportFigures): ReportDifference => ({
  ...headingOf(row),
  before,
  after,
  difference: figures((column) => after[column] - before[column]),
});

const figures = (of: (column: ReportColumn) => number): ReportFigures =>
  Object.fromEntries(REPORT_COLUMNS.map((column) => [column, of(column)])) as ReportFigures;

const figuresOf = (row: ReportRow | undefined): ReportFigures => figures((column) => row?.[column] ?? 0);

const headingOf = (row: ReportRow): ReportHeading =>
  Object.fromEntries(REPORT_AXES.map((axis) => [axis, row[axis]])) as unknown as ReportHeading;

const keyOf = (row: ReportRow): string => JSON.stringify(REPORT_AXES.map((axis) => row[axis]));
