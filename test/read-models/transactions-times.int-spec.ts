import type { BusinessDate, Instant } from '#kernel';
import { PostingDays } from '#periods';
import type { Page, Reader } from '#projections';
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
  TransactionQueries,
  charges,
  dailyReport,
  transactions,
  unmatchedFees,
  type CellAsked,
  type CellTransaction,
  type Charge,
  type ReportAxis,
  type ReportRow,
  type TransactionDetails,
  type TransactionsAsked,
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
    charges: await chargesOf(reader, times.known),
    unmatched: await unmatchedFees(reader, { merchant: 'm1', from: FROM, to, ...times }),
  };
}

async function chargesOf(reader: Reader, known: string | undefined): Promise<Charge[]> {
  const span = { merchant: 'm1', from: '2020-01-01T00:00:00.000Z' as Instant, before: '2030-01-01T00:00:00.000Z' as Instant };
  const all: Charge[] = [];
  for await (const { data } of charges(reader, { ...span, known })) all.push(...data);
  return all;
}

/** Filters of which each holds of some transactions, at some time. */
const FILTERS: readonly Partial<TransactionsAsked>[] = [
  {},
  { kind: 'voucher' },
  { operator: '01', method: 'card' },
  { liveRoom: '7300000000000000001' },
  { destination: 'bank:icbc-0200' },
  { status: 'captured', amountFrom: 7_500 },
  { exception: 'any' },
  { id: '000001000301' },
  { from: '2026-09-22T00:00:00.000Z' as Instant, before: '2026-09-25T00:00:00.000Z' as Instant },
];

/** All pages of a list. */
async function listed(page: (cursor: string | undefined) => Promise<Page<TransactionDetails>>): Promise<TransactionDetails[]> {
  const rows: TransactionDetails[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const { data, next } = await page(cursor);
    rows.push(...data);
    cursor = next;
  }
  return rows;
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
      const [stood, queries] = [new TransactionQueries(stopped.reader), new TransactionQueries(database.reader)];
      for (const filters of FILTERS) {
        const then = await listed((cursor) => stood.list({ ...filters, limit: 500, cursor }));
        const listedThen = await listed((cursor) => queries.listAsOf({ ...filters, known, limit: 9, cursor }));
        expect([filters, listedThen]).toEqual([filters, then]);
        if (tenth === 10) expect([filters, then.length > 0]).toEqual([filters, true]);
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

  const ALL_BY: readonly (readonly ReportAxis[])[] = [
    ...BY.slice(1),
    ['merchant', 'store', 'side', 'channel', 'method'],
    ['businessDate'],
  ];

  /** Every cell of a breakdown, with what the report says of it. */
  async function cellsOf(by: readonly ReportAxis[], known: string): Promise<(readonly [CellAsked, number])[]> {
    return (await rowsOf(by, known)).flatMap((row) => {
      const axes = by.filter((axis) => axis !== 'businessDate').map((axis) => [axis, row[axis]]);
      const [from, to] = [row.businessDate ?? FROM, row.businessDate ?? DAYS[2] ?? FROM];
      const cell = { ...Object.fromEntries(axes), from, to, known } as Omit<CellAsked, 'column'>;
      return REPORT_COLUMNS.map((column) => [{ ...cell, column }, row[column]] as const);
    });
  }

  it('are the sum of the transactions behind them, each by every axis, as known at any position', async () => {
    let moving = 0;
    for (const tenth of [4, 10]) {
      const known = history.events[Math.floor((history.events.length * tenth) / 10) - 1]?.position ?? '';
      const cells = await Promise.all(ALL_BY.map((by) => cellsOf(by, known)));
      for (const [asked, amount] of cells.flat()) {
        const named = (await pages(asked, amount)).flatMap(({ events }) => events.map(({ position }) => position));
        expect(new Set(named).size).toBe(named.length);
        expect(named.every((position) => position <= known)).toBe(true);
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
