import type { BusinessDate } from '#kernel';
import type { Freshness, Times } from '#projections';
import type { ReportAxis, ReportPeriod } from './report-axes.js';

/** A point of time whose day is said. */
export type TimesOfDay = Times & { readonly effective: BusinessDate };

/** First and last accounting day, as they were known at a position. */
export interface ReportPoint {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** `effective` ends the days: what is after it does not count. */
  readonly times?: Times | undefined;
}

/** What days a report is about, and how it is broken down. */
export interface ReportAsked extends ReportPoint, Freshness {
  readonly by: readonly ReportAxis[];
  /** What `businessDate` stands for; a day where absent. */
  readonly per?: ReportPeriod | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
}

/** Where `spanParams` has the position up to which something is known. */
export const KNOWN = '$7';

/** The last day that counts. */
export const lastDayOf = ({ to, times }: Pick<ReportPoint, 'to' | 'times'>): BusinessDate =>
  times?.effective !== undefined && times.effective < to ? times.effective : to;

/** Parameters $1 to $6 of every report over days, and $7 where it is asked for as known at a position. */
export function spanParams(asked: ReportAsked): unknown[] {
  const { from, by, per = 'day', merchant, store, times } = asked;
  const params = [from, lastDayOf(asked), [...by], merchant ?? null, store ?? null, per];
  return times?.known === undefined ? params : [...params, times.known];
}
