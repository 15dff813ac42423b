import { randomUUID } from 'node:crypto';
import { Fault, instant } from '#kernel';
import { START, type Position, type RecordedEvent, type RestorableLog } from '../event-log.js';
import type { LogTraits } from './log-traits.js';
import { everything, newEvents, newStream } from './new-events.js';

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const BEGAN = Date.parse('2026-09-21T02:13:20.123Z');

/** Events as a log on EventStoreDB recorded them: streams crossing, any bytes, a clock that stepped back. */
function recordedElsewhere(count: number): RecordedEvent[] {
  const streams = [newStream('moved'), newStream('moved'), newStream('moved')];
  const revisions = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const stream = streams[((index * 7) % 5) % streams.length] ?? '';
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const at = String(1_000 + index * 300).padStart(19, '0');
    const isText = index % 2 === 0;
    return {
      position: `${at}${at}`,
      stream,
      revision,
      id: randomUUID(),
      type: 'ThingHappened',
      contentType: isText ? 'application/json' : 'application/octet-stream',
      data: isText ? Buffer.from(JSON.stringify({ index })) : ALL_BYTES,
      metadata: isText ? Buffer.from('{"v":1}') : Buffer.alloc(0),
      recordedAt: instant(BEGAN + index - (index > 5 ? 60_000 : 0)),
    };
  });
}

/** What must be the same in every log that holds an event. */
const keptOf = ({ position, origin, ...event }: RecordedEvent): unknown => ({
  ...event,
  origin: origin ?? position,
  data: Buffer.from(event.data),
  metadata: Buffer.from(event.metadata),
});

/** What another log recorded comes in as it was, each event with its origin. `open`: fresh and empty. */
export function restoringContract(
  open: () => Promise<{ readonly log: RestorableLog; clear(): Promise<void> }>,
  traits: LogTraits,
): void {
  let log: RestorableLog;
  let clear: () => Promise<void>;
  beforeEach(async () => {
    const opened = await open();
    log = opened.log;
    clear = () => opened.clear();
  });
  afterEach(() => clear());

  const fresh = traits.startsEmpty ? it : it.skip;

  fresh('keeps order, revisions, bytes, times and origins, in one go or in several', async () => {
    const moved = recordedElsewhere(40);
    let head: Position = START;
    for (const [from, to] of [
      [0, 1],
      [1, 12],
      [12, 40],
    ] as const)
      head = await log.restore(head, moved.slice(from, to));
    expect(head).toBe(await log.head());
    const all = await everything(log);
    expect(all.map(keptOf)).toEqual(moved.map(keptOf));
    for (const stream of new Set(moved.map((event) => event.stream))) {
      const expected = moved.filter((event) => event.stream === stream);
      expect((await log.readStream(stream)).map(keptOf)).toEqual(expected.map(keptOf));
    }
  });

  fresh('goes on with appends of its own, whose origin is here', async () => {
    const moved = recordedElsewhere(9);
    const last = moved.at(-1);
    if (!last) throw new Error('no events');
    await log.restore(START, moved);
    const appended = await log.append(last.stream, last.revision, newEvents(2));
    expect(appended).toMatchObject({ ok: true, revision: last.revision + 2 });
    const [own, next] = (await everything(log)).slice(-2);
    expect([own?.origin, next?.origin]).toEqual([undefined, undefined]);
    expect(await log.append(last.stream, last.revision - 1, newEvents(1))).toMatchObject({ ok: false, reason: 'conflict' });
  });

  fresh('takes over positions of its own kind where they are the same', async () => {
    await log.append(newStream(), 'no_stream', newEvents(3));
    await log.append(newStream(), 'no_stream', newEvents(2));
    const recorded = await everything(log);
    const other = await open();
    await other.log.restore(START, recorded);
    const restored = await everything(other.log);
    if (traits.positions === 'dense') expect(restored).toEqual(recorded);
    else expect(restored.map(keptOf)).toEqual(recorded.map(keptOf));
    await other.clear();
  });

  fresh('refuses what does not follow', async () => {
    const moved = recordedElsewhere(20);
    const head = await log.restore(START, moved.slice(0, 10));
    await expect(log.restore(START, moved.slice(10))).rejects.toThrow(Fault);
    await expect(log.restore(head, moved.slice(13))).rejects.toThrow(Fault);
    await expect(log.restore(head, [{ ...moved[10], stream: '$no' } as RecordedEvent])).rejects.toThrow(Fault);
    expect((await everything(log)).map(keptOf)).toEqual(moved.slice(0, 10).map(keptOf));
    await log.restore(head, moved.slice(10));
    expect((await everything(log)).map(keptOf)).toEqual(moved.map(keptOf));
  });
}
