import { EventCodec, MemoryEventLog, deterministicId, positionAt, type EventLog, type RecordedEvent } from '#event-log';
import { LogFinder, type FoundEvent } from './log-finder.js';

const CODEC = EventCodec.of({ Happened: { version: 1 } });
const TILE = 256;
const NOTICE = 'ab'.repeat(32);

describe('a finder of events', () => {
  let log: MemoryEventLog;
  let all: RecordedEvent[];

  /** An event of a stream of its own, which answers another one. */
  const happened = async (index: number, causationId?: string, digest?: string): Promise<RecordedEvent> => {
    const stream = `thing.${String(index)}`;
    const commandId = deterministicId('command', String(index));
    const cause = causationId !== undefined && { causationId };
    const told = digest !== undefined && { notice: { id: `ntc_${digest}`, digest } };
    const metadata = { commandId, correlationId: commandId, actor: 'test', ...cause, ...told };
    await log.append(stream, 'no_stream', CODEC.encode(stream, [{ type: 'Happened', data: { index } }], metadata));
    const [event] = await log.readStream(stream);
    if (!event) throw new Error('not stored');
    all.push(event);
    return event;
  };
  /** The log as it is; or as one that finds no ids. */
  const finderOn = (finds: boolean): LogFinder => {
    const seen: EventLog = finds
      ? log
      : Object.assign(Object.create(log) as EventLog, { find: undefined, findOfNotice: undefined });
    return new LogFinder(seen, CODEC, {
      eventAt: (position) => {
        const index = all.findIndex((event) => event.position === position);
        const event = all[index];
        return Promise.resolve(event && { index, event });
      },
      async *leadingTo(position, tiles) {
        const end = all.findIndex((event) => event.position === position) + 1;
        const own = Math.floor((end - 1) / TILE);
        await Promise.resolve();
        yield all.slice(Math.max(0, own - tiles) * TILE, end);
      },
    });
  };
  const positionsOf = (found: readonly FoundEvent[]): string[] => found.map(({ event }) => event.position);

  let first: RecordedEvent;
  let near: RecordedEvent;
  let effects: ReturnType<typeof CODEC.decode>[];
  beforeAll(async () => {
    log = new MemoryEventLog();
    all = [];
    first = await happened(0, undefined, NOTICE);
    for (let index = 1; index < 70 * TILE; index += 1) await happened(index);
    near = await happened(70 * TILE, undefined, NOTICE);
    const events = [await happened(70 * TILE + 1, first.id), await happened(70 * TILE + 2, near.id)];
    effects = events.map((event) => CODEC.decode(event));
  });

  it('finds causes however far back where the log finds ids', async () => {
    const finder = finderOn(true);
    expect(positionsOf(await finder.causesOf(effects)).sort()).toEqual([first.position, near.position]);
    expect(await finder.positionOf(first.id, await log.head())).toBe(first.position);
    expect(await finder.positionOf(near.id, first.position)).toBeUndefined();
    expect(finder.lookedFrom).toBeUndefined();
  });

  it('says where it stopped looking where the log does not', async () => {
    const finder = finderOn(false);
    expect(positionsOf(await finder.causesOf(effects.slice(1)))).toEqual([near.position]);
    expect(finder.lookedFrom).toBeUndefined();
    expect(positionsOf(await finder.causesOf(effects))).toEqual([near.position]);
    expect(finder.lookedFrom).toBe(positionAt(6 * TILE + 1));
    expect(await finderOn(false).positionOf(first.id, await log.head())).toBeUndefined();
  });

  it('finds what came of a notice however far back, or says from where on it looked', async () => {
    const head = await log.head();
    const exact = finderOn(true);
    expect(positionsOf(await exact.ofNotice(NOTICE, head))).toEqual([first.position, near.position]);
    expect(positionsOf(await exact.ofNotice(NOTICE, first.position))).toEqual([first.position]);
    expect(exact.noticeFrom).toBeUndefined();
    const looking = finderOn(false);
    expect(positionsOf(await looking.ofNotice(NOTICE, head))).toEqual([near.position]);
    expect(looking.noticeFrom).toBe(positionAt(6 * TILE + 1));
    const early = finderOn(false);
    expect(positionsOf(await early.ofNotice(NOTICE, positionAt(300)))).toEqual([first.position]);
    expect(early.noticeFrom).toBeUndefined();
  });

  it('says nothing of that where it looked to the beginning', async () => {
    const finder = finderOn(false);
    expect(await finder.positionOf(deterministicId('nobody'), positionAt(300))).toBeUndefined();
    expect(finder.lookedFrom).toBeUndefined();
  });
});
