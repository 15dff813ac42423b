import type { Position } from '#event-log';
import type { Instant } from '#kernel';
import { cursorOf, cursorParts, listStreams, type ListAsked, type Page, type Reader, type StreamRow } from '#projections';
import { destinationOf, upTo, type KnownAt } from './attributed.sql.js';
import { transactions } from './transactions.js';
import type { Transaction, TransactionKind } from './transaction.js';

/** A transaction of whatever kind as its last event left it. */
export interface TransactionDetails extends Transaction, StreamRow {
  /** Where its channel's money went at its time; null where nobody set that. */
  readonly destination: string | null;
  /** What terminals collected for it, being a Douyin order that was handed to one, and did not give back; 0 of all others, 分. */
  readonly collectedAtPos: number;
}

export interface TransactionsAsked extends ListAsked {
  readonly kind?: TransactionKind | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
  readonly side?: 'online' | 'offline' | undefined;
  readonly channel?: string | undefined;
  /** Shop, merchant number, app or client key. */
  readonly account?: string | undefined;
  readonly method?: string | undefined;
  readonly status?: string | undefined;
  /** `<merchant no>/<terminal no>` */
  readonly terminal?: string | undefined;
  readonly operator?: string | undefined;
  readonly liveRoom?: string | undefined;
  readonly destination?: string | undefined;
  /** Made from then on … */
  readonly from?: Instant | undefined;
  /** … and before then; what has no time is in no span. */
  readonly before?: Instant | undefined;
  /** 分, both inclusive. */
  readonly amountFrom?: number | undefined;
  readonly amountTo?: number | undefined;
  /** Any number under which it is known: order, sub-order, payment, request, RRN, wallet's, certificate … */
  readonly id?: string | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

export interface TransactionsAsOfAsked extends Omit<TransactionsAsked, 'updatedAfter' | 'minPosition'> {
  readonly known: Position;
}

const columnsAt = (at: KnownAt): string => `
  told.stream, told.kind, told.id, told.merchant, told.store, told.side, told.channel, told.account, told.method, told.status,
    told.happened_at as at, told.terminal, told.operator, told.live_room as "liveRoom", told.product, told.card_type as "cardType",
    told.amount, told.taken, told.refunded, told.list_price as "listPrice", told.discount_shop as "discountShop",
    told.discount_platform as "discountPlatform", told.discount_talent as "discountTalent",
    told.discount_payment as "discountPayment", told.exceptions, destination.payee as destination,
    coalesce((select held.collected from read.collected_orders held where held.stream = told.stream and ${upTo('held', at)}
      order by held.position desc limit 1), 0) as "collectedAtPos",
    told.revision, told.position, told.updated_at as "updatedAt"`;

/** All filters but the number, $1 to $16 and $18. */
const FILTERS = `($1::text is null or told.kind = $1) and ($2::text is null or told.merchant = $2)
    and ($3::text is null or told.store = $3) and ($4::text is null or told.side = $4)
    and ($5::text is null or told.channel = $5) and ($6::text is null or told.account = $6)
    and ($7::text is null or told.method = $7) and ($8::text is null or told.status = $8)
    and ($9::text is null or told.terminal = $9) and ($10::text is null or told.operator = $10)
    and ($11::text is null or told.live_room = $11) and ($12::text is null or destination.payee = $12)
    and ($13::timestamptz is null or told.happened_at >= $13) and ($14::timestamptz is null or told.happened_at < $14)
    and ($15::bigint is null or told.amount >= $15) and ($16::bigint is null or told.amount <= $16)
    and ($18::text is null or (cardinality(told.exceptions) > 0 and ($18 = 'any' or $18 = any(told.exceptions))))`;

const isNumbered = (stream: string, at: KnownAt): string =>
  `($17::text is null or ${stream} in (
      select known.stream from read.transaction_references known where known.value = $17 and ${upTo('known', at)}))`;

const destinationAt = (at: KnownAt): string =>
  destinationOf(at, { channel: 'told.channel', account: 'told.account', at: 'told.happened_at' });

const LIST = `
  select ${columnsAt({})}, told.opened_position as "openedPosition"
  from read.transactions told ${destinationAt({})}
  where ${FILTERS} and ${isNumbered('told.stream', {})}`;

const THEN: KnownAt = { known: '$19' };
/** Transactions looked at for one page, whatever becomes of them. */
const LOOKED_AT = 400;

/** Those opened up to the position, the last first, each as its last version up to it: one seek a transaction. */
const LIST_THEN = `
  with looked as materialized (
    select opened.stream, opened.opened_position from read.transactions opened
    where opened.opened_position <= $19 and ($20::text is null or opened.opened_position < $20) and ${isNumbered('opened.stream', THEN)}
    order by opened.opened_position desc limit ${String(LOOKED_AT)}
  ), found as (
    select ${columnsAt(THEN)}, looked.opened_position as "openedPosition"
    from looked join lateral (
        select * from read.transaction_versions last where last.stream = looked.stream and last.position <= $19
        order by last.position desc limit 1
      ) told on true ${destinationAt(THEN)}
    where ${FILTERS}
    order by looked.opened_position desc limit $21
  )
  select ended.*, found.* from (select min(opened_position) as "lookedTo", count(*)::integer as "lookedAt" from looked) ended
    left join found on true
  order by found."openedPosition" desc`;

type Then = TransactionDetails & {
  readonly openedPosition: Position;
  /** Where the look for this page ended, and at how many it was. */
  readonly lookedTo: Position | null;
  readonly lookedAt: number;
};

export class TransactionQueries {
  constructor(private readonly reader: Reader) {}

  /** @throws InvalidCursor */
  list(asked: TransactionsAsked): Promise<Page<TransactionDetails>> {
    return listStreams<TransactionDetails>(
      this.reader,
      { projection: transactions, select: LIST, params: filtersOf(asked) },
      asked,
    );
  }

  /** As they were known at a position. A page may hold fewer rows than asked for and have a next one. @throws InvalidCursor */
  async listAsOf({ cursor, known, limit, ...asked }: TransactionsAsOfAsked): Promise<Page<TransactionDetails>> {
    const [before = null] = cursor === undefined ? [] : cursorParts(cursor, 1);
    const params = [...filtersOf(asked).map((filter) => filter ?? null), known, before, limit + 1];
    const question = { projection: transactions, sql: LIST_THEN, params, minPosition: known };
    const { data: rows } = await this.reader.rows<Then>(question);
    const found = rows.filter(({ stream }: { readonly stream: string | null }) => stream !== null);
    const data = found.slice(0, limit).map(({ lookedAt: _at, lookedTo: _to, openedPosition: _opened, ...row }) => row);
    const end =
      found.length > limit ? found[limit - 1]?.openedPosition : rows[0]?.lookedAt === LOOKED_AT ? rows[0].lookedTo : null;
    return { position: known, data, ...(end && { next: cursorOf(end) }) };
  }
}

function filtersOf(asked: Omit<TransactionsAsked, 'limit'>): unknown[] {
  const { kind, merchant, store, side, channel, account, method, status, terminal, operator, liveRoom } = asked;
  const { destination, from, before, amountFrom, amountTo, id, exception } = asked;
  const of = [kind, merchant, store, side, channel, account, method, status, terminal, operator, liveRoom, destination];
  return [...of, from, before, amountFrom, amountTo, id, exception];
}
