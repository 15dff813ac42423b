import type { StoredEvent } from '#event-log';
import { signed, type Dimensions, type Entry, type Line } from '#kernel';
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
export interface Heading extends Dimensions {
  readonly businessDate: string;
}

export type DayRow = Heading & Mutable<Sums & Counts>;

/** What days of a month add to what is outstanding. */
export interface MonthRow extends Dimensions {
  /** First day of the month. */
  readonly month: string;
  outstanding: number;
}

/** What one event leaves under one heading, and of the heading's month, both since the first event of the fold. */
export interface Move {
  readonly event: StoredEvent;
  readonly heading: string;
  readonly sums: Sums & Counts;
  readonly outstandingOfMonth: number;
}

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

/** A heading with what is added under it, and to its month. */
interface Cell {
  readonly key: string;
  readonly day: DayRow;
  readonly month: MonthRow;
}

/** What events, posted in the log's order, add to the report. */
export class ReportFold {
  /** In the order of the log, of each event by first appearance of its headings. */
  readonly moves: Move[] = [];
  private readonly byHeading = new Map<string, Cell>();
  private readonly byMonth = new Map<string, MonthRow>();
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
    return Array.from(this.byHeading.values(), ({ day }) => day);
  }

  get months(): MonthRow[] {
    return [...this.byMonth.values()];
  }

  get streams(): StreamRow[] {
    return [...this.touched.values()];
  }

  post(event: StoredEvent): void {
    this.postingDays.note(event);
    const moved = new Set<Cell>();
    for (const entry of entriesOf(event)) {
      const cell = this.cellOf(entry);
      moved.add(cell);
      for (const line of entry.lines) this.add(cell, entry, line, event.stream);
    }
    for (const { key, day, month } of moved)
      this.moves.push({ event, heading: key, sums: sumsOf(day), outstandingOfMonth: month.outstanding });
  }

  private add(cell: Cell, { kind }: Entry, line: Line, stream: string): void {
    const moved = addLine(cell.day, kind, line);
    if (!moved) return;
    cell.month.outstanding += signed(line);
    if (isCounted(moved.column)) this.count(cell, stream, moved.column, moved.amount);
  }

  private count({ key, day }: Cell, stream: string, column: keyof typeof COUNT, amount: number): void {
    const row = this.streamOf(stream, key);
    const before = row[column];
    row[column] += amount;
    day[COUNT[column]] += countOf(column, row[column]) - countOf(column, before);
  }

  private cellOf(entry: Entry): Cell {
    const heading = { businessDate: this.postingDays.dayOf(entry), ...entry.of };
    const key = headingOf(heading);
    let cell = this.byHeading.get(key);
    if (!cell) {
      cell = { key, day: { ...heading, ...NOTHING }, month: this.monthOf(heading) };
      this.byHeading.set(key, cell);
    }
    return cell;
  }

  private monthOf({ businessDate, ...of }: Heading): MonthRow {
    const month = firstOfMonth(businessDate);
    const key = headingOf({ businessDate: month, ...of });
    let row = this.byMonth.get(key);
    if (!row) this.byMonth.set(key, (row = { month, ...of, outstanding: 0 }));
    return row;
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

export const NOTHING: Sums & Counts = { ...NO_SUMS, saleCount: 0, refundCount: 0, settlementCount: 0 };

const sumsOf = (day: DayRow): Sums & Counts => ({
  gross: day.gross,
  subsidies: day.subsidies,
  refunds: day.refunds,
  settledGross: day.settledGross,
  adjustments: day.adjustments,
  outstanding: day.outstanding,
  fees: day.fees,
  settledNet: day.settledNet,
  saleCount: day.saleCount,
  refundCount: day.refundCount,
  settlementCount: day.settlementCount,
});

const keyOf = ({ stream, heading }: Pick<StreamRow, 'stream' | 'heading'>): string => `${stream} ${heading}`;

/** Of a day `YYYY-MM-DD`. */
export const firstOfMonth = (day: string): string => `${day.slice(0, 8)}01`;

export const headingOf = ({ businessDate, merchant, store, side, channel, method }: Heading): string =>
  [businessDate, merchant, store, side, channel, method].join('|');
