import type { Answer, Reader } from '#projections';
import { attributed } from './attributed.sql.js';
import type { ReportHeading } from './daily-report-query.js';
import { axesAsked, axesNamed, axisColumns } from './report-axes.js';
import { spanParams, type ReportAsked } from './report-span.js';
import { transactions } from './transactions.js';

/** Fees of one kind under a heading. */
export interface FeesRow extends ReportHeading {
  /** As the book names its account: `platform-service`, `commission`, `channel`, `colonel`, `promotion`, `insurance` … */
  readonly kind: string;
  /** 分; over all kinds what the unified report has as fees. */
  readonly amount: number;
}

const FEES = `
  with grouped as (
    select ${axesAsked('source', { by: '$3', per: '$6' })}, source.kind, source.amount
    from (${attributed('transaction_fees', 'booked.kind, booked.amount')}
      where booked.business_date between $1 and $2 and ($4::text is null or booked.merchant = $4)
        and ($5::text is null or booked.store = $5)) source
  )
  select ${axesNamed()}, kind, sum(amount)::bigint as amount from grouped
  group by ${axisColumns()}, kind having sum(amount) <> 0 order by ${axisColumns()}, kind`;

/** What the channels kept, by kind, over a span of accounting days. */
export class FeesQuery {
  constructor(private readonly reader: Reader) {}

  fees(asked: ReportAsked): Promise<Answer<FeesRow[]>> {
    const question = { projection: transactions, sql: FEES, params: spanParams(asked) };
    return this.reader.rows<FeesRow>({ ...question, minPosition: asked.minPosition });
  }
}
