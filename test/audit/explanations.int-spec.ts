import fc from 'fast-check';
import type { MemoryEventLog, Position, StoredEvent } from '#event-log';
import type { BusinessDate } from '#kernel';
import { BalanceQueries } from '#ledger';
import { entriesOf } from '#projections';
import { CELL_COLUMNS, Sampler, packed, verifyPack, type Explanation, type Question } from '#provenance';
import { historyWithPeriods } from '../read-models/history-with-periods.js';
import { CODEC } from '../read-models/random-history.js';
import { explainBook, type ExplainedBook } from './explained-book.js';
import { SIGNER, STRANGER } from './sealed-book.js';

const FROM = '2026-01-01' as BusinessDate;
const TO = '2030-01-01' as BusinessDate;
const ALL = 10_000;

describe.each([21, 22])('explanations of a random history %i with months closed and reopened', (seed) => {
  let log: MemoryEventLog;
  let book: ExplainedBook;
  const events: StoredEvent[] = [];

  beforeAll(async () => {
    log = await historyWithPeriods(seed);
    for await (const batch of log.readAll('')) events.push(...batch.events.map((event) => CODEC.decode(event)));
    book = await explainBook(log);
  });
  afterAll(() => book.end());

  const asked = (question: Question, known: Position | null = null) => ({ question, known, limit: ALL, seesNotices: false });
  const explained = async (question: Question, known?: Position): Promise<Explanation> =>
    (await book.tracer.trace(asked(question, known))).explanation;
  const accounts = (): string[] => [
    ...new Set(events.flatMap((event) => entriesOf(event).flatMap(({ lines }) => lines.map(({ account }) => account)))),
  ];
  const some = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] => fc.sample(arbitrary, { seed, numRuns });

  it('come to the balance of every account, and to what it was at any point of time', async () => {
    const all = accounts();
    expect(all.length).toBeGreaterThan(10);
    for (const account of all)
      expect([account, (await explained({ of: 'account', account, currency: 'CNY' })).numbers]).toMatchObject([
        account,
        [{ name: 'balance', agrees: true }],
      ]);
    const days = ['2026-09-22', '2026-09-30', '2026-10-01', '2026-11-01'] as BusinessDate[];
    const places = fc.record({
      account: fc.constantFrom(...all),
      known: fc.constantFrom(...events.map(({ position }) => position)),
      effective: fc.constantFrom(undefined, ...days),
    });
    for (const { account, effective, known } of some(places, 40)) {
      const question: Question = { of: 'account', account, currency: 'CNY', ...(effective && { effective }) };
      const times = { known, effective };
      const { data } = await new BalanceQueries(book.database.reader).one({ account, times });
      const { numbers } = await explained(question, known);
      expect([account, times, numbers]).toMatchObject([account, times, [{ amount: data?.balance ?? 0, agrees: true }]]);
    }
  });

  it('come to any cell of the report, whatever was booked late', async () => {
    const cells = fc.record({
      column: fc.constantFrom(...CELL_COLUMNS),
      from: fc.constantFrom(FROM, '2026-09-23' as BusinessDate, '2026-10-01' as BusinessDate),
      to: fc.constantFrom(TO, '2026-09-30' as BusinessDate, '2026-10-31' as BusinessDate),
      axes: fc.constantFrom({}, { side: 'offline' as const }, { store: 's1' }, { channel: 'douyin', method: 'wechat' }),
    });
    for (const { axes, ...cell } of some(cells, 40)) {
      const { numbers } = await explained({ of: 'report', cell: { ...cell, ...axes } });
      expect([cell, axes, numbers]).toMatchObject([cell, axes, [{ agrees: true }]]);
    }
  });

  it('come to the money of orders and payments', async () => {
    const ids = (prefix: string): string[] => [
      ...new Set(events.filter(({ stream }) => stream.startsWith(prefix)).map(({ stream }) => stream.slice(prefix.length))),
    ];
    for (const orderId of ids('order-douyin.').slice(0, 25)) {
      const { numbers, sums } = await explained({ of: 'order', orderId });
      expect(numbers.filter(({ agrees }) => agrees === false)).toEqual([]);
      expect(sums.reduce((total, { amount }) => total + amount, 0)).toBe(0);
    }
    for (const paymentId of ids('payment.').slice(0, 25)) {
      const { numbers } = await explained({ of: 'payment', paymentId });
      expect(numbers.map(({ agrees }) => agrees)).toEqual([true, true, true, true]);
    }
  });

  it('are proved by packs that are whole, and that nobody can change', async () => {
    const [account = ''] = accounts();
    const late = [...events].reverse().find((event) => entriesOf(event).length > 0)?.position ?? '';
    const order = events.find(({ stream }) => stream.startsWith('order-douyin.'))?.stream.slice('order-douyin.'.length) ?? '';
    const questions: Question[] = [
      { of: 'account', account, currency: 'CNY' },
      { of: 'report', cell: { column: 'net', from: FROM, to: TO, side: 'offline' } },
      { of: 'order', orderId: order },
      { of: 'event', position: late },
    ];
    const trust = { codec: CODEC, keys: [SIGNER.verifier.text], checkpoints: [] };
    for (const question of questions) {
      const { files } = await book.desk.evidence(asked(question));
      const pack = Buffer.concat([...packed(files)]);
      expect(verifyPack(pack, trust).defects).toEqual([]);
      expect(verifyPack(pack, { ...trust, keys: [STRANGER.verifier.text] }).defects).toContain(
        'checkpoint is not signed by the log’s key',
      );
      const places = fc.integer({ min: 0, max: pack.length - 1 });
      for (const place of some(places, 12)) {
        const edited = Buffer.from(pack);
        edited[place] = (edited[place] ?? 0) ^ (1 << (place % 8));
        expect([place, verifyPack(edited, trust).defects.length > 0]).toEqual([place, true]);
      }
    }
  });

  it('are drawn as a sample by what stands in the events alone', async () => {
    const draw = { seed: `audit ${String(seed)}`, n: 9, above: 10_000, merchant: 'm1' };
    const { events: drawn, population } = await book.desk.sample(draw, null, undefined);
    const byHand = new Sampler(draw);
    for (const event of [...events].reverse()) byHand.offer({ ...event, entries: entriesOf(event) });
    expect(drawn).toEqual(byHand.sample);
    expect(population).toEqual(byHand.population);
    expect(population.count).toBeGreaterThan(draw.n);
    const then = events[Math.floor(events.length / 2)]?.position ?? '';
    const earlier = await book.desk.sample(draw, then, undefined);
    expect(earlier.events.every(({ position }) => position <= then)).toBe(true);
    expect(earlier.population.count).toBeLessThan(population.count);
  });
});
