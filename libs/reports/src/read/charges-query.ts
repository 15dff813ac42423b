import type { Position } from '#event-log';
import type { Instant } from '#kernel';
import { freshEnough, type Answer, type Freshness, type Reader } from '#projections';
import { bookedSums, bothAt, isLast, upTo, type BothAt, type KnownAt } from './attributed.sql.js';
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
  /** As known at. */
  readonly known?: Position | undefined;
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
  readonly known?: Position | undefined;
}

const PAGE = 1_000;
const KNOWN_CHARGES = '$6';
const KNOWN_UNMATCHED = '$4';

const named = (at: KnownAt, kind: string, value: string, scope: string): string => `(
      select min(named.stream) from read.transaction_references named
      where named.kind = '${kind}' and named.value = ${value} and named.scope = ${scope} and ${upTo('named', at)} having count(*) = 1)`;

/** The transaction of a row: by the strongest number under which one alone is known. */
const namedByRow = (at: KnownAt): string => `coalesce(${named(at, 'trade', 'charged.trade_no', 'charged.merchant')},
      ${named(at, 'rrn', 'charged.rrn', 'charged.account')}, ${named(at, 'numbers', 'charged.numbers', 'charged.account')})`;

/** Rows that name one of the transaction's own numbers of a kind. */
const foundBy = (at: KnownAt, kind: string, value: string, scope: string): string => `
      select found.* from read.transaction_references own
        join read.charged_rows found on found.${value} = own.value and found.${scope} = own.scope
        where own.stream = told.stream and own.kind = '${kind}' and ${upTo('own', at)} and ${isLast('found', 'charged_rows', at)}`;

/** Rows that may name a transaction, found by its numbers; of each only what it names in the end counts. */
const chargedAt = (at: KnownAt): string => `
    select sum(charged.fee)::bigint as fee from (
      ${foundBy(at, 'trade', 'trade_no', 'merchant')}
      union
      ${foundBy(at, 'rrn', 'rrn', 'account')}
      union
      ${foundBy(at, 'numbers', 'numbers', 'account')}
    ) charged
    where charged.fee is not null and ${namedByRow(at)} = told.stream`;

const serviceFeeAt = (at: KnownAt): string => `
    select sum(amount)::bigint as fee from read.transaction_fees service
    where service.stream = told.stream and service.kind = 'platform-service' and ${upTo('service', at)}`;

const settledAt = (at: KnownAt): string => `
    select coalesce(sum(booked.settled_gross), 0)::bigint as gross
    from ${bookedSums(at, "told.kind = 'order' and booked.stream = told.stream")}`;

/** Transactions as they stand, or as the last thing said of each up to the position left it. */
const toldAt = (at: KnownAt): string =>
  at.known === undefined
    ? 'read.transactions told'
    : `(select * from read.transaction_versions version where ${isLast('version', 'transaction_versions', at)}) told`;

const chargesAt = (at: KnownAt): string => `
  select told.stream, told.kind, told.id, told.merchant, told.store, told.channel, told.account, told.method, told.product,
    told.card_type as "cardType", told.happened_at as at,
    case when told.kind = 'order' then settled.gross else told.taken end as amount,
    case when told.kind = 'order' then 0 else told.refunded end as refunded,
    case when told.kind = 'order' then coalesce(service.fee, 0) else charged.fee end as charged
  from ${toldAt(at)}
    left join lateral (${settledAt(at)}) settled on true
    left join lateral (${chargedAt(at)}) charged on told.kind <> 'order'
    left join lateral (${serviceFeeAt(at)}) service on told.kind = 'order'
  where told.merchant = $1 and (told.happened_at, told.stream) > ($2::timestamptz, $3::text) and told.happened_at < $4
    and (case when told.kind = 'order' then settled.gross > 0 else told.taken > 0 or charged.fee is not null end)
  order by told.happened_at, told.stream limit $5`;
const CHARGES = bothAt(chargesAt, KNOWN_CHARGES);

/** Transactions with what they were charged, by time, page after page: never more than a page in memory. */
export async function* charges(reader: Reader, asked: ChargesAsked): AsyncGenerator<Answer<Charge[]>> {
  const { merchant, from, before, known } = asked;
  let after: Pick<Charge, 'at' | 'stream'> | undefined = { at: from, stream: '' };
  while (after) {
    const params = [merchant, after.at, after.stream, before, PAGE];
    const page: Answer<Charge[]> = await reader.rows({
      projection: transactions,
      ...questionAt(CHARGES, params, known),
      ...freshEnough({ known }, asked),
    });
    yield page;
    after = page.data.length < PAGE ? undefined : page.data.at(-1);
  }
}

const unmatchedAt = (at: KnownAt): string => `
  select channel, coalesce(method, 'unknown') as method, bill_date as "billDate", count(*) as "rowCount",
    sum(amount)::bigint as amount, sum(fee)::bigint as charged
  from read.charged_rows charged
  where merchant = $1 and bill_date between $2 and $3 and fee is not null and ${isLast('charged', 'charged_rows', at)}
    and ${namedByRow(at)} is null
  group by channel, 2, bill_date order by channel, 2, bill_date`;
const UNMATCHED = bothAt(unmatchedAt, KNOWN_UNMATCHED);

/** Fees on statements that no transaction of ours stands behind. */
export async function unmatchedFees(reader: Reader, asked: UnmatchedAsked): Promise<UnmatchedFees[]> {
  const { merchant, from, to, known } = asked;
  const question = {
    projection: transactions,
    ...questionAt(UNMATCHED, [merchant, from, to], known),
    ...freshEnough({ known }, asked),
  };
  return (await reader.rows<UnmatchedFees>(question)).data;
}

/** As it is now, or as known at a position, which is the parameter behind the others. */
const questionAt = (sql: BothAt, params: readonly unknown[], known: Position | undefined) =>
  known === undefined ? { sql: sql.now, params } : { sql: sql.known, params: [...params, known] };
