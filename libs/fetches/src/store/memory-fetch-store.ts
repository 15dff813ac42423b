import { instant, plusDays, type BusinessDate, type Instant } from '#kernel';
import type { BillName } from '../domain/bills.data.js';
import type { BillQuery, FetchStore, Schedule, TryOutcome, WantedBill } from './fetch-store.js';

type Kept = WantedBill & { readonly isNoted: boolean };

const scheduleKey = ({ bill, account }: Pick<BillName, 'bill' | 'account'>): string => `${bill} ${account}`;
const keyOf = (name: BillName): string => `${scheduleKey(name)} ${name.day}`;
const wanted = ({ isNoted: _isNoted, ...bill }: Kept): WantedBill => bill;

/** For tests: the same contract as the PostgreSQL store, gone with the process. */
export class MemoryFetchStore implements FetchStore {
  private readonly all = new Map<string, Schedule>();
  private readonly kept = new Map<string, Kept>();

  schedule(schedule: Schedule): Promise<void> {
    this.all.set(scheduleKey(schedule), schedule);
    return Promise.resolve();
  }

  schedules(): Promise<readonly Schedule[]> {
    return Promise.resolve([...this.all.values()]);
  }

  want(schedule: Schedule, to: BusinessDate): Promise<void> {
    for (let day = schedule.from; day <= to; day = plusDays(day, 1)) this.add(schedule, day);
    return Promise.resolve();
  }

  due(now: Instant, limit: number): Promise<readonly WantedBill[]> {
    const due = [...this.kept.values()].filter(
      (bill) => bill.state === 'due' && bill.nextTryAt <= now && this.all.get(scheduleKey(bill))?.state === 'on',
    );
    const order = (a: Kept, b: Kept): number => (a.nextTryAt + a.day < b.nextTryAt + b.day ? -1 : 1);
    return Promise.resolve(due.sort(order).slice(0, limit).map(wanted));
  }

  tried(bill: WantedBill, outcome: TryOutcome, at: Instant): Promise<boolean> {
    const known = this.kept.get(keyOf(bill));
    if (known?.tries !== bill.tries || known.state !== 'due') return Promise.resolve(false);
    this.kept.set(keyOf(bill), { ...known, ...changed(outcome, at), tries: known.tries + 1, triedAt: at });
    return Promise.resolve(true);
  }

  ask(schedule: Schedule, day: BusinessDate): Promise<WantedBill> {
    const known = this.add(schedule, day);
    const asked = { ...known, state: 'due' as const, tries: 0, nextTryAt: instant(0) };
    this.kept.set(keyOf(asked), asked);
    return Promise.resolve(wanted(asked));
  }

  bills({ merchantId, from, to }: BillQuery): Promise<readonly WantedBill[]> {
    const asked = [...this.kept.values()].filter(
      (bill) => bill.merchantId === merchantId && bill.day >= from && bill.day <= to,
    );
    return Promise.resolve(asked.sort((a, b) => (a.day > b.day || (a.day === b.day && a.bill < b.bill) ? -1 : 1)).map(wanted));
  }

  toNote(schedule: Schedule, upTo: BusinessDate): Promise<readonly WantedBill[]> {
    const missing = [...this.kept.values()].filter(
      (bill) =>
        scheduleKey(bill) === scheduleKey(schedule) &&
        bill.state === 'due' &&
        bill.tries > 0 &&
        bill.doneAt === null &&
        bill.day <= upTo &&
        !bill.isNoted,
    );
    return Promise.resolve(missing.map(wanted));
  }

  toClear(): Promise<readonly WantedBill[]> {
    const there = [...this.kept.values()].filter(
      (bill) => bill.isNoted && (bill.doneAt !== null || this.all.get(scheduleKey(bill))?.state !== 'on'),
    );
    return Promise.resolve(there.map(wanted));
  }

  noted(name: BillName, isMissing: boolean): Promise<void> {
    const known = this.kept.get(keyOf(name));
    if (known) this.kept.set(keyOf(name), { ...known, isNoted: isMissing });
    return Promise.resolve();
  }

  private add({ bill, account, merchantId }: Schedule, day: BusinessDate): Kept {
    const name = { bill, account, day };
    const fresh = { code: null, ticket: null, statement: null, rows: null, doneAt: null, triedAt: null, isNoted: false };
    const known = this.kept.get(keyOf(name));
    const kept = known ?? { ...name, merchantId, state: 'due' as const, tries: 0, nextTryAt: instant(0), ...fresh };
    this.kept.set(keyOf(name), kept);
    return kept;
  }
}

function changed(outcome: TryOutcome, at: Instant): Partial<Kept> {
  if (outcome.state === 'due') return outcome;
  const { statement, rows } = outcome.state === 'fetched' ? outcome : { statement: null, rows: 0 };
  return { state: outcome.state, statement, rows, doneAt: at, code: null, ticket: null };
}
