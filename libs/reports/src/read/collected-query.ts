import type { BusinessDate } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import { ACCOUNT, COLLECTED_BY, DESTINATION, HAPPENED_AT, ROOT } from './attributed.sql.js';
import { transactions } from './transactions.js';

/** What a channel collected on one of its days for one destination, and what became of it. Amounts 分. */
export interface CollectedDay {
  /** `bank:<account>` or `douyin:<shop>`; null where none was set at the time. */
  readonly destination: string | null;
  readonly cycle: string | null;
  readonly channel: string;
  readonly account: string;
  /** Day of the channel, by its own cut-off; of a payout that names no transaction of ours, the day it came. */
  readonly collectedOn: BusinessDate | null;
  /** False: payouts and other movements that name no transaction of ours. */
  readonly isTied: boolean;
  readonly collected: number;
  readonly subsidies: number;
  readonly refunds: number;
  readonly adjustments: number;
  readonly settledGross: number;
  readonly fees: number;
  readonly settledNet: number;
  readonly transactionCount: number;
}

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

  collected({ from, to, asOf, merchant, minPosition }: CollectedAsked): Promise<Answer<CollectedDay[]>> {
    const params = [from, to, asOf, merchant ?? null];
    return this.reader.rows<CollectedDay>({ projection: transactions, sql: COLLECTED, params, minPosition });
  }
}
