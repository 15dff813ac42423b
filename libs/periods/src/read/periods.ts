import type { StoredEvent } from '#event-log';
import { Table, column, nullable, write, type Projection, type Tx } from '#projections';
import { PERIOD_EVENTS } from '../periods.feature.js';
import { monthAfterEvent, type MonthRow } from './month-row.js';

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

/** Months of merchants, as their proposals left them. */
export const periods: Projection = {
  name: 'periods',
  version: 1,
  handles: Object.keys(PERIOD_EVENTS),
  tables: [months],
  apply: async (events, tx) => {
    await write(tx, months.rows(foldMonths(events, await monthsOf(events, tx))));
  },
};

const monthsOf = (events: readonly StoredEvent[], tx: Tx): Promise<MonthRow[]> =>
  tx.query<MonthRow & Record<string, unknown>>(
    `select merchant, month, standing, proposal, closed, reopened, rejected from period_months where merchant = any($1)`,
    [[...new Set(events.map(({ data }) => (data as { readonly merchantId: string }).merchantId))]],
  );

function foldMonths(events: readonly StoredEvent[], known: readonly MonthRow[]): MonthRow[] {
  const rows = new Map(known.map((row) => [`${row.merchant} ${row.month}`, row]));
  for (const event of events) {
    const { merchantId, month } = event.data as { readonly merchantId: string; readonly month: string };
    const key = `${merchantId} ${month}`;
    rows.set(key, monthAfterEvent(rows.get(key), event));
  }
  return [...rows.values()];
}
