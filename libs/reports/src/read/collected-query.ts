import type { CollectedForDestination } from '#fees';
import type { BusinessDate } from '#kernel';
import { freshEnough, type Answer, type Freshness, type Reader } from '#projections';
import {
  ACCOUNT,
  COLLECTED_BY,
  HAPPENED_AT,
  bookedSums,
  bothAt,
  destinationOf,
  rootOf,
  type KnownAt,
} from './attributed.sql.js';
import type { TimesOfDay } from './report-span.js';
import { transactions } from './transactions.js';

export interface CollectedAsked extends Freshness {
  /** Days of the channels, both inclusive. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** As the book stood at the end of the effective day. */
  readonly times: TimesOfDay;
  readonly merchant?: string | undefined;
}

/** `businessDateOf` of a moment, in SQL. */
const DAY = `(${HAPPENED_AT} at time zone 'Asia/Shanghai' + interval '24 hours'
      - coalesce(destination.cut_off, '24:00')::interval)::date`;

const collectedAt = (at: KnownAt): string => `
  with rooted as (
    select destination.payee as destination, destination.cycle, coalesce(${COLLECTED_BY}, booked.channel) as channel,
      coalesce(${ACCOUNT}, '-') as account, coalesce(${DAY}, booked.business_date) as collected_on, told.stream is not null as is_tied,
      coalesce(told.stream, booked.stream) as root, booked.gross, booked.subsidies,
      booked.refunds, booked.settled_gross, booked.adjustments, booked.fees, booked.settled_net
    from ${bookedSums(at, 'booked.business_date <= $3')} ${rootOf(at)} ${destinationOf(at)}
    where ($4::text is null or coalesce(told.merchant, booked.merchant) = $4)
      and (booked.gross, booked.subsidies, booked.refunds, booked.settled_gross, booked.adjustments) <> (0, 0, 0, 0, 0)
  )
  select destination, cycle, channel, account, collected_on as "collectedOn", is_tied as "isTied",
    sum(gross)::bigint as collected, sum(subsidies)::bigint as subsidies, sum(refunds)::bigint as refunds,
    sum(adjustments)::bigint as adjustments, sum(settled_gross)::bigint as "settledGross", sum(fees)::bigint as fees,
    sum(settled_net)::bigint as "settledNet", count(distinct root) as "transactionCount"
  from rooted where collected_on between $1 and $2
  group by destination, cycle, channel, account, collected_on, is_tied
  order by destination, channel, account, collected_on, is_tied, cycle`;
const COLLECTED = bothAt(collectedAt, '$5');

/** What was collected day by day for each destination, and what was paid out of it. */
export class CollectedQuery {
  constructor(private readonly reader: Reader) {}

  collected({ from, to, times, merchant, minPosition }: CollectedAsked): Promise<Answer<CollectedForDestination[]>> {
    const params = [from, to, times.effective, merchant ?? null];
    const { known } = times;
    const question =
      known === undefined ? { sql: COLLECTED.now, params } : { sql: COLLECTED.known, params: [...params, known] };
    const fresh = freshEnough(times, { minPosition });
    return this.reader.rows<CollectedForDestination>({ projection: transactions, ...question, ...fresh });
  }
}
