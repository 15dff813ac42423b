import { correctionStream, isClosed, type BalanceMove, type BlastRadius, type ReportMove, type Shown } from '#corrections';
import { START, type CommandHandling, type StoredEvent } from '#event-log';
import { type BusinessDate, type Dimensions, type Entry, type Instant } from '#kernel';
import { BalanceFold, BalanceQueries, type AccountRow, type Balance } from '#ledger';
import { PostingDays, type ClosedDays } from '#periods';
import type { Reader } from '#projections';
import { ReportFold, type Counts, type DayRow, type Sums } from '#reports';

export interface RadiusParts {
  readonly handling: CommandHandling;
  readonly reader: Reader;
}

/** Accounting days of what is corrected, and ids that its streams and rows name. */
export interface Touched {
  readonly days: readonly BusinessDate[];
  readonly orders: readonly string[];
  readonly payments: readonly string[];
  readonly matches: readonly string[];
}

/** What would move, by folding what would be booked as the read models do. Nothing is appended. */
export async function blastRadius(parts: RadiusParts, shown: Shown, touched: Touched, now: Instant): Promise<BlastRadius> {
  const booked = await wouldBe(parts.handling, shown, now);
  const { position, balances } = await balancesMoved(parts.reader, booked);
  const { closedThrough } = shown;
  const { orders, payments, matches } = touched;
  const closed = touched.days.filter((day) => isClosed(day, closedThrough)).map((day) => day.slice(0, 7));
  const closedPeriods = [...new Set(closed)].sort();
  return { position, balances, report: reportMoved(booked), orders, payments, matches, closedPeriods };
}

interface WouldBe {
  /** What its stream has already. */
  readonly before: readonly StoredEvent[];
  readonly event: StoredEvent;
  /** What is closed where it would come. */
  readonly closed: readonly ClosedDays[];
}

/** The event that would book it, at the end of the stream that it would be in. */
async function wouldBe(handling: CommandHandling, shown: Shown, now: Instant): Promise<WouldBe> {
  const { records, correctionId } = shown;
  const stream = records?.stream ?? correctionStream(correctionId);
  const entries: readonly Entry[] = [...shown.entries, ...(records?.entries ?? [])];
  const before = await handling.history(stream);
  const event: StoredEvent = {
    position: START,
    stream,
    revision: (before.at(-1)?.revision ?? -1) + 1,
    id: '',
    type: 'would-be',
    data: { entries },
    metadata: { v: 1, commandId: '', correlationId: '', actor: '' },
    recordedAt: now,
  };
  return { before, event, closed: [{ merchant: shown.merchant, closedThrough: shown.closedThrough }] };
}

async function balancesMoved(
  reader: Reader,
  { event, closed }: WouldBe,
): Promise<{ readonly position: string; readonly balances: readonly BalanceMove[] }> {
  const names = new Set(entriesIn(event).flatMap(({ lines }) => lines.map(({ account }) => account)));
  return reader.snapshot(async (frozen) => {
    const queries = new BalanceQueries(frozen);
    const known = new Map<string, Balance>();
    let position = START;
    for (const account of names) {
      const answer = await queries.one({ account });
      position = answer.position;
      if (answer.data) known.set(account, answer.data);
    }
    const fold = new BalanceFold([...known.values()].map(asRow), new PostingDays(closed));
    fold.post(event);
    const balances = fold.accounts.map(({ account, debit, credit }) => ({
      account,
      before: known.get(account)?.balance ?? 0,
      after: debit - credit,
    }));
    return { position, balances };
  });
}

const asRow = ({ account, currency, debit, credit }: Balance, index: number): AccountRow => ({
  accountId: index + 1,
  account,
  currency,
  debit,
  credit,
  position: START,
  lines: 0,
  open: [],
});

const entriesIn = ({ data }: StoredEvent): readonly Entry[] => (data as { readonly entries: readonly Entry[] }).entries;

/** The cells that differ between the report with the event and without. Its stream's own past counts: what is there is not counted again. */
function reportMoved({ before, event, closed }: WouldBe): readonly ReportMove[] {
  const without = cellsOf(before, closed);
  const moved = cellsOf([...before, event], closed);
  return [...moved].flatMap(([key, { by, ...cell }]) => {
    const change = by - (without.get(key)?.by ?? 0);
    return change === 0 ? [] : [{ ...cell, by: change }];
  });
}

function cellsOf(events: readonly StoredEvent[], closed: readonly ClosedDays[]): Map<string, ReportMove> {
  const fold = new ReportFold([], new PostingDays(closed));
  for (const event of events) fold.post(event);
  const cells = fold.days.flatMap((row) => COLUMNS.map((column) => cellOf(row, column)));
  return new Map(cells.map(({ by, ...place }) => [JSON.stringify(place), { by, ...place }]));
}

const cellOf = (row: DayRow, column: keyof (Sums & Counts)): ReportMove => ({
  day: row.businessDate as BusinessDate,
  ...dimensionsOf(row),
  column,
  by: row[column],
});

const dimensionsOf = ({ merchant, store, side, channel, method }: Dimensions): Dimensions => ({
  merchant,
  store,
  side,
  channel,
  method,
});

const COLUMNS = [
  'gross',
  'subsidies',
  'refunds',
  'settledGross',
  'adjustments',
  'outstanding',
  'fees',
  'settledNet',
  'saleCount',
  'refundCount',
  'settlementCount',
] as const satisfies (keyof (Sums & Counts))[];
