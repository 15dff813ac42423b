import type { StoredEvent } from '#event-log';
import { signed, type Dimensions, type Entry, type EntryKind, type Line } from '#kernel';
import type { PostingDays } from '#periods';
import { entriesOf } from '#projections';

/**
 * Money by what it is for, minor units. All but `fees` and `settledNet` is what entries of some kind move on the accounts
 * that wait for money (assets:receivable, assets:clearing), so whatever is booked:
 * gross + subsidies − refunds − settledGross + adjustments = outstanding.
 */
export interface Sums {
  /** Buyers paid. */
  readonly gross: number;
  /** Platforms and talents added. */
  readonly subsidies: number;
  /** Given back to buyers. */
  readonly refunds: number;
  /** Paid out by the channels, their fees included. Negative where they took back more. */
  readonly settledGross: number;
  /** Whatever else moved what we wait for. */
  readonly adjustments: number;
  /** Change of what the channels owe us. */
  readonly outstanding: number;
  /** Kept by the channels. */
  readonly fees: number;
  /** Arrived on our own accounts. */
  readonly settledNet: number;
}

/** How many streams have money in a column on a day: orders (their settle rows among them), payments, acquirers' rows. */
export interface Counts {
  readonly saleCount: number;
  readonly refundCount: number;
  readonly settlementCount: number;
}

/** What a sum stands under. */
interface Heading extends Dimensions {
  readonly businessDate: string;
}

export type DayRow = Heading & Mutable<Sums & Counts>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * What one stream has under one heading. Counting needs it: a stream that books its sale in two steps, or takes it back,
 * is one sale, or none, whatever order its facts came in.
 */
export interface StreamRow {
  readonly stream: string;
  readonly heading: string;
  gross: number;
  refunds: number;
  settledGross: number;
}

type Waiting = 'gross' | 'subsidies' | 'refunds' | 'settledGross' | 'adjustments';

/** Column, and its sign, of what an entry moves on the accounts that wait for money. */
const WAITING: Readonly<Record<EntryKind, readonly [Waiting, 1 | -1]>> = {
  sale: ['gross', 1],
  subsidy: ['subsidies', 1],
  refund: ['refunds', -1],
  settlement: ['settledGross', -1],
  recognition: ['adjustments', 1],
  suspense: ['adjustments', 1],
  authorization: ['adjustments', 1],
  instruction: ['adjustments', 1],
  transfer: ['adjustments', 1],
  charge: ['adjustments', 1],
};

/** What events, posted in the log's order, add to the report. */
export class ReportFold {
  private readonly byHeading = new Map<string, DayRow>();
  private readonly touched = new Map<string, StreamRow>();
  private readonly known: ReadonlyMap<string, StreamRow>;

  /** `known`: what streams have that began before these events. */
  constructor(
    known: readonly StreamRow[],
    private readonly postingDays: PostingDays,
  ) {
    this.known = new Map(known.map((row) => [keyOf(row), row]));
  }

  get days(): DayRow[] {
    return [...this.byHeading.values()];
  }

  get streams(): StreamRow[] {
    return [...this.touched.values()];
  }

  post(event: StoredEvent): void {
    this.postingDays.note(event);
    for (const entry of entriesOf(event)) {
      const day = this.dayOf(entry);
      for (const line of entry.lines) this.add(day, entry, line, event.stream);
    }
  }

  private add(day: DayRow, { kind }: Entry, line: Line, stream: string): void {
    const { account } = line;
    const amount = signed(line);
    if (account.startsWith('expenses:fees:')) day.fees += amount;
    else if (account.startsWith('assets:receivable:') || account.startsWith('assets:clearing:')) {
      const [column, sign] = WAITING[kind];
      day[column] += sign * amount;
      day.outstanding += amount;
      if (column === 'gross' || column === 'refunds' || column === 'settledGross')
        this.count(day, stream, column, sign * amount);
    } else if (kind === 'settlement' && account.startsWith('assets:')) day.settledNet += amount;
  }

  private count(day: DayRow, stream: string, column: keyof typeof COUNT, amount: number): void {
    const row = this.streamOf(stream, headingOf(day));
    const before = row[column];
    row[column] += amount;
    day[COUNT[column]] += Number(row[column] !== 0) - Number(before !== 0);
  }

  private dayOf(entry: Entry): DayRow {
    const heading = { businessDate: this.postingDays.dayOf(entry), ...entry.of };
    const key = headingOf(heading);
    let day = this.byHeading.get(key);
    if (!day) this.byHeading.set(key, (day = { ...heading, ...NOTHING }));
    return day;
  }

  private streamOf(stream: string, heading: string): StreamRow {
    const key = keyOf({ stream, heading });
    let row = this.touched.get(key);
    if (!row) this.touched.set(key, (row = { stream, heading, gross: 0, refunds: 0, settledGross: 0, ...this.known.get(key) }));
    return row;
  }
}

const COUNT = { gross: 'saleCount', refunds: 'refundCount', settledGross: 'settlementCount' } as const;

const NOTHING: Sums & Counts = {
  gross: 0,
  subsidies: 0,
  refunds: 0,
  settledGross: 0,
  adjustments: 0,
  outstanding: 0,
  fees: 0,
  settledNet: 0,
  saleCount: 0,
  refundCount: 0,
  settlementCount: 0,
};

const keyOf = ({ stream, heading }: Pick<StreamRow, 'stream' | 'heading'>): string => `${stream} ${heading}`;

const headingOf = ({ businessDate, merchant, store, side, channel, method }: Heading): string =>
  [businessDate, merchant, store, side, channel, method].join('|');
