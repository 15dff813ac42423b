import { randomUUID } from 'node:crypto';
import { Fault } from '#kernel';
import { START, type Batch, type EventLog, type RecordedEvent } from '../event-log.js';
import { expectComplete, type LogTraits } from './log-traits.js';
import { collected, contentOf, everything, newEvent, newEvents, newStream, ofNotice, randomDigest } from './new-events.js';

const BAD_POSITIONS = ['1', 'abc', '000000000000000a', '00000000000000001', '-000000000000001', 'f'.repeat(38)];

export function readingContract(theLog: () => EventLog, traits: LogTraits): void {
  let log: EventLog;
  let stream: string;
  beforeAll(async () => {
    log = theLog();
    stream = newStream();
    await log.append(stream, 'no_stream', newEvents(3));
    for (let revision = 2; revision < 9; revision += 1) await log.append(stream, revision, [newEvent()]);
    await log.append(newStream(), 'no_stream', newEvents(5));
  });

  const eventsOf = (batches: readonly Batch[]): RecordedEvent[] => batches.flatMap(({ events }) => events);

  describe('a stream', () => {
    it('has its revisions from 0 without a gap', async () => {
      expect((await log.readStream(stream)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });

    it('that was never written to is empty', async () => {
      expect(await log.readStream(newStream())).toEqual([]);
    });

    it.each(['', 'a b', "x' or true --", 'a\u0000b', '订单'])('that can not be is empty: %j', async (name) => {
      expect(await log.readStream(name)).toEqual([]);
    });

    it.each<[number | undefined, number | undefined, number[]]>([
      [undefined, 2, [0, 1]],
      [8, undefined, [8, 9]],
      [3, 2, [3, 4]],
      [10, undefined, []],
      [9, 5, [9]],
      [0, 0, []],
    ])('is read from %s, %s events', async (from, limit, revisions) => {
      const part = await log.readStream(stream, { ...(from !== undefined && { from }), ...(limit !== undefined && { limit }) });
      expect(part.map(({ revision }) => revision)).toEqual(revisions);
    });

    it('reads the same as the whole log does', async () => {
      const inAll = (await everything(log)).filter((event) => event.stream === stream);
      const timeOf = ({ recordedAt }: RecordedEvent): string => (traits.streamTimes ? recordedAt.slice(0, 19) : recordedAt);
      const plain = (event: RecordedEvent): unknown => ({ ...event, ...contentOf(event), recordedAt: timeOf(event) });
      expect((await log.readStream(stream)).map(plain)).toEqual(inAll.map(plain));
    });

    it('and events of others are found by their ids, where the log can', async () => {
      expect(log.find !== undefined).toBe(traits.finds);
      if (!log.find) return;
      const some = (await log.readStream(stream)).filter(({ revision }) => revision % 4 === 0);
      const nobodys = [randomUUID(), 'no id', "' or true --"];
      const found = await log.find([...some.map(({ id }) => id), ...nobodys]);
      expect([...found].sort((a, b) => a.revision - b.revision)).toEqual(some);
      expect(await log.find(nobodys)).toEqual([]);
    });

    it('and events of others are found by the notice behind them, where the log can', async () => {
      expect(log.findOfNotice !== undefined).toBe(traits.finds);
      if (!log.findOfNotice) return;
      const [digest, other] = [randomDigest(), randomDigest()];
      const ofNotices = newStream();
      await log.append(ofNotices, 'no_stream', [ofNotice(digest), ofNotice(other), newEvent(), ofNotice(digest)]);
      const [first, second, , last] = await log.readStream(ofNotices);
      expect(await log.findOfNotice(digest)).toEqual([first, last]);
      expect(await log.findOfNotice(other)).toEqual([second]);
      for (const nobodys of [randomDigest(), 'no digest', "' or true --"]) expect(await log.findOfNotice(nobodys)).toEqual([]);
    });

    it('is told from others that are read at the same time', async () => {
      const streams = Array.from({ length: 300 }, () => newStream());
      await Promise.all(streams.map((name, index) => log.append(name, 'no_stream', [newEvent(String(index))])));
      const parts = await Promise.all([...streams, newStream()].map((name) => log.readStream(name)));
      expect(parts.map(([event]) => event?.stream)).toEqual([...streams, undefined]);
    });
  });

  describe('the whole log', () => {
    it('is read from any checkpoint, in batches of any size', async () => {
      const all = await everything(log);
      expectComplete(traits, all);
      const near = Math.max(all.length - 200, 0);
      for (const from of [0, ...Array.from({ length: 20 }, (_, index) => near + index)]) {
        const after = all[from - 1]?.position ?? START;
        for (const batchSize of [40 + (from % 20), 1_000]) {
          const batches = await collected(log.readAll(after, { batchSize }));
          expect(eventsOf(batches).map(({ position }) => position)).toEqual(all.slice(from).map(({ position }) => position));
          expect(batches.map(({ checkpoint }) => checkpoint)).toEqual(batches.map(({ events }) => events.at(-1)?.position));
          expect(batches.map(({ caughtUp }) => caughtUp)).toEqual(batches.map((_, index) => index === batches.length - 1));
          expect(Math.max(...batches.map(({ events }) => events.length))).toBeLessThanOrEqual(batchSize);
        }
      }
    });

    it('answers one empty batch at its head', async () => {
      const head = await log.head();
      expect(await collected(log.readAll(head))).toEqual([{ events: [], checkpoint: head, caughtUp: true }]);
    });

    it('ends at the head as of the call', async () => {
      const head = await log.head();
      const seen: string[] = [];
      for await (const { checkpoint, caughtUp } of log.readAll(START, { batchSize: 4 })) {
        seen.push(checkpoint);
        if (seen.length < 3) await log.append(newStream(), 'no_stream', newEvents(3));
        expect(caughtUp).toBe(checkpoint === head);
      }
      expect(seen.at(-1)).toBe(head);
    });

    it('stops where the reader stops, and when it is told to', async () => {
      for await (const { events } of log.readAll(START, { batchSize: 2 })) {
        expect(events).toHaveLength(2);
        break;
      }
      const abort = new AbortController();
      let batches = 0;
      for await (const batch of log.readAll(START, { batchSize: 2, signal: abort.signal })) {
        expect(batch.caughtUp).toBe(false);
        batches += 1;
        abort.abort();
      }
      expect(batches).toBe(1);
      expect(await collected(log.readAll(START, { signal: abort.signal }))).toEqual([]);
    });

    it('knows its size up to a position', async () => {
      const all = await everything(log);
      const sizes = await Promise.all([START, ...all.map(({ position }) => position)].map((at) => log.sizeUpTo(at)));
      expect(sizes[0]).toBe(0);
      expect(sizes.every((size, index) => index === 0 || size > (sizes[index - 1] ?? 0))).toBe(true);
      expect(sizes.at(-1)).toBe(await log.sizeUpTo(await log.head()));
      if (traits.positions === 'growing') return;
      expect(sizes).toEqual(sizes.map((_, index) => index));
      expect(await log.sizeUpTo('9'.repeat(15).padStart(16, '0'))).toBe(all.length);
    });

    it('keeps the time, and where one clock writes it never steps back', async () => {
      const times = (await everything(log)).map(({ recordedAt }) => recordedAt);
      if (traits.clock === 'one') expect(times).toEqual(times.toSorted());
      expect(Math.abs(Date.parse(times.at(-1) ?? '') - Date.now())).toBeLessThan(60_000);
    });

    it.each(BAD_POSITIONS)('has no position %s', async (position) => {
      await expect(collected(log.readAll(position))).rejects.toThrow(Fault);
      await expect(collected(log.subscribeAll(position))).rejects.toThrow(Fault);
    });

    it.each([0, -1, 1.5, 1_000_000])('is not read in batches of %d', async (batchSize) => {
      await expect(collected(log.readAll(START, { batchSize }))).rejects.toThrow(Fault);
    });
  });
}
