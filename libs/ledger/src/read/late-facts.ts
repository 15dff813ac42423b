import type { Position } from '#event-log';
import { isBusinessDate, type BusinessDate, type Instant } from '#kernel';
import { InvalidCursor, cursorOf, cursorParts, pageOf, type Freshness, type Page, type Reader } from '#projections';
import { balances } from './balances.js';

/** An entry that was booked on a later day than its own, because that was closed. */
export interface LateFact {
  readonly position: Position;
  /** Id of the event. */
  readonly event: string;
  readonly type: string;
  readonly stream: string;
  /** Place within the event. */
  readonly entry: number;
  readonly kind: string;
  readonly merchant: string;
  readonly store: string;
  readonly channel: string;
  /** Its own accounting day. */
  readonly trueDate: BusinessDate;
  /** The first open day when the log recorded it. */
  readonly bookedDay: BusinessDate;
  readonly recordedAt: Instant;
  readonly currency: string;
  /** Debit is positive, minor units; they sum to zero. */
  readonly lines: readonly { readonly account: string; readonly amount: number }[];
}

export interface LateFactsAsked extends Freshness {
  readonly merchant?: string | undefined;
  /** First and last day on which they are booked. */
  readonly from?: BusinessDate | undefined;
  readonly to?: BusinessDate | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const LATE = `
  select position, event, type, stream, entry, kind, merchant, store, channel, true_date as "trueDate", booked_day as "bookedDay",
         recorded_at as "recordedAt", currency, lines
  from read.late_entries
  where ($1::text is null or merchant = $1) and ($2::date is null or booked_day >= $2) and ($3::date is null or booked_day <= $3)
    and ($4::text is null or (merchant, booked_day, position, entry) > ($4, $5::date, $6, $7::smallint))
  order by merchant, booked_day, position, entry limit $8`;

const LATE_COUNT = `select count(*) as count from read.late_entries where merchant = $1`;

/** Late facts: what came after its own day was closed. */
export class LateFactsQuery {
  constructor(private readonly reader: Reader) {}

  /** By merchant, booked day and place in the log. @throws InvalidCursor */
  async list({ merchant, from, to, limit, cursor, minPosition }: LateFactsAsked): Promise<Page<LateFact>> {
    const after = cursor === undefined ? [null, null, null, null] : placeOf(cursor);
    const params = [merchant ?? null, from ?? null, to ?? null, ...after, limit + 1];
    const answer = await this.reader.rows<LateFact>({ projection: balances, sql: LATE, params, minPosition });
    return pageOf(answer, limit, (last) => cursorOf(last.merchant, last.bookedDay, last.position, String(last.entry)));
  }

  /** How many entries of a merchant were booked late, ever. */
  async count({ merchant, minPosition }: Freshness & { readonly merchant: string }): Promise<number> {
    const params = [merchant];
    const { data } = await this.reader.rows<{ count: number }>({ projection: balances, sql: LATE_COUNT, params, minPosition });
    return data[0]?.count ?? 0;
  }
}

/** Where a page ended. @throws InvalidCursor */
function placeOf(cursor: string): readonly string[] {
  const parts = cursorParts(cursor, 4);
  const [, day = '', , entry = ''] = parts;
  if (!isBusinessDate(day) || !/^\d{1,4}$/.test(entry)) throw new InvalidCursor();
  return parts;
}
