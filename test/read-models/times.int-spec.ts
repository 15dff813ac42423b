import fc from 'fast-check';
import {
  BalanceDiffQuery,
  BalanceQueries,
  GeneralLedgerQuery,
  JournalQueries,
  SealQueries,
  TrialBalanceQuery,
  balances,
  type BalanceDiff,
  type DiffAsked,
  type DiffLine,
  type JournalLine,
} from '#ledger';
import { plusDays } from '#kernel';
import { rebuild, type Times } from '#projections';
import { bringUp, readDatabase, servedDigest, servedViolations, type ReadDatabase } from '#projections/testing';
import { BOOKED_CODEC, DAYS, FIRST, MERCHANTS, bookedHistory, type BookedHistory, type BookedLine } from './booked-history.js';

const RUNS = { numRuns: 60 };
const ALL_ROWS = 500;

const sum = (lines: readonly { readonly amount: number }[]): number => lines.reduce((total, { amount }) => total + amount, 0);
const standing = (lines: readonly BookedLine[]): object => ({
  debit: sum(lines.filter(({ amount }) => amount > 0)),
  credit: 0 - sum(lines.filter(({ amount }) => amount < 0)),
  balance: sum(lines),
  movedAt: lines.at(-1)?.position ?? null,
});

describe.each([21, 22])('random history %i of late entries, closings and reopenings', (seed) => {
  let database: ReadDatabase;
  let history: BookedHistory;
  let accounts: readonly string[];

  beforeAll(async () => {
    database = await readDatabase();
    history = await bookedHistory(seed);
    accounts = [...new Set(history.lines.map(({ account }) => account))].sort();
    for (const [step, until] of [3, 700, 701, 1_600].entries())
      await up(database, [1, 7, 50, 500][step] ?? 1, history.positions[until]);
    await up(database, 90);
  });
  afterAll(() => database.drop());

  const up = ({ pool }: ReadDatabase, batchSize: number, until?: string): Promise<void> =>
    bringUp(
      { pool, log: history.log, codec: BOOKED_CODEC },
      balances,
      until === undefined ? { batchSize } : { batchSize, until },
    );

  const day = fc.integer({ min: -60, max: DAYS }).map((days) => plusDays(FIRST, days));
  const times = fc
    .record({ effective: fc.option(day, { nil: undefined }), known: fc.option(fc.nat(2_404), { nil: undefined }) })
    .map(({ effective, known }) => (): Times => ({ effective, known: known === undefined ? known : history.positions[known] }));
  const account = fc.nat(100).map((index) => () => accounts[index % accounts.length] ?? '');
  const merchant = fc.option(fc.constantFrom(...MERCHANTS), { nil: undefined });

  const counting = ({ effective, known }: Times, of: { account?: string; merchant?: string | undefined } = {}): BookedLine[] =>
    history.lines.filter(
      (line) =>
        (effective === undefined || line.day <= effective) &&
        (known === undefined || line.position <= known) &&
        (of.account === undefined || line.account === of.account) &&
        (of.merchant === undefined || line.merchant === of.merchant),
    );

  it('has accounts of many blocks, shared by merchants, and late entries', () => {
    const sizes = [...Map.groupBy(history.lines, ({ account }) => account).values()].map(({ length }) => length);
    expect(Math.max(...sizes)).toBeGreaterThan(1_500);
    expect(new Set(counting({}, { account: 'assets:bank:shared' }).map(({ merchant }) => merchant)).size).toBe(3);
  });

  it('answers every balance as a reading of the whole log does', async () => {
    const queries = new BalanceQueries(database.reader);
    const property = fc.asyncProperty(account, times, async (name, at) => {
      const { data } = await queries.one({ account: name(), times: at() });
      expect(data).toEqual({ account: name(), currency: 'CNY', ...standing(counting(at(), { account: name() })) });
    });
    await fc.assert(property, RUNS);
  });

  it('answers all balances, rolled up to any path', async () => {
    const queries = new BalanceQueries(database.reader);
    const depth = fc.constantFrom(undefined, 1, 2);
    const property = fc.asyncProperty(times, depth, async (at, steps) => {
      const { data } = await queries.many({ limit: ALL_ROWS, depth: steps, times: at() });
      const groups = Map.groupBy(counting(at()), (line) => line.account.split(':').slice(0, steps).join(':'));
      const expected = [...groups].map(([name, lines]) => ({ account: name, currency: 'CNY', ...standing(lines) }));
      expect(data).toEqual(expected.sort((a, b) => (a.account < b.account ? -1 : 1)));
    });
    await fc.assert(property, RUNS);
  });

  it('answers every trial balance, of all and of a merchant', async () => {
    const query = new TrialBalanceQuery(database.reader);
    const property = fc.asyncProperty(times, merchant, async (at, of) => {
      const { data } = await query.ask({ merchant: of, times: at() });
      const groups = Map.groupBy(counting(at(), { merchant: of }), (line) => line.account);
      const expected = [...groups].map(([name, lines]) => [name, sum(lines)]).filter(([, balance]) => balance !== 0);
      const rows = data.rows.map((row) => [row.account, row.debit - row.credit]).filter(([, balance]) => balance !== 0);
      expect(rows).toEqual(expected.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
      expect(data.isZero).toBe(true);
    });
    await fc.assert(property, RUNS);
  });

  it('answers the general ledger of any days as known at any position, with its lines', async () => {
    const query = new GeneralLedgerQuery(database.reader);
    const property = fc.asyncProperty(times, fc.option(day, { nil: undefined }), async (at, from) => {
      const known = at().known ?? history.positions.at(-1) ?? '';
      const to = at().effective;
      fc.pre(from === undefined || to === undefined || from <= to);
      const { data } = await query.accounts({ known, from, to });
      for (const name of accounts) {
        const through = counting({ known, effective: to }, { account: name });
        const within = through.filter((line) => from === undefined || line.day >= from);
        const opening = sum(through) - sum(within);
        const found = data.find((row) => row.account === name);
        if (within.length === 0 && opening === 0) {
          expect(found).toBeUndefined();
          continue;
        }
        expect(found).toMatchObject({ opening, closing: sum(through), lines: within.length });
        expect(found?.lastDay).toBe(
          through
            .map((line) => line.day)
            .sort()
            .at(-1) ?? null,
        );
        const lines: unknown[] = [];
        for await (const page of query.lines(found?.accountId ?? 0, { known, from, to }))
          lines.push(...page.map(({ position, line, amount }) => [position, line, amount]));
        expect(lines).toEqual(within.map(({ position, line, amount }) => [position, line, amount]));
      }
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('pages through the lines that count at a point of time', async () => {
    const queries = new JournalQueries(database.reader);
    const property = fc.asyncProperty(account, times, fc.constantFrom(40, 500), async (name, at, limit) => {
      const seen: JournalLine[] = [];
      for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
        const page: Awaited<ReturnType<typeof queries.lines>> = await queries.lines({
          account: name(),
          times: at(),
          limit,
          cursor,
        });
        expect(page.data.length).toBeLessThanOrEqual(limit);
        seen.push(...page.data);
        cursor = page.next;
      }
      const expected = counting(at(), { account: name() }).map(({ position, line, amount }) => [position, line, amount]);
      expect(seen.map(({ position, line, amount }) => [position, line, amount]).reverse()).toEqual(expected);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('tells what makes the difference between two points, to the fen', async () => {
    const query = new BalanceDiffQuery(database.reader);
    const allOf = async (asked: Omit<DiffAsked, 'limit'>): Promise<[BalanceDiff, DiffLine[]]> => {
      const pages: BalanceDiff[] = [];
      for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
        const page: Awaited<ReturnType<typeof query.diff>> = await query.diff({ ...asked, limit: 300, cursor });
        if (page.data) pages.push(page.data);
        cursor = page.next;
      }
      const [head] = pages;
      if (!head) throw new Error('no difference was told');
      return [head, pages.flatMap(({ lines }) => lines)];
    };
    const placeOf = ({ position, line }: Pick<DiffLine, 'position' | 'line'>): string =>
      `${position} ${String(line).padStart(4, '0')}`;
    const property = fc.asyncProperty(account, times, times, async (name, one, other) => {
      const [diff, lines] = await allOf({ account: name(), from: one(), to: other() });
      const [before, after] = [one(), other()].map(
        (at) => new Map(counting(at, { account: name() }).map((line) => [placeOf(line), line])),
      );
      const came = [...(after ?? [])].filter(([place]) => !before?.has(place)).map(([place, { amount }]) => [place, amount]);
      const went = [...(before ?? [])]
        .filter(([place]) => !after?.has(place))
        .map(([place, { amount }]) => [place, 0 - amount]);
      const expected = [...came, ...went].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
      expect(lines.map((line) => [placeOf(line), line.change])).toEqual(expected);
      expect(lines.reduce((total, { change }) => total + change, 0)).toBe(diff.difference);
      expect(diff.difference).toBe(diff.to.balance - diff.from.balance);
      expect(diff.from.balance).toBe(sum([...(before?.values() ?? [])]));
    });
    await fc.assert(property, RUNS);
  });

  it('answers at each closing what was sealed there', async () => {
    const query = new TrialBalanceQuery(database.reader);
    for (const closing of ['m1', 'm2']) {
      const { data: seals } = await new SealQueries(database.reader).seals({ merchant: closing });
      expect(seals.length).toBe(closing === 'm1' ? 3 : 1);
      for (const { closedThrough: effective, position: known, digest } of seals)
        expect((await query.ask({ merchant: closing, times: { effective, known } })).data.digest).toBe(digest);
    }
  });

  it('is the same in one batch, in many and rebuilt', async () => {
    for (const batchSize of [11, 10_000]) {
      const other = await readDatabase();
      await up(other, batchSize);
      expect(await servedDigest(other.pool, balances)).toBe(await servedDigest(database.pool, balances));
      await other.drop();
    }
    const result = await rebuild({ pool: database.pool, log: history.log, codec: BOOKED_CODEC }, balances);
    expect(result.digest).toBe(result.replacedDigest);
    expect(await servedViolations(database.pool, balances)).toEqual([]);
  });
});
