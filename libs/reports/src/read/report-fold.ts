import type { StoredEvent } from '#event-log';
import type { Dimensions, Entry, Line } from '#kernel';
import type { PostingDays } from '#periods';
import { entriesOf } from '#projections';
import { NO_SUMS, addLine, type Mutable, type Sums } from './entry-sums.js';

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
    const moved = addLine(day, kind, line);
    if (moved && isCounted(moved.column)) this.count(day, stream, moved.column, moved.amount);
  }

  private count(day: DayRow, stream: string, column: keyof typeof COUNT, amount: number): void {
    const row = this.streamOf(stream, headingOf(day));
    const before = row[column];
    row[column] += amount;
    day[COUNT[column]] += countOf(column, row[column]) - countOf(column, before);
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

/** What is taken back elsewhere (a sale reversed by a person) is one less there. Of settlements, money that goes back is a row like others. */
const countOf = (column: keyof typeof COUNT, amount: number): number =>
  column === 'settledGross' ? Number(amount !== 0) : Math.sign(amount);

const COUNT = { gross: 'saleCount', refunds: 'refundCount', settledGross: 'settlementCount' } as const;

const isCounted = (column: string): column is keyof typeof COUNT => column in COUNT;

const NOTHING: Sums & Counts = { ...NO_SUMS, saleCount: 0, refundCount: 0, settlementCount: 0 };

const keyOf = ({ stream, heading }: Pick<StreamRow, 'stream' | 'heading'>): string => `${stream} ${heading}`;

const headingOf = ({ businessDate, merchant, store, side, channel, method }: Heading): string =>
  [businessDate, merchant, store, side, channel, method].join('|');
