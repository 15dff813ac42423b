import type { BusinessDate } from '#kernel';
import { PostingDays } from '#periods';
import type { Reader } from '#projections';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import {
  AGEING_AXES,
  AgeingQuery,
  CellQuery,
  CollectedQuery,
  DailyReportQuery,
  DiscountsQuery,
  ENTRY_AXES,
  FeesQuery,
  REPORT_AXES,
  REPORT_COLUMNS,
  ReportFold,
  dailyReport,
  transactions,
  type CellAsked,
  type CellTransaction,
  type ReportAxis,
  type ReportRow,
} from '#reports';
import { CODEC, recorded, type Recorded } from './transactions-history.js';

const FROM = '2020-01-01' as BusinessDate;
const DAYS = ['2026-09-22', '2026-10-20', '2030-01-01'] as BusinessDate[];
const BY: readonly (readonly ReportAxis[])[] = [
  REPORT_AXES,
  ['liveRoom'],
  ['terminal', 'operator'],
  ['destination', 'businessDate'],
];

/** Every report by axes of transactions, as known at a point of time. */
async function reports(reader: Reader, to: BusinessDate, times: { readonly known?: string }): Promise<Record<string, unknown>> {
  const ofDay = { effective: to, ...times };
  const each = async (ask: (by: readonly ReportAxis[]) => Promise<{ data: unknown }>): Promise<unknown[]> =>
    Promise.all(BY.map(async (by) => (await ask(by)).data));
  const span = { from: FROM, to, times };
  return {
    report: await each((by) => new DailyReportQuery(reader).ask({ ...span, by })),
    discounts: await each((by) => new DiscountsQuery(reader).discounts({ ...span, by })),
    fees: await each((by) => new FeesQuery(reader).fees({ ...span, by })),
    ageing: (await new AgeingQuery(reader).ageing({ times: ofDay, by: AGEING_AXES })).data,
    collected: (await new CollectedQuery(reader).collected({ from: FROM, to, times: ofDay })).data,
  };
}

describe.each([3, 4])('reports of transactions of history %i', (seed) => {
  let database: ReadDatabase;
  let history: Recorded;

  beforeAll(async () => {
    database = await readDatabase();
    history = await recorded(seed, { isShuffled: true });
    await bringUp({ pool: database.pool, log: history.log, codec: CODEC }, transactions, { batchSize: 25 });
  });
  afterAll(() => database.drop());

  it('are, as known at any position, what a read model says that was stopped there', async () => {
    const stopped = await readDatabase();
    const { log, events } = history;
    let before: unknown;
    for (const tenth of [1, 3, 5, 7, 8, 9, 10]) {
      const known = events[Math.floor((events.length * tenth) / 10) - 1]?.position ?? '';
      await bringUp({ pool: stopped.pool, log, codec: CODEC }, transactions, { batchSize: 25, until: known });
      for (const day of DAYS) {
        const then = await reports(stopped.reader, day, {});
        expect(await reports(database.reader, day, { known })).toEqual(then);
        expect(then).not.toEqual(before);
        before = then;
      }
    }
    await stopped.drop();
  });

  it('know nothing of what was recorded after the position, and all of it now', async () => {
    const last = history.events.at(-1)?.position ?? '';
    for (const day of DAYS)
      expect(await reports(database.reader, day, { known: last })).toEqual(await reports(database.reader, day, {}));
    const nothing = await reports(database.reader, FROM, { known: '' });
    expect(nothing).toMatchObject({ ageing: [], collected: [], fees: BY.map(() => []) });
  });
});

describe.each([5, 6])('cells of the unified report of history %i', (seed) => {
  let database: ReadDatabase;
  let history: Recorded;

  beforeAll(async () => {
    database = await readDatabase();
    history = await recorded(seed, { isShuffled: true, isCorrected: true });
    for (const projection of [transactions, dailyReport])
      await bringUp({ pool: database.pool, log: history.log, codec: CODEC }, projection, { batchSize: 25 });
  });
  afterAll(() => database.drop());

  const rowsOf = async (by: readonly ReportAxis[], known: string): Promise<ReportRow[]> =>
    (await new DailyReportQuery(database.reader).ask({ from: FROM, to: DAYS[2] ?? FROM, by, times: { known } })).data;

  /** All pages; each says what is behind it. */
  async function pages(asked: Omit<CellAsked, 'limit' | 'cursor'>, amount: number): Promise<CellTransaction[]> {
    const found: CellTransaction[] = [];
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const page = await new CellQuery(database.reader).page({ ...asked, limit: 25, cursor });
      found.push(...page.data);
      expect(found.reduce((sum, one) => sum + one.amount, page.carried)).toBe(amount);
      cursor = page.next;
    }
    return found;
  }

  it('are the sum of the transactions behind them, each by every axis, as known at any position', async () => {
    let moving = 0;
    for (const tenth of [4, 10]) {
      const known = history.events[Math.floor((history.events.length * tenth) / 10) - 1]?.position ?? '';
      for (const by of [...BY.slice(1), ['merchant', 'store', 'side', 'channel', 'method'], ['businessDate']] as const)
        for (const row of await rowsOf(by, known))
          for (const column of REPORT_COLUMNS) {
            const axes = by.filter((axis) => axis !== 'businessDate').map((axis) => [axis, row[axis] ?? undefined]);
            const [from, to] = [row.businessDate ?? FROM, row.businessDate ?? DAYS[2] ?? FROM];
            const asked = { ...Object.fromEntries(axes), column, from, to, known } as CellAsked;
            const found = await pages(asked, row[column]);
            const named = found.flatMap(({ events }) => events);
            expect(new Set(named.map(({ position, stream }) => `${stream} ${position}`)).size).toBe(named.length);
            expect(named.every(({ position }) => position <= known)).toBe(true);
            moving += named.length;
          }
    }
    expect(moving).toBeGreaterThan(5_000);
  });

  it('count what is taken back elsewhere as one less, by axes of entries and of transactions alike', async () => {
    const fold = new ReportFold([], new PostingDays());
    for (const event of history.events) fold.post(event);
    const known = history.events.at(-1)?.position ?? '';
    for (const column of ['saleCount', 'refundCount', 'settlementCount'] as const) {
      const sum = (rows: readonly Pick<ReportRow, typeof column>[]): number => rows.reduce((all, row) => all + row[column], 0);
      const counted = sum(fold.days);
      expect([column, sum(await rowsOf(ENTRY_AXES, known))]).toEqual([column, counted]);
      expect([column, sum(await rowsOf(REPORT_AXES, known))]).toEqual([column, counted]);
    }
    const corrected = fold.streams.filter(({ stream, gross }) => stream.startsWith('correction.') && gross < 0);
    expect(corrected).toHaveLength(2);
  });
});
