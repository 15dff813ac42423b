import type { CollectedForDestination } from '#fees';
import type { BusinessDate } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import { ACCOUNT, COLLECTED_BY, DESTINATION, HAPPENED_AT, ROOT } from './attributed.sql.js';
import { transactions } from './transactions.js';

export interface CollectedAsked extends Freshness {
  /** Days of the channels, both inclusive. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** What was booked after this accounting day does not count. */
  readonly asOf: BusinessDate;
  readonly merchant?: string | undefined;
}

/** `businessDateOf` of a moment, in SQL. */
const DAY = `(${HAPPENED_AT} at time zone 'Asia/Shanghai' + interval '24 hours'
      - coalesce(destination.cut_off, '24:00')::interval)::date`;

const COLLECTED = `
  with rooted as (
    select destination.payee as destination, destination.cycle, coalesce(${COLLECTED_BY}, booked.channel) as channel,
      coalesce(${ACCOUNT}, '-') as account, coalesce(${DAY}, booked.business_date) as collected_on, told.stream is not null as is_tied,
      coalesce(told.stream, booked.stream) as root, booked.gross, booked.subsidies,
      booked.refunds, booked.settled_gross, booked.adjustments, booked.fees, booked.settled_net
    from read.transaction_entries booked ${ROOT} ${DESTINATION}
    where booked.business_date <= $3 and ($4::text is null or coalesce(told.merchant, booked.merchant) = $4)
      and (booked.gross, booked.subsidies, booked.refunds, booked.settled_gross, booked.adjustments) <> (0, 0, 0, 0, 0)
  )
  select destination, cycle, channel, account, collected_on as "collectedOn", is_tied as "isTied",
    sum(gross)::bigint as collected, sum(subsidies)::bigint as subsidies, sum(refunds)::bigint as refunds,
    sum(adjustments)::bigint as adjustments, sum(settled_gross)::bigint as "settledGross", sum(fees)::bigint as fees,
    sum(settled_net)::bigint as "settledNet", count(distinct root) as "transactionCount"
  from rooted where collected_on between $1 and $2
  group by destination, cycle, channel, account, collected_on, is_tied
  order by destination, channel, account, collected_on, is_tied, cycle`;

/** What was collected day by day for each destination, and what was paid out of it. */
export class CollectedQuery {
  constructor(private readonly reader: Reader) {}

  collected({ from, to, asOf, merchant, minPosition }: CollectedAsked): Promise<Answer<CollectedForDestination[]>> {
    const params = [from, to, asOf, merchant ?? null];
    return this.reader.rows<CollectedForDestination>({ projection: transactions, sql: COLLECTED, params, minPosition });
  }
}
