import { START, type StoredEvent } from '#event-log';
import { Fault, type BusinessDate, type EntryKind, type Instant, type Line } from '#kernel';
import { trueDateOf, type PostingDays } from '#periods';
import { entriesOf } from '#projections';
import { BLOCK, type BlockPart, type ClosedBlock } from './blocks.js';
import type { LateRow } from './late-entries.js';

/** An account in one currency, as it stands. */
export interface AccountRow {
  /** Numbered by first appearance in the log: every build of this read model numbers alike. */
  readonly accountId: number;
  readonly account: string;
  readonly currency: string;
  /** Turnover of each side, minor units. The balance is debit − credit. */
  debit: number;
  credit: number;
  /** Of the last event that moved it. */
  position: string;
  /** How many there are. */
  lines: number;
  /** What the lines behind its last whole block come to. */
  open: BlockPart[];
}

export interface LineRow {
  readonly accountId: number;
  readonly event: StoredEvent;
  /** Place within the event, counted over all its entries. */
  readonly line: number;
  readonly kind: EntryKind;
  /** On which it is booked. */
  readonly businessDate: BusinessDate;
  /** The accounting day of its entry where that was closed, else null. */
  readonly trueDate: BusinessDate | null;
  /** Debit is positive. */
  readonly merchant: string;
  readonly amount: number;
  /** Of the account, after this line: how many it has, its debit turnover, its balance. */
  readonly ordinal: number;
  readonly debit: number;
  readonly balance: number;
}

/** An account with entries of a merchant. */
export interface HolderRow {
  readonly merchant: string;
  readonly accountId: number;
}

/** A month in which a merchant has something booked. */
export interface MonthRow {
  readonly merchant: string;
  readonly month: string;
}

/** The last position that was recorded by a moment. */
export interface MomentRow {
  readonly recordedAt: Instant;
  readonly position: string;
}

/** What events, posted in the log's order, make of accounts as they stood before. */
export class BalanceFold {
  readonly lines: LineRow[] = [];
  readonly late: LateRow[] = [];
  private readonly known: ReadonlyMap<string, AccountRow>;
  private readonly touched = new Map<string, AccountRow>();
  readonly blocks: ClosedBlock[] = [];
  private readonly holderByKey = new Map<string, HolderRow>();
  private readonly monthByKey = new Map<string, MonthRow>();
  private readonly momentByTime = new Map<Instant, MomentRow>();
  private lastId: number;
  private moment: Instant | undefined;

  /**
   * `known`: the accounts that the events may move, as they stand, and the one that was numbered last. `lastMoment`: when
   * what stands before them in the log was recorded.
   */
  constructor(
    known: readonly AccountRow[],
    private readonly postingDays: PostingDays,
    lastMoment?: Instant,
  ) {
    this.moment = lastMoment;
    this.known = new Map(known.map((row) => [keyOf(row), row]));
    this.lastId = known.reduce((last, { accountId }) => Math.max(last, accountId), 0);
  }

  /** Accounts that moved, as they stand now. */
  get accounts(): AccountRow[] {
    return [...this.touched.values()];
  }

  /** Accounts of merchants, and months: at least those that are new. */
  get holders(): HolderRow[] {
    return [...this.holderByKey.values()];
  }

  get months(): MonthRow[] {
    return [...this.monthByKey.values()];
  }

  get moments(): MomentRow[] {
    return [...this.momentByTime.values()];
  }

  post(event: StoredEvent): void {
    this.postingDays.note(event);
    let line = 0;
    let index = 0;
    for (const entry of entriesOf(event)) {
      const { currency, kind, of } = entry;
      const businessDate = this.postingDays.dayOf(entry);
      const trueDate = trueDateOf(entry, businessDate);
      if (trueDate !== null) this.late.push({ event, index, entry, bookedDay: businessDate });
      for (const part of entry.lines) {
        const row = this.accountOf(part, currency);
        const { accountId } = row;
        const amount = move(row, part, event);
        const { debit, lines: ordinal } = row;
        const balance = debit - row.credit;
        const { merchant } = of;
        this.lines.push({ accountId, event, line, kind, businessDate, trueDate, merchant, amount, ordinal, debit, balance });
        this.count(row, { merchant, day: businessDate, side: part.side, amount: part.amount, line });
        line += 1;
      }
      index += 1;
    }
    this.recorded(event);
  }

  /** A clock that was put back is taken to have stood still: no place in the log is recorded before one that precedes it. */
  private recorded({ recordedAt, position }: StoredEvent): void {
    const moment = this.moment !== undefined && this.moment > recordedAt ? this.moment : recordedAt;
    this.moment = moment;
    this.momentByTime.set(moment, { recordedAt: moment, position });
  }

  private accountOf({ account }: Line, currency: string): AccountRow {
    const key = keyOf({ account, currency });
    let row = this.touched.get(key);
    if (!row) {
      const known = this.known.get(key);
      row = known ? standing(known) : { accountId: (this.lastId += 1), account, currency, ...NOTHING, open: [] };
      this.touched.set(key, row);
    }
    return row;
  }

  /** Into the open block of its account, which closes when it is full. */
  private count(row: AccountRow, { merchant, day, side, amount, line }: Counted): void {
    let part = row.open.find((one) => one.day === day && one.merchant === merchant);
    if (!part) {
      row.open.push((part = { merchant, day, debit: 0, credit: 0, lines: 0, position: START, line: 0 }));
      this.met(row, merchant, day);
    }
    part[side] += amount;
    part.lines += 1;
    part.position = row.position;
    part.line = line;
    if (row.lines % BLOCK > 0) return;
    this.blocks.push({ accountId: row.accountId, block: row.lines / BLOCK - 1, parts: row.open });
    row.open = [];
  }

  private met({ accountId }: AccountRow, merchant: string, day: BusinessDate): void {
    const month = day.slice(0, 7);
    this.holderByKey.set(`${String(accountId)} ${merchant}`, { merchant, accountId });
    this.monthByKey.set(`${month} ${merchant}`, { merchant, month });
  }
}

interface Counted extends Pick<BlockPart, 'merchant' | 'day' | 'line'> {
  readonly side: Line['side'];
  readonly amount: number;
}

const NOTHING = { debit: 0, credit: 0, position: START, lines: 0 } as const;

/** A copy to go on from. */
const standing = (known: AccountRow): AccountRow => ({ ...known, open: known.open.map((part) => ({ ...part })) });

const keyOf = ({ account, currency }: Pick<AccountRow, 'account' | 'currency'>): string => `${currency} ${account}`;

/** Moves an account by a line; the signed amount. @throws Fault beyond the safe integers */
function move(row: AccountRow, { side, amount }: Line, { position }: StoredEvent): number {
  row[side] += amount;
  row.position = position;
  row.lines += 1;
  if (!Number.isSafeInteger(row[side])) throw new Fault(`${row.account} passes the safe integers`);
  return side === 'debit' ? amount : 0 - amount;
}
