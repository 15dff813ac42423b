import { freshEnough, type Answer, type Reader } from '#projections';
import { attributed, bookedFees, bothAt, type KnownAt } from './attributed.sql.js';
import type { ReportHeading } from './daily-report-query.js';
import { axesAsked, axesNamed, axisColumns } from './report-axes.js';
import { KNOWN, spanParams, type ReportAsked } from './report-span.js';
import { transactions } from './transactions.js';

/** Fees of one kind under a heading. */
export interface FeesRow extends ReportHeading {
  /** As the book names its account: `platform-service`, `commission`, `channel`, `colonel`, `promotion`, `insurance` … */
  readonly kind: string;
  /** 分; over all kinds what the unified report has as fees. */
  readonly amount: number;
}

const SPAN = `booked.business_date between $1 and $2 and ($4::text is null or booked.merchant = $4)
      and ($5::text is null or booked.store = $5)`;

const feesAt = (at: KnownAt): string => `
  with grouped as (
    select ${axesAsked('source', { by: '$3', per: '$6' })}, source.kind, source.amount
    from (${attributed(at, bookedFees(at, SPAN), 'booked.kind, booked.amount')}) source
  )
  select ${axesNamed()}, kind, sum(amount)::bigint as amount from grouped
  group by ${axisColumns()}, kind having sum(amount) <> 0 order by ${axisColumns()}, kind`;
const FEES = bothAt(feesAt, KNOWN);

/** What the channels kept, by kind, over a span of accounting days. */
export class FeesQuery {
  constructor(private readonly reader: Reader) {}

  fees(asked: ReportAsked): Promise<Answer<FeesRow[]>> {
    const { times = {} } = asked;
    const sql = FEES[times.known === undefined ? 'now' : 'known'];
    const question = { projection: transactions, sql, params: spanParams(asked) };
    return this.reader.rows<FeesRow>({ ...question, ...freshEnough(times, asked) });
  }
}
