import { Fault, Outage, type Instant } from '#kernel';
import { collected, newEvent } from './contract/new-events.js';
import { positionAt } from './dense-position.js';
import { follow, readUpTo, type ReadPage } from './dense-reading.js';
import type { Batch, RecordedEvent } from './event-log.js';
import { WakeUp } from './wake-up.js';

const LONG_MS = 60_000;

const eventAt = (counter: number): RecordedEvent => ({
  ...newEvent(),
  position: positionAt(counter),
  stream: 'thing-1',
  revision: counter - 1,
  recordedAt: '2026-09-21T02:13:20.000Z' as Instant,
});

describe('Reading a dense log', () => {
  const open = new AbortController().signal;
  const from = (after = '', batchSize = 2): Parameters<typeof readUpTo>[2] => ({ after, options: { batchSize }, closed: open });
  const headAt = (counter: number) => (): Promise<string> => Promise.resolve(positionAt(counter));
  /** A log that holds events at these positions. */
  const holding =
    (...counters: number[]): ReadPage =>
    (after, last) =>
      Promise.resolve(counters.filter((counter) => counter > after && counter <= last).map(eventAt));
  const checkpoints = (batches: readonly Batch[]): number[] => batches.map(({ checkpoint }) => Number(checkpoint));

  it('fetches the next page while the last one is being used', async () => {
    const asked: number[] = [];
    const page: ReadPage = (after, last, signal) => {
      asked.push(after);
      return holding(1, 2, 3, 4, 5)(after, last, signal);
    };
    const batches = readUpTo(page, headAt(5), from());
    await batches.next();
    expect(asked).toEqual([0, 2]);
    expect(checkpoints(await collected(batches))).toEqual([4, 5]);
  });

  it('passes no hole, at the beginning of a page, within it, or at its end', async () => {
    for (const counters of [
      [2, 3, 4],
      [1, 2, 4],
      [1, 3, 4],
      [1, 2, 3],
    ]) {
      await expect(collected(readUpTo(holding(...counters), headAt(4), from()))).rejects.toThrow(Fault);
    }
    await expect(collected(follow(holding(2), new WakeUp(), LONG_MS, from()))).rejects.toThrow('hole after position START');
  });

  it('lets a page that nobody wants any more fail unheard', async () => {
    const page: ReadPage = (after, last, signal) =>
      after === 0 ? holding(1, 2)(after, last, signal) : Promise.reject(new Outage('away'));
    for await (const batch of readUpTo(page, headAt(4), from())) {
      expect(batch.events).toHaveLength(2);
      break;
    }
    await expect(collected(readUpTo(page, headAt(4), from()))).rejects.toThrow(Outage);
  });

  it('does not sleep through a ring that comes while it looks', async () => {
    const wakeUp = new WakeUp();
    let looks = 0;
    const page: ReadPage = (after, last, signal) => {
      looks += 1;
      if (looks > 1) return holding(1)(after, last, signal);
      wakeUp.ring();
      return Promise.resolve([]);
    };
    const batches = follow(page, wakeUp, LONG_MS, from());
    expect(checkpoints([(await batches.next()).value as Batch, (await batches.next()).value as Batch])).toEqual([0, 1]);
  });

  it('says that it has caught up also where the last page was full, and says it once', async () => {
    const abort = new AbortController();
    const batches = follow(holding(1, 2, 3, 4), new WakeUp(), 5, {
      ...from(),
      options: { batchSize: 2, signal: abort.signal },
    });
    setTimeout(() => abort.abort(), 50);
    expect((await collected(batches)).map(({ events, caughtUp }) => [events.length, caughtUp])).toEqual([
      [2, false],
      [2, false],
      [0, true],
    ]);
  });

  it('ends without an error when it is told to while the world is away', async () => {
    const abort = new AbortController();
    const page: ReadPage = () => {
      abort.abort();
      return Promise.reject(new Outage('away'));
    };
    const signalled = { ...from(), options: { signal: abort.signal } };
    expect(await collected(follow(page, new WakeUp(), LONG_MS, signalled))).toEqual([]);
  });
});

describe('WakeUp', () => {
  it('wakes all who wait, once, and leaves nobody behind', async () => {
    const wakeUp = new WakeUp();
    const { signal } = new AbortController();
    const waiting = Promise.all([1, 2, 3].map(() => wakeUp.ringsAfter(wakeUp.rung, LONG_MS, signal)));
    wakeUp.ring();
    await waiting;
  });

  it('lets who asks after the ring wait for the next, or for the time that it names', async () => {
    jest.useFakeTimers();
    try {
      const wakeUp = new WakeUp();
      wakeUp.ring();
      let isOver = false;
      const { signal } = new AbortController();
      const waiting = wakeUp.ringsAfter(wakeUp.rung, LONG_MS, signal).then(() => (isOver = true));
      await jest.advanceTimersByTimeAsync(LONG_MS - 1);
      expect(isOver).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      expect(isOver).toBe(true);
      await waiting;
    } finally {
      jest.useRealTimers();
    }
  });
});
