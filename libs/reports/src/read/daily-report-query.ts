import type { Position } from '#event-log';
import type { BusinessDate } from '#kernel';
import { freshEnough, type Answer, type Reader } from '#projections';
import { attributed, bookedSums, bothAt } from './attributed.sql.js';
import { dailyReport } from './daily-report.js';
import type { Sums } from './entry-sums.js';
import { REPORT_AXES, axesAsked, axesNamed, axisColumns, isOfTransactions } from './report-axes.js';
import type { Counts } from './report-fold.js';
import { daysOf } from './report-days.sql.js';
import { KNOWN, spanParams, type ReportAsked } from './report-span.js';
import { transactions } from './transactions.js';

/** Where a row of a report stands; null on the axes that were not asked for. */
export interface ReportHeading {
  /** First day of the week (a Monday) or month where the days are grouped; it may lie before `from`, whose days alone count. */
  readonly businessDate: BusinessDate | null;
  readonly merchant: string | null;
  readonly store: string | null;
  readonly side: 'online' | 'offline' | null;
  readonly channel: string | null;
  readonly method: string | null;
  /** Live room of the order, or of the vouchers; `-` where none is known, as on the next three. */
  readonly liveRoom: string | null;
  /** `<merchant no>/<terminal no>` */
  readonly terminal: string | null;
  /** As the terminal numbers them. */
  readonly operator: string | null;
  /** Where the channel's money went when the transaction was made: `bank:<account>` or `douyin:<shop>`. */
  readonly destination: string | null;
}

export interface ReportRow extends ReportHeading, Sums, Counts {
  /** gross + subsidies − refunds − fees: what the days leave to the merchant. */
  readonly net: number;
  /** What the channels owe us at the end of the row's last day: `outstanding` summed up from the first day of the book. */
  readonly outstandingAtEnd: number;
}

/**
 * Days before `from` count for what is outstanding at the end alone. A heading at zero is left out: it may be there because
 * something was booked and taken back, or never have been there, depending on the order in which facts came.
 */
const SUMS = [
  'gross',
  'subsidies',
  'refunds',
  'settled_gross',
  'adjustments',
  'outstanding',
  'fees',
  'settled_net',
  'sale_count',
  'refund_count',
  'settlement_count',
];

const IS_SHOWN = `(business_date is null and outstanding_at_end <> 0) or (${SUMS.join(', ')}) <> (${SUMS.map(() => '0').join(', ')})`;
const IS_WITHIN = `business_date is null or business_date >= date_trunc($6, $1::date::timestamp)::date`;

const reportOf = (source: string, where = IS_SHOWN): string => `
  with grouped as (
    select ${axesAsked('source', { by: '$3', per: '$6' })},
           source.business_date >= $1 as within, ${SUMS.join(', ')}
    from (${source}) source
    where source.business_date <= $2 and ($4::text is null or merchant = $4) and ($5::text is null or store = $5)
  ), summed as (
    select ${axisColumns()},
           ${SUMS.map((sum) => `coalesce(sum(${sum}) filter (where within), 0)::bigint as ${sum}`).join(',\n           ')},
           sum(sum(outstanding)) over (
             partition by ${axisColumns(REPORT_AXES.filter((axis) => axis !== 'businessDate'))} order by business_date
           )::bigint as outstanding_at_end
    from grouped group by ${axisColumns()}
  )
  select ${axesNamed()},
         gross, subsidies, refunds, settled_gross as "settledGross", adjustments, outstanding, fees, settled_net as "settledNet",
         gross + subsidies - refunds - fees as net,
         sale_count as "saleCount", refund_count as "refundCount", settlement_count as "settlementCount",
         outstanding_at_end as "outstandingAtEnd"
  from summed
  where ${where}
  order by ${axisColumns()}`;

/** Axes of transactions are none of its own: nobody asks for them where it answers. */
const DAYS = { now: reportOf(daysOf('now')), known: reportOf(daysOf('known')) };
const WHOLE = reportOf(daysOf('known-whole'), IS_WITHIN);

/** A stream counts once under a heading in which it has money, and one less where it takes back what another has: as in the days. */
const TRANSACTIONS = bothAt(
  (at) =>
    reportOf(
      attributed(
        at,
        bookedSums(
          at,
          `booked.business_date <= $2 and ($4::text is null or booked.merchant = $4) and ($5::text is null or booked.store = $5)`,
        ),
        `booked.gross, booked.subsidies, booked.refunds, booked.settled_gross, booked.adjustments, booked.outstanding, booked.fees,
      booked.settled_net, sign(booked.gross)::integer as sale_count, sign(booked.refunds)::integer as refund_count,
      (booked.settled_gross <> 0)::integer as settlement_count`,
      ),
    ),
  KNOWN,
);

/** Sales, refunds, fees, settlements and what is outstanding, over a span of accounting days, now or as known at a position. */
export class DailyReportQuery {
  constructor(private readonly reader: Reader) {}

  ask(asked: ReportAsked): Promise<Answer<ReportRow[]>> {
    const { times = {} } = asked;
    const asKnown = times.known === undefined ? 'now' : 'known';
    const question = isOfTransactions(asked.by)
      ? { projection: transactions, sql: TRANSACTIONS[asKnown] }
      : { projection: dailyReport, sql: DAYS[asKnown] };
    return this.reader.rows<ReportRow>({ ...question, params: spanParams(asked), ...freshEnough(times, asked) });
  }

  /** Every heading that there ever was within the days, those at zero as well, as known at a position. Axes of entries alone. */
  whole(asked: ReportAsked & { readonly times: { readonly known: Position } }): Promise<Answer<ReportRow[]>> {
    const params = spanParams(asked);
    return this.reader.rows<ReportRow>({ projection: dailyReport, sql: WHOLE, params, ...freshEnough(asked.times, asked) });
  }
}
