import { START, type Batch, type EventLog, type RecordedEvent } from '../event-log.js';
import { expectComplete, type LogTraits } from './log-traits.js';
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

export function followingContract(theLog: () => EventLog, traits: LogTraits): void {
  let log: EventLog;
  beforeAll(() => {
    log = theLog();
  });

  it('gives a subscriber what is there, says when it has caught up, and goes on with what comes', async () => {
    await log.append(newStream(), 'no_stream', newEvents(6));
    const present = (await everything(log)).length;
    const abort = new AbortController();
    const batches: Batch[] = [];
    let seen = 0;
    for await (const batch of log.subscribeAll(START, { signal: abort.signal, batchSize: 3 })) {
      batches.push(batch);
      expect(batch.events.length).toBeLessThanOrEqual(3);
      if (seen + batch.events.length === present && batch.caughtUp) await log.append(newStream(), 'no_stream', newEvents(4));
      seen += batch.events.length;
      if (batch.caughtUp && seen === present + 4) abort.abort();
    }
    const events = batches.flatMap((batch) => batch.events);
    expectComplete(traits, events);
    expect(events).toHaveLength(present + 4);
    expect(events.at(-1)?.position).toBe(await log.head());
  });

  it('tells a subscriber at the head at once that it has caught up', async () => {
    const abort = new AbortController();
    const head = await log.head();
    for await (const batch of log.subscribeAll(head, { signal: abort.signal })) {
      expect(batch).toMatchObject({ events: [], caughtUp: true });
      expect(batch.checkpoint >= head).toBe(true);
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
    expectComplete(traits, await everything(log, before), before);
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
      expectComplete(traits, events, before);
      expect(events).toHaveLength(total);
    }
  });
}
