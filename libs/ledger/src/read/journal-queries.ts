import type { Position } from '#event-log';
import type { BusinessDate, Instant } from '#kernel';
import { InvalidCursor, cursorOf, cursorParts, freshEnough, pageOf, type Page, type Reader, type Times } from '#projections';
import type { OneAccount } from './balance-queries.js';
import { balances } from './balances.js';

/** One line of an account's statement. */
export interface JournalLine {
  readonly position: Position;
  /** Place within the event. */
  readonly line: number;
  /** The stream whose event booked it. */
  readonly stream: string;
  readonly kind: string;
  /** On which it is booked. */
  readonly businessDate: BusinessDate;
  /** The accounting day of its entry where that was closed when the log recorded it, else null. */
  readonly trueDate: BusinessDate | null;
  readonly recordedAt: Instant;
  /** Debit is positive, minor units. */
  readonly amount: number;
  /** Of the account, after this line, whatever day it is booked on. */
  readonly balance: number;
}

export interface LinesAsked extends OneAccount {
  readonly times?: Times | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const LINES = `
  select position, line, stream, kind, business_date as "businessDate", true_date as "trueDate", recorded_at as "recordedAt",
         amount, balance
  from read.journal_lines
  where account_id = (select account_id from read.accounts where account = $1 and currency = $2)
    and ($3::text is null or (position, line) < ($3, $4::smallint))
    and ($5::text is null or position <= $5) and ($6::date is null or business_date <= $6)
  order by position desc, line desc limit $7`;

/** Statements of accounts. */
export class JournalQueries {
  constructor(private readonly reader: Reader) {}

  /** The lines of an account, newest first. @throws InvalidCursor */
  async lines(asked: LinesAsked): Promise<Page<JournalLine>> {
    const { account, currency = 'CNY', times = {}, limit, cursor } = asked;
    const [position = null, line = null] = cursor === undefined ? [] : cursorParts(cursor, 2);
    if (line !== null && !/^\d{1,4}$/.test(line)) throw new InvalidCursor();
    const params = [account, currency, position, line, times.known ?? null, times.effective ?? null, limit + 1];
    const question = { projection: balances, sql: LINES, params, ...freshEnough(times, asked) };
    const answer = await this.reader.rows<JournalLine>(question);
    return pageOf(answer, limit, (last) => cursorOf(last.position, String(last.line)));
  }
}
