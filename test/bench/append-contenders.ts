import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import type { EventLog } from '#event-log';
import { callersFor, type Contender } from './rounds.js';
import { DATA_BYTES, EVENT_TYPE, METADATA_BYTES, sampleEvent, sampleStream } from './samples.js';

const EVENTS_PER_STREAM = 4;

/** Where each caller stands: a stream gets a few events, one a call, then comes the next stream. */
class Places {
  private readonly at = new Map<number, { stream: string; revision: number }>();

  /** `revision`: the last one, −1 before the first. */
  next(caller: number): { readonly stream: string; readonly revision: number } {
    const before = this.at.get(caller);
    const next =
      before && before.revision < EVENTS_PER_STREAM - 2
        ? { stream: before.stream, revision: before.revision + 1 }
        : { stream: sampleStream(), revision: -1 };
    this.at.set(caller, next);
    return next;
  }
}

/** One event a call, durable when the call returns. */
export const singleAppends = (log: EventLog, callers: number): Contender => ({
  name: `log, ${String(callers)} callers`,
  run: (seconds) => {
    const places = new Places();
    return callersFor(callers, seconds, async (caller) => {
      const { stream, revision } = places.next(caller);
      const { ok } = await log.append(stream, revision < 0 ? 'no_stream' : revision, [sampleEvent()]);
      if (!ok) throw new Error('refused');
      return 1;
    });
  },
});

export const batchedAppends = (log: EventLog, callers: number, events: number): Contender => ({
  name: `log, ${String(callers)} callers, ${String(events)} events a call`,
  run: (seconds) =>
    callersFor(callers, seconds, async () => {
      const { ok } = await log.append(sampleStream(), 'no_stream', Array.from({ length: events }, sampleEvent));
      if (!ok) throw new Error('refused');
      return events;
    }),
});

/** `appendToStream` of emmett-postgresql, one event a call. */
export function emmettAppends(url: string, callers: number): Contender & { close(): Promise<void> } {
  const store = getPostgreSQLEventStore(url);
  const event = {
    type: EVENT_TYPE,
    data: { payload: DATA_BYTES.toString().slice(0, 336) },
    metadata: { payload: METADATA_BYTES.toString().slice(0, 136) },
  };
  return {
    name: `emmett, ${String(callers)} callers`,
    run: (seconds) => {
      const places = new Places();
      return callersFor(callers, seconds, async (caller) => {
        const { stream, revision } = places.next(caller);
        const expectedStreamVersion = revision < 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision + 1);
        await store.appendToStream(stream, [event], { expectedStreamVersion });
        return 1;
      });
    },
    close: () => store.close(),
  };
}
