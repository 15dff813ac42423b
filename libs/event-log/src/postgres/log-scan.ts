import type { Pool } from 'pg';
import type { RecordedEvent } from '../event-log.js';
import { counterOf } from '../dense-position.js';
import { readRows } from './log-page.js';

const BATCH_SIZE = 8_000;

/**
 * All events as they stand in the table, in the order of their positions, whatever was done to them: for who looks for what is
 * wrong. Holes are passed over; positions that are none (below 1, above 2^53) are left out; instants are held within what is one.
 */
export async function* scanEvents(pool: Pool, batchSize = BATCH_SIZE): AsyncGenerator<readonly RecordedEvent[]> {
  let next = readRows(pool, scanQuery(0, batchSize));
  for (;;) {
    const events = await next;
    const last = events.at(-1);
    if (!last) return;
    next = readRows(pool, scanQuery(counterOf(last.position), batchSize));
    next.catch(() => undefined);
    yield events;
  }
}

const scanQuery = (after: number, limit: number): string => `
  copy (
    select position, revision, content_type, greatest('1970-01-01Z', least('9999-01-01Z', recorded_at)), id, stream, type, data, metadata, origin
      from log.events
     where position > ${String(after)} and position <= ${String(Number.MAX_SAFE_INTEGER)}
     order by position
     limit ${String(limit)}
  ) to stdout (format binary)`;
