import type { StoredEvent } from '#event-log';
import { signed, type BusinessDate, type Entry } from '#kernel';
import { Table, column, entriesOf, nullable, write, type Projection, type Tx } from '#projections';
import { trueDateOf, type PostingDays } from '../posting-days.js';
import { PERIOD_EVENTS } from '../periods.feature.js';
import { monthAfterEvent, type MonthRow } from './month-row.js';
import { PostingDaysTable } from './posting-days-table.js';

/** An entry whose own accounting day was closed when the log recorded it. */
interface LateRow {
  readonly event: StoredEvent;
  /** Place within the event. */
  readonly index: number;
  readonly entry: Entry;
  readonly bookedDay: BusinessDate;
  readonly trueDate: BusinessDate;
}

const months = new Table<MonthRow>({
  name: 'period_months',
  columns: {
    merchant: column('text', ({ merchant }) => merchant),
    month: column('text', ({ month }) => month),
    standing: column('text', ({ standing }) => standing),
    proposal: nullable('json', ({ proposal }) => proposal),
    closed: nullable('json', ({ closed }) => closed),
    reopened: nullable('json', ({ reopened }) => reopened),
    rejected: nullable('json', ({ rejected }) => rejected),
  },
  key: ['merchant', 'month'],
});

const late = new Table<LateRow>({
  name: 'late_entries',
  columns: {
    merchant: column('text', ({ entry }) => entry.of.merchant),
    booked_day: column('date', ({ bookedDay }) => bookedDay),
    position: column('text', ({ event }) => event.position),
    entry: column('smallint', ({ index }) => index),
    true_date: column('date', ({ trueDate }) => trueDate),
    event: column('text', ({ event }) => event.id),
    type: column('text', ({ event }) => event.type),
    stream: column('text', ({ event }) => event.stream),
    kind: column('text', ({ entry }) => entry.kind),
    store: column('text', ({ entry }) => entry.of.store),
    channel: column('text', ({ entry }) => entry.of.channel),
    currency: column('text', ({ entry }) => entry.currency),
    lines: column('json', ({ entry }) => entry.lines.map((line) => ({ account: line.account, amount: signed(line) }))),
    recorded_at: column('timestamptz', ({ event }) => event.recordedAt),
  },
  key: ['merchant', 'booked_day', 'position', 'entry'],
  addedOnly: true,
});

const closed = new PostingDaysTable('closed_in_periods');

/** Months of merchants, and what was booked late because of them. */
export const periods: Projection = {
  name: 'periods',
  version: 1,
  handles: 'all',
  tables: [months, late, closed.table],
  apply: async (events, tx) => {
    const days = await closed.load(tx);
    const lateRows = events.flatMap((event) => {
      days.note(event);
      return days.isAllOpen ? [] : lateIn(event, days);
    });
    const told = events.filter(({ type }) => Object.hasOwn(PERIOD_EVENTS, type));
    const monthRows = told.length === 0 ? [] : foldMonths(told, await monthsOf(told, tx));
    await write(tx, late.rows(lateRows), months.rows(monthRows), closed.rows(days));
  },
};

const lateIn = (event: StoredEvent, days: PostingDays): LateRow[] =>
  entriesOf(event).flatMap((entry, index) => {
    const bookedDay = days.dayOf(entry);
    const trueDate = trueDateOf(entry, bookedDay);
    return trueDate === null ? [] : [{ event, index, entry, bookedDay, trueDate }];
  });

const monthsOf = (told: readonly StoredEvent[], tx: Tx): Promise<MonthRow[]> =>
  tx.query<MonthRow & Record<string, unknown>>(
    `select merchant, month, standing, proposal, closed, reopened, rejected from period_months where merchant = any($1)`,
    [[...new Set(told.map(({ data }) => (data as { readonly merchantId: string }).merchantId))]],
  );

function foldMonths(told: readonly StoredEvent[], known: readonly MonthRow[]): MonthRow[] {
  const rows = new Map(known.map((row) => [`${row.merchant} ${row.month}`, row]));
  for (const event of told) {
    const { merchantId, month } = event.data as { readonly merchantId: string; readonly month: string };
    const key = `${merchantId} ${month}`;
    rows.set(key, monthAfterEvent(rows.get(key), event));
  }
  return [...rows.values()];
}
