import { START, type Batch, type EventLog, type RecordedEvent } from '../event-log.js';
import { appendAtEnd, collected, everything, newEvent, newEvents, newStream } from './new-events.js';

/** Follows a log until a given number of events after `after` was seen, or until aborted. */
export async function followed(log: EventLog, after: string, count: number, batchSize = 100): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  const abort = new AbortController();
  for await (const batch of log.subscribeAll(after, { signal: abort.signal, batchSize })) {
    events.push(...batch.events);
    if (events.length >= count) abort.abort();
  }
  return events;
}

/** No hole, no duplicate, order kept, each stream's revisions too. `after`: position before the first. */
export function expectDense(events: readonly RecordedEvent[], after = START): void {
  expect(events.map(({ position }) => Number(position))).toEqual(events.map((_, index) => Number(after) + 1 + index));
  const revisions = new Map<string, number>();
  for (const { stream, revision } of events) {
    const before = revisions.get(stream);
    if (before !== undefined && revision !== before + 1)
      throw new Error(`${stream}: ${String(revision)} after ${String(before)}`);
    revisions.set(stream, revision);
  }
}

export function followingContract(theLog: () => EventLog): void {
  let log: EventLog;
  beforeAll(() => {
    log = theLog();
  });

  it('gives a subscriber what is there, says when it has caught up, and goes on with what comes', async () => {
    await log.append(newStream(), 'no_stream', newEvents(6));
    const before = await log.head();
    const abort = new AbortController();
    const batches: Batch[] = [];
    const reading = (async () => {
      for await (const batch of log.subscribeAll(START, { signal: abort.signal, batchSize: 3 })) {
        batches.push(batch);
        const last = Number(batch.checkpoint) - Number(before);
        if (batch.caughtUp && last === 0) await log.append(newStream(), 'no_stream', newEvents(4));
        if (batch.caughtUp && last === 4) abort.abort();
      }
    })();
    await reading;
    expectDense(batches.flatMap(({ events }) => events));
    expect(batches.at(-1)?.checkpoint).toBe(await log.head());
  });

  it('tells a subscriber at the head at once that it has caught up', async () => {
    const abort = new AbortController();
    const head = await log.head();
    for await (const batch of log.subscribeAll(head, { signal: abort.signal })) {
      expect(batch).toEqual({ events: [], checkpoint: head, caughtUp: true });
      abort.abort();
    }
  });

  it('ends a subscription that waits when its signal aborts', async () => {
    const abort = new AbortController();
    const reading = collected(log.subscribeAll(await log.head(), { signal: abort.signal }));
    setTimeout(() => {
      abort.abort();
    }, 50);
    expect(await reading).toHaveLength(1);
    expect(await collected(log.subscribeAll(START, { signal: abort.signal }))).toEqual([]);
  });

  it('gives each of 50 writers on one stream a revision of its own, and loses none', async () => {
    const stream = newStream();
    const before = await log.head();
    const writers = Array.from({ length: 50 }, (_, index) => newEvent(String(index)));
    const revisions = await Promise.all(writers.map((event) => appendAtEnd(log, stream, event)));
    expect(revisions.toSorted((a, b) => a - b)).toEqual(writers.map((_, index) => index));
    const stored = await log.readStream(stream);
    expect(stored.map(({ id }) => id).toSorted()).toEqual(writers.map(({ id }) => id).toSorted());
    expect(stored.map(({ id }) => id)).toEqual(revisions.map((_, at) => writers[revisions.indexOf(at)]?.id));
    expectDense(await everything(log, before), before);
  });

  it('lets readers follow writers on many streams without a hole or a duplicate', async () => {
    const before = await log.head();
    const [streams, appends] = [40, 25];
    const total = streams * appends * 2;
    const following = [1, 7, 1_000].map((batchSize) => followed(log, before, total, batchSize));
    await Promise.all(
      Array.from({ length: streams }, async () => {
        const stream = newStream();
        for (let index = 0; index < appends; index += 1) {
          expect(await log.append(stream, index === 0 ? 'no_stream' : 2 * index - 1, newEvents(2))).toMatchObject({ ok: true });
        }
      }),
    );
    const late = followed(log, before, total);
    for (const events of await Promise.all([...following, late])) {
      expectDense(events, before);
      expect(events).toHaveLength(total);
    }
  });
}
