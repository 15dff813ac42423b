import type { Dimensions } from '#kernel';
import { Table, column } from '#projections';
import type { DayRow, MonthRow, Move } from './report-fold.js';

/** Headings and their months are numbered by first appearance in the log: every build numbers alike. */
interface Numbered {
  readonly number: number;
}

/** What a stream has under a heading. */
export interface StreamSums {
  readonly stream: string;
  readonly cell: number;
  readonly gross: number;
  readonly refunds: number;
  readonly settledGross: number;
}

/** What stood under a heading, and in its month, behind an event. */
export type StandingMove = Pick<Move, 'event' | 'sums' | 'outstandingOfMonth'> & {
  readonly cell: number;
  readonly month: number;
};

const dimensions = {
  merchant: column('text', ({ merchant }: Dimensions) => merchant),
  store: column('text', ({ store }: Dimensions) => store),
  side: column('text', ({ side }: Dimensions) => side),
  channel: column('text', ({ channel }: Dimensions) => channel),
  method: column('text', ({ method }: Dimensions) => method),
} as const;
const DIMENSIONS = ['merchant', 'store', 'side', 'channel', 'method'] as const;

export const dayTable = new Table<DayRow & Numbered>({
  name: 'report_days',
  columns: {
    business_date: column('date', ({ businessDate }) => businessDate),
    ...dimensions,
    cell: column('integer', ({ number }) => number, 'keep'),
    gross: column('bigint', ({ gross }) => gross, 'add'),
    subsidies: column('bigint', ({ subsidies }) => subsidies, 'add'),
    refunds: column('bigint', ({ refunds }) => refunds, 'add'),
    settled_gross: column('bigint', ({ settledGross }) => settledGross, 'add'),
    adjustments: column('bigint', ({ adjustments }) => adjustments, 'add'),
    outstanding: column('bigint', ({ outstanding }) => outstanding, 'add'),
    fees: column('bigint', ({ fees }) => fees, 'add'),
    settled_net: column('bigint', ({ settledNet }) => settledNet, 'add'),
    sale_count: column('bigint', ({ saleCount }) => saleCount, 'add'),
    refund_count: column('bigint', ({ refundCount }) => refundCount, 'add'),
    settlement_count: column('bigint', ({ settlementCount }) => settlementCount, 'add'),
  },
  key: ['business_date', ...DIMENSIONS],
  indexes: ['(cell)'],
});

/** So that what is outstanding at the end of a day is not a sum over all days before it. */
export const monthTable = new Table<MonthRow & Numbered>({
  name: 'report_months',
  columns: {
    first_day: column('date', ({ month }) => month),
    ...dimensions,
    month: column('integer', ({ number }) => number, 'keep'),
    outstanding: column('bigint', ({ outstanding }) => outstanding, 'add'),
  },
  key: ['first_day', ...DIMENSIONS],
  indexes: ['(month)'],
});

export const streamTable = new Table<StreamSums>({
  name: 'report_streams',
  columns: {
    stream: column('text', ({ stream }) => stream),
    cell: column('integer', ({ cell }) => cell),
    gross: column('bigint', ({ gross }) => gross),
    refunds: column('bigint', ({ refunds }) => refunds),
    settled_gross: column('bigint', ({ settledGross }) => settledGross),
  },
  key: ['stream', 'cell'],
});

/** Each event under each of its headings, with what stands there behind it: the report at any position is one seek a heading. */
export const moveTable = new Table<StandingMove>({
  name: 'report_moves',
  columns: {
    cell: column('integer', ({ cell }) => cell),
    position: column('text', ({ event }) => event.position),
    month: column('integer', ({ month }) => month),
    stream: column('text', ({ event }) => event.stream),
    type: column('text', ({ event }) => event.type),
    recorded_at: column('timestamptz', ({ event }) => event.recordedAt),
    gross: column('bigint', ({ sums }) => sums.gross),
    subsidies: column('bigint', ({ sums }) => sums.subsidies),
    refunds: column('bigint', ({ sums }) => sums.refunds),
    settled_gross: column('bigint', ({ sums }) => sums.settledGross),
    adjustments: column('bigint', ({ sums }) => sums.adjustments),
    fees: column('bigint', ({ sums }) => sums.fees),
    settled_net: column('bigint', ({ sums }) => sums.settledNet),
    sale_count: column('integer', ({ sums }) => sums.saleCount),
    refund_count: column('integer', ({ sums }) => sums.refundCount),
    settlement_count: column('integer', ({ sums }) => sums.settlementCount),
    outstanding_of_month: column('bigint', ({ outstandingOfMonth }) => outstandingOfMonth),
  },
  key: ['cell', 'position'],
  addedOnly: true,
  indexes: ['(month, position)'],
});
