import type { BusinessDate } from '#kernel';
import type { Freshness } from '#projections';
import type { ReportAxis, ReportPeriod } from './report-axes.js';

/** What days a report is about, and how it is broken down. */
export interface ReportAsked extends Freshness {
  /** First and last accounting day. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly by: readonly ReportAxis[];
  /** What `businessDate` stands for; a day where absent. */
  readonly per?: ReportPeriod | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
}

/** Parameters $1 to $6 of every report over days. */
export const spanParams = ({ from, to, by, per = 'day', merchant, store }: ReportAsked): unknown[] => [
  from,
  to,
  [...by],
  merchant ?? null,
  store ?? null,
  per,
];
