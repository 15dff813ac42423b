import fc from 'fast-check';
import type { MemoryEventLog, Position, StoredEvent } from '#event-log';
import type { BusinessDate } from '#kernel';
import { BalanceQueries } from '#ledger';
import { entriesOf } from '#projections';
import { Sampler, packed, verifyPack, type Cell, type Explanation, type Question } from '#provenance';
import { DailyReportQuery, REPORT_COLUMNS, type CellAxes, type ReportAxis } from '#reports';
import { historyWithPeriods } from '../read-models/history-with-periods.js';
import { CODEC } from '../read-models/random-history.js';
import { CODEC as SOLD_CODEC, recorded } from '../read-models/transactions-history.js';
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
      column: fc.constantFrom(...REPORT_COLUMNS),
      from: fc.constantFrom(FROM, '2026-09-23' as BusinessDate, '2026-10-01' as BusinessDate),
      to: fc.constantFrom(TO, '2026-09-30' as BusinessDate, '2026-10-31' as BusinessDate),
      axes: fc.constantFrom({}, { side: 'offline' as const }, { store: 's1' }, { channel: 'douyin', method: 'wechat' }),
    });
    for (const { axes, ...cell } of some(cells, 40)) {
      const { numbers } = await explained({ of: 'report', cell: { ...cell, ...axes } });
      expect([cell, axes, numbers]).toMatchObject([cell, axes, [{ agrees: true }]]);
    }
  });

  it('come to any cell as it was known then', async () => {
    const cells = fc.record({
      column: fc.constantFrom(...REPORT_COLUMNS),
      known: fc.constantFrom(...events.map(({ position }) => position)),
    });
    for (const { column, known } of some(cells, 25)) {
      const { numbers } = await explained({ of: 'report', cell: { column, from: FROM, to: TO, side: 'offline' } }, known);
      expect([column, known, numbers]).toMatchObject([column, known, [{ agrees: true }]]);
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

describe.each([7])('explanations of cells of history %i by where things were sold', (seed) => {
  let book: ExplainedBook;

  beforeAll(async () => {
    const { log } = await recorded(seed, { isShuffled: true, isCorrected: true });
    book = await explainBook(log, SOLD_CODEC);
  });
  afterAll(() => book.end());

  const BY: readonly (readonly ReportAxis[])[] = [['liveRoom'], ['terminal', 'operator'], ['destination', 'method'], ['store']];

  /** Goes through the pages of a cell; each comes to what is left of it. Answers how many there were. */
  async function paged(cell: Cell, amount: number): Promise<number> {
    let [left, pages, cursor] = [amount, 0, undefined as string | undefined];
    do {
      const asked = { question: { of: 'report', cell } as const, known: null, limit: 15, seesNotices: false, cursor };
      const { explanation, next } = await book.tracer.trace(asked);
      const { carried, events, numbers, transactions = [] } = explanation;
      expect([cell, numbers]).toMatchObject([cell, [{ amount: left, agrees: pages === 0 ? true : null }]]);
      expect(transactions.reduce((sum, one) => sum + one.amount, carried)).toBe(left);
      const listed = events.filter(({ role }) => role === 'entry').map(({ position }) => position);
      expect(transactions.flatMap((one) => one.events).sort()).toEqual(listed.sort());
      [left, pages, cursor] = [carried, pages + 1, next];
    } while (cursor !== undefined);
    expect(left).toBe(0);
    return pages;
  }

  it('name the transactions with their entries page by page, and come to the cell', async () => {
    let pages = 0;
    for (const by of BY)
      for (const row of (await new DailyReportQuery(book.database.reader).ask({ from: FROM, to: TO, by })).data) {
        const axes = Object.fromEntries(by.map((axis) => [axis, row[axis]])) as CellAxes;
        for (const column of REPORT_COLUMNS) pages += await paged({ ...axes, column, from: FROM, to: TO }, row[column]);
      }
    expect(pages).toBeGreaterThan(300);
  });

  it('are proved by packs that say what of it is not', async () => {
    const [row] = (await new DailyReportQuery(book.database.reader).ask({ from: FROM, to: TO, by: ['terminal'] })).data.slice(
      -1,
    );
    const cell: Cell = { column: 'gross', from: FROM, to: TO, terminal: row?.terminal ?? '' };
    for (const limit of [ALL, 3]) {
      const asked = { question: { of: 'report', cell } as const, known: null, limit, seesNotices: false };
      const { files } = await book.desk.evidence(asked);
      const trust = { codec: SOLD_CODEC, keys: [SIGNER.verifier.text], checkpoints: [] };
      const { defects, explanation, notes } = verifyPack(Buffer.concat([...packed(files)]), trust);
      expect(defects).toEqual([]);
      expect(explanation?.transactions?.length).toBeGreaterThan(limit === ALL ? 3 : 2);
      expect(notes.map((note) => note.split(':')[0])).toEqual([...(limit === ALL ? [] : ['Carried']), 'Where it was sold']);
    }
  });
});
