/** Axes of entries but for the day. */
export const DIMENSIONS = ['merchant', 'store', 'side', 'channel', 'method'] as const;

const NO_TRANSACTION = `null::text as live_room, null::text as terminal, null::text as operator, null::text as destination`;

/** Columns of `report_days` that `report_moves` have too; `outstanding` follows from the first five. */
export const SUMS = [
  'gross',
  'subsidies',
  'refunds',
  'settled_gross',
  'adjustments',
  'fees',
  'settled_net',
  'sale_count',
  'refund_count',
  'settlement_count',
] as const;

export const outstandingIn = (row: string): string =>
  `${row}.gross + ${row}.subsidies - ${row}.refunds - ${row}.settled_gross + ${row}.adjustments`;

const ASKED = `($4::text is null or stood.merchant = $4) and ($5::text is null or stood.store = $5)`;
const MONTH_OF_FROM = `date_trunc('month', $1::date::timestamp)::date`;

const HEADING = DIMENSIONS.map((name) => `stood.${name}`).join(', ');

/** What stood under a heading, or in a month, at the position $7: one seek. */
const dayThen = (join: string): string => `${join} join lateral (
      select * from read.report_moves move where move.cell = stood.cell and move.position <= $7 order by move.position desc limit 1
    ) known on true`;
const MONTH_THEN = `join lateral (
      select outstanding_of_month as outstanding from read.report_moves move
      where move.month = stood.month and move.position <= $7 order by move.position desc limit 1
    ) known on true`;

/**
 * `now`: as all that is recorded says; `known`: as known at $7; `known-whole`: with headings that were not yet there, at zero.
 */
export type AsKnown = 'now' | 'known' | 'known-whole';

const JOINED: Readonly<Record<AsKnown, { readonly row: string; readonly day: string; readonly month: string }>> = {
  now: { row: 'stood', day: '', month: '' },
  known: { row: 'known', day: dayThen(''), month: MONTH_THEN },
  'known-whole': { row: 'known', day: dayThen('left'), month: MONTH_THEN },
};

/** Rows of days for a report over days: the span's and those before it in its first month, then months before as their first days. */
export const daysOf = (asKnown: AsKnown): string => {
  const { row, day, month } = JOINED[asKnown];
  const sums = SUMS.map((sum) => `coalesce(${row}.${sum}, 0) as ${sum}`).join(', ');
  return `
    select stood.business_date, ${HEADING}, ${NO_TRANSACTION}, ${sums}, coalesce(${outstandingIn(row)}, 0) as outstanding
    from read.report_days stood ${day}
    where stood.business_date between ${MONTH_OF_FROM} and $2 and ${ASKED}
    union all
    select stood.first_day, ${HEADING}, ${NO_TRANSACTION}, ${SUMS.map(() => '0').join(', ')}, ${row}.outstanding
    from read.report_months stood ${month}
    where stood.first_day < ${MONTH_OF_FROM} and ${ASKED}`;
};
