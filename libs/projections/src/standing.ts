import type { StoredEvent } from '#event-log';

/** A stream as a batch leaves it: read models of streams take the standing of its last event. */
export interface LastOfStream<Data> {
  readonly event: StoredEvent<Data>;
  /** Of the stream's first event in the batch: the stream's own where the batch begins it. */
  readonly first: StoredEvent<Data>;
}

export function lastOfStreams<Data>(events: readonly StoredEvent[]): LastOfStream<Data>[] {
  const streams = new Map<string, LastOfStream<Data>>();
  for (const event of events as readonly StoredEvent<Data>[]) {
    streams.set(event.stream, { event, first: streams.get(event.stream)?.first ?? event });
  }
  return [...streams.values()];
}
