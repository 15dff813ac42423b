import type { Position } from '#event-log';
import type { BusinessDate } from '#kernel';
import type { Month, PeriodClosed } from '#periods';
import { Table, column, type Tx } from '#projections';
import { daysOf, standsSql } from './stood.js';
import { bookedSql, digestOfRows, type TrialBalanceRow } from './trial-balance-rows.js';

/** What a closing froze. */
export interface Seal {
  readonly merchant: string;
  readonly month: Month;
  /** Of the closing. A month that was reopened and closed again has a seal for each. */
  readonly position: Position;
  readonly closedThrough: BusinessDate;
  /** SHA-256 (hex) of the merchant's trial balance through that day. */
  readonly digest: string;
}

export const seals = new Table<Seal>({
  name: 'period_seals',
  columns: {
    merchant: column('text', ({ merchant }) => merchant),
    month: column('text', ({ month }) => month),
    position: column('text', ({ position }) => position),
    closed_through: column('date', ({ closedThrough }) => closedThrough),
    digest: column('text', ({ digest }) => digest),
  },
  key: ['merchant', 'position'],
});

const STANDS = standsSql({ merchant: '$1', effective: '$2', levels: '$3', nodes: '$4' });
const BOOKED = bookedSql(
  `account_merchants held join accounts known using (account_id) cross join lateral (${STANDS}) stood`,
  'held.merchant = $1',
);

/** The seal of a closing, as the tables stand. */
export async function sealOf({ data }: PeriodClosed, position: Position, tx: Tx): Promise<Seal> {
  const { merchantId: merchant, month, closedThrough } = data;
  const rows = await tx.query<TrialBalanceRow & Record<string, unknown>>(BOOKED, [
    merchant,
    ...daysOf({ effective: closedThrough }),
  ]);
  return { merchant, month, position, closedThrough, digest: digestOfRows({ merchant, effective: closedThrough }, rows) };
}
