import type { Pool } from 'pg';
import type { RecordedEvent } from '../event-log.js';
import { counterOf } from '../dense-position.js';
import { readRows } from './log-page.js';

const BATCH_SIZE = 4_000;

/** Positions above `after` up to `last`; without them, all there are. */
export interface ScanOptions {
  readonly after?: number;
  readonly last?: number;
  readonly batchSize?: number;
}

/** Events as they stand in the tables of a log. */
export type ScanLog = (options?: ScanOptions) => AsyncIterable<readonly RecordedEvent[]>;

/**
 * Events as they stand in the table, in the order of their positions, whatever was done to them: for who looks for what is
 * wrong. Holes are passed over; positions that are none (below 1, above 2^53) are left out; instants are held within what is one.
 */
export const scanOf =
  (pool: Pool): ScanLog =>
  (options) =>
    scanEvents(pool, options);

async function* scanEvents(
  pool: Pool,
  { after = 0, last = Number.MAX_SAFE_INTEGER, batchSize = BATCH_SIZE }: ScanOptions = {},
): AsyncGenerator<readonly RecordedEvent[]> {
  const read = (from: number): Promise<RecordedEvent[]> => readRows(pool, scanQuery(from, last, batchSize));
  let next = read(after);
  for (;;) {
    const events = await next;
    const end = events.at(-1);
    if (!end) return;
    const reached = counterOf(end.position);
    next = events.length < batchSize || reached >= last ? Promise.resolve([]) : read(reached);
    next.catch(() => undefined);
    yield events;
  }
}

const scanQuery = (after: number, last: number, limit: number): string => `
  copy (
    select position, revision, content_type, greatest('1970-01-01Z', least('9999-01-01Z', recorded_at)), id, stream, type, data, metadata, origin
      from log.events
     where position > ${String(after)} and position <= ${String(last)}
     order by position
     limit ${String(limit)}
  ) to stdout (format binary)`;
