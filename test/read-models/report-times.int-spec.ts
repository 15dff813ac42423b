import fc from 'fast-check';
import type { MemoryEventLog, StoredEvent } from '#event-log';
import type { BusinessDate } from '#kernel';
import { PostingDays } from '#periods';
import { rebuild, type Page } from '#projections';
import { bringUp, readDatabase, servedDigest, servedViolations, type ReadDatabase } from '#projections/testing';
import {
  DailyReportQuery,
  ENTRY_AXES,
  REPORT_COLUMNS,
  ReportDiffQuery,
  ReportFold,
  ReportMovesQuery,
  dailyReport,
  type DayRow,
  type ReportAxis,
  type ReportColumn,
  type ReportMove,
  type ReportPoint,
} from '#reports';
import { historyWithPeriods } from './history-with-periods.js';
import { CODEC } from './random-history.js';

type Heading = Readonly<Record<(typeof ENTRY_AXES)[number], string | null>>;
type Figures = Partial<Record<ReportColumn, number>>;

const ADDED = REPORT_COLUMNS.filter((column) => column !== 'net' && column !== 'outstandingAtEnd');
const BY: readonly (readonly ReportAxis[])[] = [ENTRY_AXES, ['businessDate'], ['side', 'channel'], []];

/** What the events up to a position come to, the slow way: all of them folded anew. */
function folded(events: readonly StoredEvent[], known: string): readonly DayRow[] {
  const fold = new ReportFold([], new PostingDays());
  for (const event of events) if (event.position <= known) fold.post(event);
  return fold.days;
}

const keyOf = (row: Heading, by: readonly ReportAxis[]): string =>
  ENTRY_AXES.map((axis) => (by.includes(axis) ? row[axis] : null)).join('|');

/** Rows of a report by heading, out of days; zeros left out. */
function reported(days: readonly DayRow[], { from, to }: ReportPoint, by: readonly ReportAxis[]): Map<string, Figures> {
  const rows = new Map<string, Figures>();
  const within = days.filter(({ businessDate }) => businessDate >= from && businessDate <= to);
  for (const [key, group] of Map.groupBy(within, (day) => keyOf(day, by))) {
    const sums = Object.fromEntries(ADDED.map((column) => [column, group.reduce((sum, day) => sum + day[column], 0)]));
    if (ADDED.some((column) => sums[column] !== 0)) rows.set(key, sums);
  }
  return rows;
}

/** Outstanding from the first day of the book, by the axes but for the day. */
const standingAt = (days: readonly DayRow[], to: BusinessDate): number =>
  days.filter(({ businessDate }) => businessDate <= to).reduce((sum, { outstanding }) => sum + outstanding, 0);

describe.each([21, 22])('the report of random history %i at two axes of time', (seed) => {
  let database: ReadDatabase;
  let log: MemoryEventLog;
  let events: StoredEvent[];
  let days: BusinessDate[];

  beforeAll(async () => {
    database = await readDatabase();
    log = await historyWithPeriods(seed);
    events = [];
    for await (const batch of log.readAll('')) events.push(...batch.events.map((event) => CODEC.decode(event)));
    days = [...new Set(folded(events, '\uFFFD').map(({ businessDate }) => businessDate as BusinessDate))].sort();
    await bringUp({ pool: database.pool, log, codec: CODEC }, dailyReport, { batchSize: 37 });
  });
  afterAll(() => database.drop());

  const positions = (): fc.Arbitrary<string> => fc.constantFrom(...events.map(({ position }) => position));
  const points = (): fc.Arbitrary<ReportPoint & { times: { known: string } }> =>
    fc
      .tuple(fc.constantFrom(...days), fc.constantFrom(...days), positions())
      .map(([one, other, known]) =>
        one <= other ? { from: one, to: other, times: { known } } : { from: other, to: one, times: { known } },
      );

  it('is the same in any batches, breaks no invariant and is rebuilt alike', async () => {
    for (const batchSize of [1, 10_000]) {
      const other = await readDatabase();
      await bringUp({ pool: other.pool, log, codec: CODEC }, dailyReport, { batchSize });
      expect(await servedDigest(other.pool, dailyReport)).toBe(await servedDigest(database.pool, dailyReport));
      await other.drop();
    }
    const rebuilt = await rebuild({ pool: database.pool, log, codec: CODEC }, dailyReport);
    expect(rebuilt.digest).toBe(rebuilt.replacedDigest);
    expect(await servedViolations(database.pool, dailyReport)).toEqual([]);
  });

  it('is, as known at any position, what the events up to it come to', async () => {
    const query = new DailyReportQuery(database.reader);
    await fc.assert(
      fc.asyncProperty(points(), fc.constantFrom(...BY), async (point, by) => {
        const then = folded(events, point.times.known);
        const { data } = await query.ask({ ...point, by });
        const rows = data.map((row) => [keyOf(row, by), Object.fromEntries(ADDED.map((column) => [column, row[column]]))]);
        const shown = rows.filter(([, sums]) => Object.values(sums ?? {}).some((sum) => sum !== 0));
        expect(new Map(shown as [string, Figures][])).toEqual(reported(then, point, by));
        for (const row of data) expect(row.net).toBe(row.gross + row.subsidies - row.refunds - row.fees);
        const [all] = (await query.ask({ ...point, by: [] })).data;
        expect(all?.outstandingAtEnd ?? 0).toBe(standingAt(then, point.to));
      }),
      { seed, numRuns: 60 },
    );
  });

  it("stands at the end of each row's day as the days before it come to, by day, week and month", async () => {
    const query = new DailyReportQuery(database.reader);
    const lastOf = (day: string, per: 'day' | 'week' | 'month', to: string): string => {
      if (per === 'day') return day;
      const until = new Date(`${day}T00:00:00Z`);
      if (per === 'week') until.setUTCDate(until.getUTCDate() + 6);
      else until.setUTCMonth(until.getUTCMonth() + 1, 0);
      const last = until.toISOString().slice(0, 10);
      return last < to ? last : to;
    };
    await fc.assert(
      fc.asyncProperty(points(), fc.constantFrom('day', 'week', 'month'), fc.boolean(), async (point, per, isNow) => {
        const { times, ...span } = point;
        const then = folded(events, isNow ? '\uFFFD' : times.known);
        const { data } = await query.ask({ ...span, ...(!isNow && { times }), per, by: ['businessDate', 'side'] });
        for (const { businessDate, side, outstandingAtEnd } of data) {
          const ofSide = then.filter((day) => day.side === side);
          const last = lastOf(businessDate ?? '', per, point.to) as BusinessDate;
          expect(outstandingAtEnd).toBe(standingAt(ofSide, last));
        }
      }),
      { seed, numRuns: 40 },
    );
  });

  it('ends its days at the effective one', async () => {
    const query = new DailyReportQuery(database.reader);
    const [from, effective, to] = [days[0], days[3], days.at(-1)] as [BusinessDate, BusinessDate, BusinessDate];
    const capped = await query.ask({ from, to, by: ENTRY_AXES, times: { effective } });
    expect(capped.data).toEqual((await query.ask({ from, to: effective, by: ENTRY_AXES })).data);
    expect(capped.data).not.toEqual((await query.ask({ from, to, by: ENTRY_AXES })).data);
  });

  const allMoves = async (asked: Omit<Parameters<ReportMovesQuery['moves']>[0], 'limit'>): Promise<ReportMove[]> => {
    const query = new ReportMovesQuery(database.reader);
    const moves: ReportMove[] = [];
    let cursor: string | undefined;
    do {
      const page: Page<ReportMove> = await query.moves({ ...asked, limit: 7, cursor });
      expect(page.data.length).toBeLessThanOrEqual(7);
      moves.push(...page.data);
      cursor = page.next;
    } while (cursor !== undefined);
    return moves;
  };
  const sum = (moves: readonly ReportMove[], column: ReportColumn): number =>
    moves.reduce((total, move) => total + move[column === 'outstandingAtEnd' ? 'outstanding' : column], 0);

  it('differs between two points by exactly the moves that it names', async () => {
    const query = new ReportDiffQuery(database.reader);
    await fc.assert(
      fc.asyncProperty(points(), points(), fc.boolean(), fc.nat(), async (before, other, hasSameDays, pick) => {
        const after = hasSameDays ? { ...before, times: other.times } : other;
        const { data } = await query.diff({ before, after, by: ['side', 'channel'] });
        const [had, has] = [before, after].map((point) =>
          reported(folded(events, point.times.known), point, ['side', 'channel']),
        );
        for (const row of data) {
          const key = keyOf(row, ['side', 'channel']);
          for (const column of ADDED) {
            expect(row.before[column]).toBe(had?.get(key)?.[column] ?? 0);
            expect(row.difference[column]).toBe((has?.get(key)?.[column] ?? 0) - (had?.get(key)?.[column] ?? 0));
          }
        }
        const row = data[pick % Math.max(1, data.length)];
        if (!row) return;
        const cell = { side: row.side ?? undefined, channel: row.channel ?? undefined } as const;
        const moves = await allMoves({ point: after, since: before, ...cell });
        for (const column of [...ADDED, 'net' as const]) expect(sum(moves, column)).toBe(row.difference[column]);
        for (const column of ['gross', 'net', 'outstandingAtEnd'] as const) {
          const of = await allMoves({ point: after, since: before, ...cell, column });
          expect(sum(of, column)).toBe(row.difference[column]);
          expect(of.every((move) => move[column === 'outstandingAtEnd' ? 'outstanding' : column] !== 0)).toBe(true);
        }
      }),
      { seed, numRuns: 25 },
    );
  });

  it('differs day by day in what was outstanding at the end as well, where a day had nothing before', async () => {
    const [from, to] = [days[0], days.at(-1)] as [BusinessDate, BusinessDate];
    const [early, late] = [events[200]?.position ?? '', events.at(-1)?.position ?? ''];
    const at = (known: string): ReportPoint => ({ from, to, times: { known } });
    const { data } = await new ReportDiffQuery(database.reader).diff({
      before: at(early),
      after: at(late),
      by: ['businessDate'],
    });
    expect(data.length).toBeGreaterThan(2);
    for (const { businessDate, before, after } of data) {
      const day = businessDate ?? to;
      expect(before.outstandingAtEnd).toBe(standingAt(folded(events, early), day));
      expect(after.outstandingAtEnd).toBe(standingAt(folded(events, late), day));
    }
  });

  it('names the events behind a cell, each where it stands in the log', async () => {
    const point = { from: days[0], to: days.at(-1) } as ReportPoint;
    const byPosition = new Map(events.map((event) => [event.position, event]));
    const moves = await allMoves({ point, channel: 'unionpay', column: 'refunds' });
    expect(moves.length).toBeGreaterThan(7);
    expect(moves.map(({ position }) => position)).toEqual(moves.map(({ position }) => position).sort());
    for (const { position, stream, type, recordedAt } of moves) {
      const event = byPosition.get(position);
      expect([stream, type, recordedAt]).toEqual([event?.stream, event?.type, event?.recordedAt]);
    }
    const { data } = await new DailyReportQuery(database.reader).ask({ ...point, by: ['channel'] });
    expect(sum(moves, 'refunds')).toBe(data.find(({ channel }) => channel === 'unionpay')?.refunds);
  });
});
