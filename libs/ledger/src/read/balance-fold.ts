import { START, type StoredEvent } from '#event-log';
import { Fault, localDate, type BusinessDate, type EntryKind, type Instant, type Line } from '#kernel';
import { trueDateOf, type PostingDays } from '#periods';
import { entriesOf } from '#projections';
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
  /** Of the account, after this line. */
  readonly balance: number;
}

/** What an account took in from a merchant's entries for an accounting day, by the day on which it was recorded. */
export interface DayRow {
  readonly accountId: number;
  readonly merchant: string;
  readonly businessDate: BusinessDate;
  readonly recordedDate: string;
  debit: number;
  credit: number;
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
  private readonly dayByKey = new Map<string, DayRow>();
  /** An account's lines mostly stay on one day. */
  private readonly dayBefore = new Map<number, DayRow>();
  private readonly momentByTime = new Map<Instant, MomentRow>();
  private lastId: number;
  private moment: Instant | undefined;
  private hour = { of: '', date: '' };

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

  /** What to add to the sums of days. */
  get days(): DayRow[] {
    return [...this.dayByKey.values()];
  }

  get moments(): MomentRow[] {
    return [...this.momentByTime.values()];
  }

  post(event: StoredEvent): void {
    const recordedDate = this.recordedDateOf(event.recordedAt);
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
        this.lines.push({
          accountId,
          event,
          line,
          kind,
          businessDate,
          trueDate,
          merchant: of.merchant,
          amount,
          balance: row.debit - row.credit,
        });
        this.dayOf(accountId, of.merchant, businessDate, recordedDate)[part.side] += part.amount;
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
      row = known ? { ...known } : { accountId: (this.lastId += 1), account, currency, debit: 0, credit: 0, position: START };
      this.touched.set(key, row);
    }
    return row;
  }

  private dayOf(accountId: number, merchant: string, businessDate: BusinessDate, recordedDate: string): DayRow {
    let day = this.dayBefore.get(accountId);
    if (day?.businessDate === businessDate && day.recordedDate === recordedDate && day.merchant === merchant) return day;
    const key = `${String(accountId)} ${businessDate} ${recordedDate} ${merchant}`;
    day = this.dayByKey.get(key);
    if (!day) this.dayByKey.set(key, (day = { accountId, merchant, businessDate, recordedDate, debit: 0, credit: 0 }));
    this.dayBefore.set(accountId, day);
    return day;
  }

  /** Neighbours in the log share the hour, and an hour lies within one day of the merchant's zone. */
  private recordedDateOf(recordedAt: Instant): string {
    const hour = recordedAt.slice(0, 13);
    if (this.hour.of !== hour) this.hour = { of: hour, date: localDate(recordedAt) };
    return this.hour.date;
  }
}

const keyOf = ({ account, currency }: Pick<AccountRow, 'account' | 'currency'>): string => `${currency} ${account}`;

/** Moves an account by a line; the signed amount. @throws Fault beyond the safe integers */
function move(row: AccountRow, { side, amount }: Line, { position }: StoredEvent): number {
  row[side] += amount;
  row.position = position;
  if (!Number.isSafeInteger(row[side])) throw new Fault(`${row.account} passes the safe integers`);
  return side === 'debit' ? amount : 0 - amount;
}
