import type { Position } from '#event-log';
import type { BusinessDate } from '#kernel';
import type { Freshness } from '#projections';
import type { ReportAxis, ReportPeriod } from './report-axes.js';

/** Two axes of time. */
export interface ReportTimes {
  /** No day after it counts: it ends the days that are asked for. */
  readonly effective?: BusinessDate | undefined;
  /** What was recorded up to and including it; all that is recorded where absent. */
  readonly known?: Position | undefined;
}

/** First and last accounting day, as they were known at a position. */
export interface ReportPoint {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly times?: ReportTimes | undefined;
}

/** What days a report is about, and how it is broken down. */
export interface ReportAsked extends ReportPoint, Freshness {
  readonly by: readonly ReportAxis[];
  /** What `businessDate` stands for; a day where absent. */
  readonly per?: ReportPeriod | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
}

/** The last day that counts. */
export const lastDayOf = ({ to, times }: Pick<ReportPoint, 'to' | 'times'>): BusinessDate =>
  times?.effective !== undefined && times.effective < to ? times.effective : to;

/** Parameters $1 to $6 of every report over days, and $7 where it is asked for as known at a position. */
export function spanParams(asked: ReportAsked): unknown[] {
  const { from, by, per = 'day', merchant, store, times } = asked;
  const params = [from, lastDayOf(asked), [...by], merchant ?? null, store ?? null, per];
  return times?.known === undefined ? params : [...params, times.known];
}

/** What was recorded up to a position is known once the read model has it. */
export const freshOf = ({ minPosition, times }: Freshness & Pick<ReportPoint, 'times'>): Position | undefined => {
  const known = times?.known;
  return known !== undefined && (minPosition === undefined || known > minPosition) ? known : minPosition;
};
