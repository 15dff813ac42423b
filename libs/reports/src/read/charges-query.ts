import type { Instant } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import { transactions } from './transactions.js';
import type { TransactionKind } from './transaction.js';

/** A transaction that took money, and what it was charged as far as anybody says. Amounts 分. */
export interface Charge {
  readonly stream: string;
  readonly kind: TransactionKind;
  readonly id: string;
  readonly merchant: string;
  readonly store: string;
  readonly channel: string;
  readonly account: string;
  readonly method: string;
  readonly product: string | null;
  readonly cardType: string | null;
  readonly at: Instant;
  /** What fees are measured by: what was taken; of an order what its settle rows paid out and kept. */
  readonly amount: number;
  readonly refunded: number;
  /**
   * Fees of the statement's rows that name it, those of its refunds included; of an order the platform's service fee of its
   * settle rows. Null where nobody says.
   */
  readonly charged: number | null;
}

export interface ChargesAsked extends Freshness {
  readonly merchant: string;
  /** Made from then on … */
  readonly from: Instant;
  /** … and before then. */
  readonly before: Instant;
}

/** Rows of statements with a fee that name no transaction of ours, or several. */
export interface UnmatchedFees {
  readonly channel: string;
  readonly method: string;
  readonly billDate: string;
  readonly rowCount: number;
  /** 分 */
  readonly amount: number;
  readonly charged: number;
}

export interface UnmatchedAsked extends Freshness {
  readonly merchant: string;
  /** Days of statements, both inclusive. */
  readonly from: string;
  readonly to: string;
}

const PAGE = 1_000;

const named = (kind: string, value: string, scope: string): string => `(
      select min(named.stream) from read.transaction_references named
      where named.kind = '${kind}' and named.value = ${value} and named.scope = ${scope} having count(*) = 1)`;

/** The transaction of a row: by the strongest number under which one alone is known. */
const NAMED_BY_ROW = `coalesce(${named('trade', 'charged.trade_no', 'charged.merchant')},
      ${named('rrn', 'charged.rrn', 'charged.account')}, ${named('numbers', 'charged.numbers', 'charged.account')})`;

/** Rows that may name a transaction, found by its numbers; of each only what it names in the end counts. */
const CHARGED = `
    select sum(charged.fee)::bigint as fee from (
      select found.* from read.transaction_references own
        join read.charged_rows found on found.trade_no = own.value and found.merchant = own.scope
        where own.stream = told.stream and own.kind = 'trade'
      union
      select found.* from read.transaction_references own
        join read.charged_rows found on found.rrn = own.value and found.account = own.scope
        where own.stream = told.stream and own.kind = 'rrn'
      union
      select found.* from read.transaction_references own
        join read.charged_rows found on found.numbers = own.value and found.account = own.scope
        where own.stream = told.stream and own.kind = 'numbers'
    ) charged
    where charged.fee is not null and ${NAMED_BY_ROW} = told.stream`;

const SERVICE_FEE = `
    select sum(amount)::bigint as fee from read.transaction_fees service
    where service.stream = told.stream and service.kind = 'platform-service'`;

const SETTLED = `
    select coalesce(sum(settled_gross), 0)::bigint as gross from read.transaction_entries booked
    where told.kind = 'order' and booked.stream = told.stream`;

const CHARGES = `
  select told.stream, told.kind, told.id, told.merchant, told.store, told.channel, told.account, told.method, told.product,
    told.card_type as "cardType", told.happened_at as at,
    case when told.kind = 'order' then settled.gross else told.taken end as amount,
    case when told.kind = 'order' then 0 else told.refunded end as refunded,
    case when told.kind = 'order' then coalesce(service.fee, 0) else charged.fee end as charged
  from read.transactions told
    left join lateral (${SETTLED}) settled on true
    left join lateral (${CHARGED}) charged on told.kind <> 'order'
    left join lateral (${SERVICE_FEE}) service on told.kind = 'order'
  where told.merchant = $1 and (told.happened_at, told.stream) > ($2::timestamptz, $3::text) and told.happened_at < $4
    and (case when told.kind = 'order' then settled.gross > 0 else told.taken > 0 or charged.fee is not null end)
  order by told.happened_at, told.stream limit $5`;

/** Transactions with what they were charged, by time, page after page: never more than a page in memory. */
export async function* charges(reader: Reader, asked: ChargesAsked): AsyncGenerator<Answer<Charge[]>> {
  const { merchant, from, before, minPosition } = asked;
  let after: Pick<Charge, 'at' | 'stream'> | undefined = { at: from, stream: '' };
  while (after) {
    const params = [merchant, after.at, after.stream, before, PAGE];
    const page: Answer<Charge[]> = await reader.rows({ projection: transactions, sql: CHARGES, params, minPosition });
    yield page;
    after = page.data.length < PAGE ? undefined : page.data.at(-1);
  }
}

const UNMATCHED = `
  select channel, coalesce(method, 'unknown') as method, bill_date as "billDate", count(*) as "rowCount",
    sum(amount)::bigint as amount, sum(fee)::bigint as charged
  from read.charged_rows charged
  where merchant = $1 and bill_date between $2 and $3 and fee is not null and ${NAMED_BY_ROW} is null
  group by channel, 2, bill_date order by channel, 2, bill_date`;

/** Fees on statements that no transaction of ours stands behind. */
export async function unmatchedFees(reader: Reader, asked: UnmatchedAsked): Promise<UnmatchedFees[]> {
  const { merchant, from, to, minPosition } = asked;
  const question = { projection: transactions, sql: UNMATCHED, params: [merchant, from, to], minPosition };
  return (await reader.rows<UnmatchedFees>(question)).data;
}
