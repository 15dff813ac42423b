import type { BusinessDate } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import { dailyReport } from './daily-report.js';
import type { Sums } from './entry-sums.js';
import type { Counts } from './report-fold.js';

/** Axes by which the report can be broken down. */
export const REPORT_AXES = ['businessDate', 'merchant', 'store', 'side', 'channel', 'method'] as const;
export type ReportAxis = (typeof REPORT_AXES)[number];

/** What the days are grouped to. */
export const REPORT_PERIODS = ['day', 'week', 'month'] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];

/** Null on the axes that were not asked for. */
export interface ReportRow extends Sums, Counts {
  /** First day of the week (a Monday) or month where the days are grouped; it may lie before `from`, whose days alone count. */
  readonly businessDate: BusinessDate | null;
  readonly merchant: string | null;
  readonly store: string | null;
  readonly side: 'online' | 'offline' | null;
  readonly channel: string | null;
  readonly method: string | null;
  /** gross + subsidies − refunds − fees: what the days leave to the merchant. */
  readonly net: number;
  /** What the channels owe us at the end of the row's last day: `outstanding` summed up from the first day of the book. */
  readonly outstandingAtEnd: number;
}

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

/**
 * Days before `from` count for what is outstanding at the end alone. A heading at zero is left out: it may be there because
 * something was booked and taken back, or never have been there, depending on the order in which facts came.
 */
const REPORT = `
  with grouped as (
    select case when 'businessDate' = any($3) then date_trunc($6, business_date::timestamp)::date end as business_date,
           case when 'merchant' = any($3) then merchant end as merchant,
           case when 'store' = any($3) then store end as store,
           case when 'side' = any($3) then side end as side,
           case when 'channel' = any($3) then channel end as channel,
           case when 'method' = any($3) then method end as method,
           report_days.business_date >= $1 as within, sums.*
    from read.report_days, lateral (
      select gross, subsidies, refunds, settled_gross, adjustments, outstanding, fees, settled_net,
             sale_count, refund_count, settlement_count
    ) sums
    where report_days.business_date <= $2 and ($4::text is null or merchant = $4) and ($5::text is null or store = $5)
  ), summed as (
    select business_date, merchant, store, side, channel, method,
           coalesce(sum(gross) filter (where within), 0)::bigint as gross,
           coalesce(sum(subsidies) filter (where within), 0)::bigint as subsidies,
           coalesce(sum(refunds) filter (where within), 0)::bigint as refunds,
           coalesce(sum(settled_gross) filter (where within), 0)::bigint as settled_gross,
           coalesce(sum(adjustments) filter (where within), 0)::bigint as adjustments,
           coalesce(sum(outstanding) filter (where within), 0)::bigint as outstanding,
           coalesce(sum(fees) filter (where within), 0)::bigint as fees,
           coalesce(sum(settled_net) filter (where within), 0)::bigint as settled_net,
           coalesce(sum(sale_count) filter (where within), 0)::bigint as sale_count,
           coalesce(sum(refund_count) filter (where within), 0)::bigint as refund_count,
           coalesce(sum(settlement_count) filter (where within), 0)::bigint as settlement_count,
           sum(sum(outstanding)) over (partition by merchant, store, side, channel, method order by business_date)::bigint as outstanding_at_end
    from grouped group by business_date, merchant, store, side, channel, method
  )
  select business_date as "businessDate", merchant, store, side, channel, method,
         gross, subsidies, refunds, settled_gross as "settledGross", adjustments, outstanding, fees, settled_net as "settledNet",
         gross + subsidies - refunds - fees as net,
         sale_count as "saleCount", refund_count as "refundCount", settlement_count as "settlementCount",
         outstanding_at_end as "outstandingAtEnd"
  from summed
  where (business_date is null and outstanding_at_end <> 0)
    or (gross, subsidies, refunds, settled_gross, adjustments, outstanding, fees, settled_net, sale_count, refund_count, settlement_count)
      <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  order by business_date, merchant, store, side, channel, method`;

/** Sales, refunds, fees, settlements and what is outstanding, over a span of accounting days. */
export class DailyReportQuery {
  constructor(private readonly reader: Reader) {}

  ask({ from, to, by, per = 'day', merchant, store, minPosition }: ReportAsked): Promise<Answer<ReportRow[]>> {
    const params = [from, to, [...by], merchant ?? null, store ?? null, per];
    return this.reader.rows<ReportRow>({ projection: dailyReport, sql: REPORT, params, minPosition });
  }
}
