import type { Position } from '#event-log';
import { cursorOf, cursorParts, pageOf, freshEnough, type Page, type Reader, type Times } from '#projections';
import type { OneAccount } from './balance-queries.js';
import { balances } from './balances.js';

export interface LinesBehindAsked extends OneAccount {
  readonly times: Times;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** An event that moves an account. */
export interface EventBehind {
  readonly position: Position;
  readonly stream: string;
  /** Of all its lines that count, debit positive. */
  readonly amount: number;
}

/** A page of them, the newest first, and what all older ones come to. */
export interface LinesBehindPage extends Page<EventBehind> {
  readonly carried: number;
}

const OF_ACCOUNT = `
  from read.journal_lines where account_id = (select account_id from read.accounts where account = $3 and currency = $4)
    and ($1::text is null or position <= $1) and ($2::date is null or business_date <= $2)`;

const EVENTS = `
  select position, min(stream) as stream, sum(amount)::bigint as amount ${OF_ACCOUNT} and ($5::text is null or position < $5)
  group by position order by position desc limit $6`;

const CARRIED = `select coalesce(sum(amount), 0)::bigint as amount ${OF_ACCOUNT} and position < $5`;

/** Which events a number of the book is the sum of. Asks one snapshot where the reader is one. */
export class LinesBehindQuery {
  constructor(private readonly reader: Reader) {}

  /** Events that moved an account. @throws InvalidCursor */
  async account(asked: LinesBehindAsked): Promise<LinesBehindPage> {
    const { account, currency = 'CNY', cursor, limit, times } = asked;
    const [before = null] = cursor === undefined ? [] : cursorParts(cursor, 1);
    const params = [times.known ?? null, times.effective ?? null, account, currency];
    const answer = await this.reader.rows<EventBehind>({
      projection: balances,
      sql: EVENTS,
      params: [...params, before, limit + 1],
      ...freshEnough(times, asked),
    });
    const page = pageOf(answer, limit, ({ position }) => cursorOf(position));
    const oldest = page.data.at(-1)?.position ?? before ?? '';
    const question = { projection: balances, sql: CARRIED, params: [...params, oldest] };
    const { data } = await this.reader.rows<{ readonly amount: number }>(question);
    return { ...page, carried: data[0]?.amount ?? 0 };
  }
}
