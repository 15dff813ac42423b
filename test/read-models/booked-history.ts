import fc from 'fast-check';
import { EventCodec, MemoryEventLog, type StoredEvent } from '#event-log';
import { credit, debit, money, plusDays, type BusinessDate, type Dimensions, type Entry } from '#kernel';

/** Events that do nothing but book, close and reopen. */
export const BOOKED_CODEC = new EventCodec({
  Booked: { version: 1 },
  PeriodClosed: { version: 1 },
  PeriodReopened: { version: 1 },
});

export const MERCHANTS = ['m1', 'm2', 'm3'] as const;
export const FIRST = '2026-07-01' as BusinessDate;
const FIRST_MS = Date.parse('2026-07-01T01:00:00Z');
/** Events of a history stand so far apart, some of them in one moment. */
const APART_MS = 40 * 60_000;
export const DAYS = 70;
const EVENTS = 2_400;

/** A line with all that a question may go by. */
export interface BookedLine {
  readonly account: string;
  readonly merchant: string;
  readonly amount: number;
  /** On which it is booked. */
  readonly day: BusinessDate;
  readonly position: string;
  /** Place within its event. */
  readonly line: number;
}

export interface BookedHistory {
  readonly log: MemoryEventLog;
  readonly positions: readonly string[];
  readonly lines: readonly BookedLine[];
}

/** What closes or reopens at so many events, and of whom. */
const STEPS: readonly (readonly [number, 'PeriodClosed' | 'PeriodReopened', string, BusinessDate | null])[] = [
  [900, 'PeriodClosed', 'm1', '2026-07-31' as BusinessDate],
  [1_100, 'PeriodClosed', 'm2', '2026-07-31' as BusinessDate],
  [1_300, 'PeriodReopened', 'm1', null],
  [1_500, 'PeriodClosed', 'm1', '2026-07-31' as BusinessDate],
  [2_200, 'PeriodClosed', 'm1', '2026-08-31' as BusinessDate],
];

/** How an entry differs from the one before; most are of the day on which they come. */
const entries = fc.array(
  fc.record({
    merchant: fc.constantFrom(...MERCHANTS, 'm1', 'm1'),
    daysLate: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -2, max: 50 }) }),
    amount: fc.integer({ min: 1, max: 50_000 }),
    isBack: fc.boolean(),
    isShared: fc.boolean(),
    isTwice: fc.boolean(),
    isSameMoment: fc.boolean(),
  }),
  { minLength: EVENTS, maxLength: EVENTS, size: 'max' },
);

type Told = typeof entries extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

/** Months of two merchants close, reopen and close meanwhile, and entries come late for them. */
export async function bookedHistory(seed: number): Promise<BookedHistory> {
  const [told = []] = fc.sample(entries, { seed, numRuns: 1 });
  let now = FIRST_MS;
  const log = new MemoryEventLog(() => now);
  const append = async (index: number, type: string, data: object): Promise<void> => {
    const metadata = { commandId: String(index), correlationId: String(index), actor: 'test' };
    const stream = `${type.toLowerCase()}-${String(index)}`;
    await log.append(stream, 'no_stream', BOOKED_CODEC.encode(stream, [{ type, data }], metadata));
  };
  for (const [index, one] of told.entries()) {
    if (!one.isSameMoment) now += APART_MS;
    for (const [at, type, merchantId, closedThrough] of STEPS)
      if (at === index) await append(index, type, { merchantId, closedThrough, month: (closedThrough ?? FIRST).slice(0, 7) });
    await append(index, 'Booked', { entries: entriesOf(one, plusDays(FIRST, Math.floor((index * 65) / EVENTS))) });
  }
  const events: StoredEvent[] = [];
  for await (const batch of log.readAll('')) events.push(...batch.events.map((event) => BOOKED_CODEC.decode(event)));
  return { log, positions: events.map(({ position }) => position), lines: linesOf(events) };
}

function entriesOf({ merchant, daysLate, amount, isBack, isShared, isTwice }: Told, today: BusinessDate): Entry[] {
  const of: Dimensions = { merchant, store: 's1', side: 'offline', channel: 'unionpay', method: 'card' };
  const [bank, revenue] = [isShared ? 'assets:bank:shared' : `assets:bank:${merchant}`, `revenue:${merchant}`];
  const sum = money(amount);
  const lines = isBack ? [debit(revenue, sum), credit(bank, sum)] : [debit(bank, sum), credit(revenue, sum)];
  const entry: Entry = { kind: 'sale', businessDate: plusDays(today, 0 - daysLate), currency: 'CNY', of, lines };
  return isTwice ? [entry, entry] : [entry];
}

/** The slow way: with each entry, what was closed before it. */
function linesOf(events: readonly StoredEvent[]): BookedLine[] {
  const closed = new Map<string, BusinessDate | null>();
  return events.flatMap(({ type, data, position }) => {
    if (type !== 'Booked') {
      const { merchantId, closedThrough } = data as { merchantId: string; closedThrough: BusinessDate | null };
      closed.set(merchantId, closedThrough);
      return [];
    }
    const all = (data as { entries: readonly Entry[] }).entries.flatMap(({ businessDate, of: { merchant }, lines }) => {
      const through = closed.get(merchant) ?? null;
      const day = through !== null && businessDate <= through ? plusDays(through, 1) : businessDate;
      return lines.map(({ account, side, amount }) => ({
        account,
        merchant,
        day,
        position,
        amount: side === 'debit' ? amount : 0 - amount,
      }));
    });
    return all.map((line, index) => ({ ...line, line: index }));
  });
}
