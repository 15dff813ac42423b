import { START, type Position } from '#event-log';
import type { EventSource, SourceBatch } from './event-source.js';

/** A log as somebody wrote it into a file. Each opening can be read once, from the beginning. */
export interface OpenExport {
  /** Position of the last event in it. */
  readonly head: Position;
  readonly batches: AsyncIterable<SourceBatch>;
}

/** Streams can only be had by reading all of it, and how far it is shows in events, as far as it was read. */
export function exportSource(open: () => Promise<OpenExport>): EventSource {
  const sizes = new Map<Position, number>([[START, 0]]);
  return {
    async *batches(after) {
      let size = 0;
      for await (const { events } of (await open()).batches) {
        size += events.length;
        const last = events.at(-1);
        if (last) sizes.set(last.position, size);
        yield { events: events.filter(({ position }) => position > after), through: last?.position ?? START };
      }
    },
    head: async () => (await open()).head,
    sizeUpTo: (position) => Promise.resolve(sizes.get(position) ?? Math.max(...sizes.values())),
  };
}
