import type { Position } from '#event-log';
import { isBusinessDate, type BusinessDate, type Instant } from '#kernel';
import {
  InvalidCursor,
  cursorOf,
  cursorParts,
  pageOf,
  type Answer,
  type Freshness,
  type Page,
  type Reader,
} from '#projections';
import type { MonthRow } from './month-row.js';
import { periods } from './periods.js';

export interface MonthsAsked extends Freshness {
  readonly merchant: string;
}

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

const MONTHS = `
  select merchant, month, standing, proposal, closed, reopened, rejected from read.period_months
  where merchant = $1 order by month desc`;

const LATE = `
  select position, event, type, stream, entry, kind, merchant, store, channel, true_date as "trueDate", booked_day as "bookedDay",
         recorded_at as "recordedAt", currency, lines
  from read.late_entries
  where ($1::text is null or merchant = $1) and ($2::date is null or booked_day >= $2) and ($3::date is null or booked_day <= $3)
    and ($4::text is null or (merchant, booked_day, position, entry) > ($4, $5::date, $6, $7::smallint))
  order by merchant, booked_day, position, entry limit $8`;

const LATE_COUNT = `select count(*) as count from read.late_entries where merchant = $1`;

/** Months of merchants as far as anybody ever proposed something for them, and late facts. */
export class PeriodQueries {
  constructor(private readonly reader: Reader) {}

  /** The newest first. */
  months({ merchant, minPosition }: MonthsAsked): Promise<Answer<MonthRow[]>> {
    return this.reader.rows<MonthRow>({ projection: periods, sql: MONTHS, params: [merchant], minPosition });
  }

  /** By merchant, booked day and place in the log. @throws InvalidCursor */
  async lateFacts({ merchant, from, to, limit, cursor, minPosition }: LateFactsAsked): Promise<Page<LateFact>> {
    const after = cursor === undefined ? [null, null, null, null] : placeOf(cursor);
    const params = [merchant ?? null, from ?? null, to ?? null, ...after, limit + 1];
    const answer = await this.reader.rows<LateFact>({ projection: periods, sql: LATE, params, minPosition });
    return pageOf(answer, limit, (last) => cursorOf(last.merchant, last.bookedDay, last.position, String(last.entry)));
  }

  /** How many entries of a merchant were booked late, ever. */
  async lateCount({ merchant, minPosition }: MonthsAsked): Promise<number> {
    const params = [merchant];
    const { data } = await this.reader.rows<{ count: number }>({ projection: periods, sql: LATE_COUNT, params, minPosition });
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
