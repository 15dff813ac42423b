import { instant, type Instant } from '#kernel';
import { TallyLog } from '../testing.js';
import { positionBy, sourceOf, stretchOf, type EventSource } from './event-source.js';
import { exportSource } from './export-source.js';

const at = (counter: number): string => (counter === 0 ? '' : String(counter).padStart(16, '0'));

describe.each(['a log', 'a file'])('events of %s', (kind) => {
  let log: TallyLog;
  let source: EventSource;

  beforeEach(async () => {
    log = new TallyLog();
    await log.countMany(25);
    const open = async () => ({ head: await log.head(), batches: log.readAll('', { batchSize: 10 }) });
    source = kind === 'a log' ? sourceOf(log, 10) : exportSource(open);
  });

  const counters = async (after: number, until: number): Promise<number[]> => {
    const found: number[] = [];
    for await (const events of stretchOf(source, { after: at(after), until: at(until) }))
      found.push(...events.map(({ position }) => Number(position)));
    return found;
  };

  it.each([
    [0, 25],
    [0, 10],
    [3, 11],
    [10, 20],
    [24, 25],
    [25, 25],
    [0, 0],
  ])('after %i up to %i', async (after, until) => {
    expect(await counters(after, until)).toEqual(Array.from({ length: until - after }, (_, index) => after + index + 1));
  });

  it('end at the head, and say where it is', async () => {
    expect(await counters(20, 99)).toEqual([21, 22, 23, 24, 25]);
    expect(await source.head()).toBe(at(25));
    expect(await source.sizeUpTo(at(25))).toBe(25);
  });

  it('by an instant are those before the first that was recorded later', async () => {
    const all = [...(await log.readStream('s-0')), ...(await log.readStream('s-1'))];
    const last = all.map(({ recordedAt }) => recordedAt).reduce((a, b) => (a > b ? a : b));
    expect((await positionBy(source, last)) >= (all.at(-1)?.position ?? '')).toBe(true);
    expect(await positionBy(source, '2999-01-01T00:00:00.000Z' as Instant)).toBe(at(25));
    expect(await positionBy(source, instant(0))).toBe('');
  });
});
