import type { EventLog } from '../event-log.js';
import { newEvents, newStream } from './new-events.js';

export interface Writing {
  /** How many events are acknowledged so far. */
  readonly acknowledged: number;
  /** The ids of all events that were acknowledged. */
  stop(): Promise<string[]>;
}

/** Writers that append two events at a time, each to a stream of its own, and expect each append to be stored. */
export function keepWriting(log: EventLog, writers: number): Writing {
  const acknowledged: string[] = [];
  let isWriting = true;
  const written = Array.from({ length: writers }, async () => {
    const stream = newStream();
    for (let revision = -1; isWriting; revision += 2) {
      const events = newEvents(2);
      const result = await log.append(stream, revision < 0 ? 'no_stream' : revision, events);
      expect(result).toMatchObject({ ok: true, revision: revision + 2 });
      acknowledged.push(...events.map(({ id }) => id));
    }
  });
  // Whoever fails is heard of at the end.
  const ended = Promise.all(written);
  ended.catch(() => undefined);
  return {
    get acknowledged() {
      return acknowledged.length;
    },
    stop: async () => {
      isWriting = false;
      await ended;
      return acknowledged;
    },
  };
}
