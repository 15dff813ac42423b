import type { MemoryEventLog, StoredEvent } from '#event-log';
import { plusDays, type BusinessDate, type Entry } from '#kernel';
import {
  JournalOfLog,
  LateFactsQuery,
  SealQueries,
  TrialBalanceQuery,
  balances,
  type JournalEntry,
  type LateFact,
} from '#ledger';
import { lastDayOf, periods, type Month } from '#periods';
import { entriesOf, rebuild } from '#projections';
import { bringUp, readDatabase, servedDigest, servedViolations, type ReadDatabase } from '#projections/testing';
import { DailyReportQuery, ENTRY_AXES, dailyReport, transactions, type ReportAxis } from '#reports';
import { CODEC } from './random-history.js';
import { historyWithPeriods } from './history-with-periods.js';

const BOOKS = [balances, dailyReport, transactions, periods];
const MERCHANT = 'm1';
const LAST_DAY = '2030-01-01' as BusinessDate;

interface Closing {
  readonly position: string;
  readonly through: BusinessDate;
}

/** Entries and closings out of the log, the slow way: with each entry, what months were closed before it. */
async function recomputed(log: MemoryEventLog): Promise<{ late: LateFact[]; closings: Closing[]; lines: Line[] }> {
  const found = { late: [] as LateFact[], closings: [] as Closing[], lines: [] as Line[] };
  const closed: Month[] = [];
  for await (const { events } of log.readAll('')) {
    for (const event of events.map((recorded) => CODEC.decode(recorded))) {
      const { month } = event.data as { month: Month };
      if (event.type === 'PeriodReopened') closed.pop();
      if (event.type === 'PeriodClosed') {
        closed.push(month);
        found.closings.push({ position: event.position, through: lastDayOf(month) });
      }
      for (const [index, entry] of entriesOf(event).entries()) book(found, event, index, entry, closed.at(-1));
    }
  }
  return found;
}

function book(
  found: { readonly late: LateFact[]; readonly lines: Line[] },
  { position, id, type, stream, recordedAt }: StoredEvent,
  index: number,
  { businessDate, of, kind, currency, lines }: Entry,
  lastClosed: Month | undefined,
): void {
  const firstOpen = lastClosed && plusDays(lastDayOf(lastClosed), 1);
  const isLate = firstOpen !== undefined && of.merchant === MERCHANT && businessDate < firstOpen;
  const day = isLate ? firstOpen : businessDate;
  const moved = lines.map(({ account, side, amount }) => ({ account, amount: side === 'debit' ? amount : 0 - amount }));
  found.lines.push(...moved.map((line) => ({ ...line, day, position })));
  if (!isLate) return;
  const { merchant, store, channel } = of;
  const head = { position, event: id, type, stream, entry: index, kind, merchant, store, channel };
  found.late.push({ ...head, trueDate: businessDate, bookedDay: day, recordedAt, currency, lines: moved });
}

interface Line {
  readonly account: string;
  readonly amount: number;
  readonly day: BusinessDate;
  readonly position: string;
}

describe.each([11, 12])('a random history %i with months closed and reopened', (seed) => {
  let database: ReadDatabase;
  let log: MemoryEventLog;
  let expected: Awaited<ReturnType<typeof recomputed>>;
  beforeAll(async () => {
    database = await readDatabase();
    log = await historyWithPeriods(seed);
    expected = await recomputed(log);
    expect(expected.late.length).toBeGreaterThan(50);
  });
  afterAll(() => database.drop());

  const up = async ({ pool }: ReadDatabase, options: Parameters<typeof bringUp>[2]): Promise<void> => {
    for (const book of BOOKS) await bringUp({ pool, log, codec: CODEC }, book, options);
  };

  /** Everything that says something of the days up to one. */
  const statements = async (through: BusinessDate): Promise<unknown[]> => [
    (await new TrialBalanceQuery(database.reader).ask({ merchant: MERCHANT, times: { effective: through } })).data,
    (await new DailyReportQuery(database.reader).ask({ from: '2020-01-01' as BusinessDate, to: through, by: [...ENTRY_AXES] }))
      .data,
  ];

  it('leaves what is closed as it was when it was closed for good', async () => {
    const frozen: [BusinessDate, unknown[]][] = [];
    for (const { position, through } of expected.closings) {
      await up(database, { batchSize: 41, until: position });
      frozen.push([through, await statements(through)]);
    }
    await up(database, { batchSize: 90 });
    for (const [through, then] of frozen.slice(1)) expect(await statements(through)).toEqual(then);
    // The first closing was taken back, and things were booked in the month meanwhile.
    const [[through, then] = [LAST_DAY, []]] = frozen;
    expect(await statements(through)).not.toEqual(then);
  });

  it('puts what is told by terminal on the days on which the report has it', async () => {
    const grossOf = async (...by: ReportAxis[]): Promise<Map<unknown, number>> => {
      const { data } = await new DailyReportQuery(database.reader).ask({
        from: '2020-01-01' as BusinessDate,
        to: LAST_DAY,
        by,
      });
      const days = Map.groupBy(data, ({ businessDate }) => businessDate);
      const sums = [...days].map(([day, rows]): [unknown, number] => [day, rows.reduce((sum, { gross }) => sum + gross, 0)]);
      return new Map(sums.filter(([, gross]) => gross !== 0));
    };
    expect(await grossOf('businessDate', 'terminal')).toEqual(await grossOf('businessDate'));
  });

  it('seals what stood at each closing', async () => {
    const { data: seals } = await new SealQueries(database.reader).seals({ merchant: MERCHANT });
    const closings = expected.closings.map(({ position, through }) => [position, through]);
    expect(seals.map(({ position, closedThrough }) => [position, closedThrough]).reverse()).toEqual(closings);
    expect(new Set(seals.map(({ digest }) => digest)).size).toBe(3);
    for (const { closedThrough: through, digest } of seals.slice(0, 2))
      expect(
        (await new TrialBalanceQuery(database.reader).ask({ merchant: MERCHANT, times: { effective: through } })).data.digest,
      ).toBe(digest);
  });

  it('books every entry on the day that a reading of the whole log says', async () => {
    const journal: JournalEntry[] = [];
    const known = await log.head();
    for await (const entries of new JournalOfLog(log, CODEC).entries({ known })) journal.push(...entries);
    const booked = journal.flatMap((entry) =>
      entry.lines.map((line) => ({ ...line, day: entry.businessDate, position: entry.position })),
    );
    expect(booked).toEqual(expected.lines);
    const days = [...new Set(expected.lines.map(({ day }) => day))].sort();
    for (const through of days) {
      const sums = new Map<string, number>();
      for (const { account, amount, day } of expected.lines)
        if (day <= through) sums.set(account, (sums.get(account) ?? 0) + amount);
      const { data } = await new TrialBalanceQuery(database.reader).ask({ times: { effective: through } });
      const rows = data.rows.map(({ account, debit, credit }) => [account, debit - credit]);
      expect(rows).toEqual([...sums].filter(([, amount]) => amount !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
  });

  it('tells all that came late, page by page', async () => {
    const told: LateFact[] = [];
    let cursor: string | undefined;
    do {
      const page = await new LateFactsQuery(database.reader).list({ merchant: MERCHANT, limit: 17, cursor });
      told.push(...page.data);
      cursor = page.next;
    } while (cursor !== undefined);
    const inOrder = expected.late.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    expect(told).toEqual(inOrder);
  });

  it('is the same in one batch, one by one and rebuilt', async () => {
    for (const batchSize of [1, 10_000]) {
      const other = await readDatabase();
      await up(other, { batchSize });
      for (const book of BOOKS) expect(await servedDigest(other.pool, book)).toBe(await servedDigest(database.pool, book));
      await other.drop();
    }
    for (const book of BOOKS) {
      const result = await rebuild({ pool: database.pool, log, codec: CODEC }, book);
      expect(result.digest).toBe(result.replacedDigest);
      expect(await servedViolations(database.pool, book)).toEqual([]);
    }
  });
});

const placeOf = ({ bookedDay, position, entry }: LateFact): string =>
  `${bookedDay} ${position} ${String(entry).padStart(4, '0')}`;
