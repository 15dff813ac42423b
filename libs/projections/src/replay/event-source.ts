import { START, type EventLog, type Position, type RecordedEvent } from '#event-log';
import type { Instant } from '#kernel';

export interface SourceBatch {
  readonly events: readonly RecordedEvent[];
  /** How far it came, where events of no concern were left out; absent: to its last event. */
  readonly through?: Position;
}

/** Where a replay takes its events from: a log, or what was once written out of one. */
export interface EventSource {
  /** Everything after a position in the log's order, batch by batch; ends at the head as of the call. */
  batches(after: Position, signal?: AbortSignal): AsyncIterable<SourceBatch>;
  /** Absent where streams can only be had by reading all. */
  readonly readStream?: (stream: string) => Promise<readonly RecordedEvent[]>;
  /** Position of the last event; `START` where there is none. */
  head(): Promise<Position>;
  /** For progress and estimates, in a unit of its own. */
  sizeUpTo(position: Position): Promise<number>;
}

const BATCH_SIZE = 8_000;

export const sourceOf = (log: EventLog, batchSize = BATCH_SIZE): EventSource => ({
  batches: (after, signal) => log.readAll(after, { batchSize, ...(signal && { signal }) }),
  readStream: (stream) => log.readStream(stream),
  head: () => log.head(),
  sizeUpTo: (position) => log.sizeUpTo(position),
});

/** Events after one position, up to and including another; the next batch is on its way while one is worked on. */
export async function* stretchOf(
  source: EventSource,
  { after, until, signal }: { readonly after: Position; readonly until: Position; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<readonly RecordedEvent[]> {
  if (after >= until) return;
  const batches = source.batches(after, signal)[Symbol.asyncIterator]();
  try {
    for (let coming = ahead(batches); ;) {
      const result = await coming;
      signal?.throwIfAborted();
      if (result.done) return;
      const { value } = result;
      const last = value.through ?? value.events.at(-1)?.position ?? START;
      if (last < until) coming = ahead(batches);
      yield last <= until ? value.events : value.events.filter(({ position }) => position <= until);
      if (last >= until) return;
    }
  } finally {
    await batches.return?.();
  }
}

/** Should it fail, that is seen when it is awaited. */
function ahead<T>(batches: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const next = batches.next();
  next.catch(() => undefined);
  return next;
}

/**
 * The last event before the first one that was recorded after a moment; `START` where that is the first of all. Where a log's clock
 * stepped back, what follows the step counts as later.
 */
export async function positionBy(source: EventSource, recordedBy: Instant, signal?: AbortSignal): Promise<Position> {
  let position = START;
  for await (const { events } of source.batches(START, signal)) {
    signal?.throwIfAborted();
    const later = events.findIndex(({ recordedAt }) => recordedAt > recordedBy);
    position = (later < 0 ? events.at(-1) : events[later - 1])?.position ?? position;
    if (later >= 0) return position;
  }
  signal?.throwIfAborted();
  return position;
}
