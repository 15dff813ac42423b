import type { StoredEvent } from '#event-log';
import { PostingDaysTable } from '#periods';
import { Table, column, write, type Projection, type Tx } from '#projections';
import { ReportFold, type DayRow, type StreamRow } from './report-fold.js';

const days = new Table<DayRow>({
  name: 'report_days',
  columns: {
    business_date: column('date', ({ businessDate }) => businessDate),
    merchant: column('text', ({ merchant }) => merchant),
    store: column('text', ({ store }) => store),
    side: column('text', ({ side }) => side),
    channel: column('text', ({ channel }) => channel),
    method: column('text', ({ method }) => method),
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
  key: ['business_date', 'merchant', 'store', 'side', 'channel', 'method'],
});

const streams = new Table<StreamRow>({
  name: 'report_streams',
  columns: {
    stream: column('text', ({ stream }) => stream),
    heading: column('text', ({ heading }) => heading),
    gross: column('bigint', ({ gross }) => gross),
    refunds: column('bigint', ({ refunds }) => refunds),
    settled_gross: column('bigint', ({ settledGross }) => settledGross),
  },
  key: ['stream', 'heading'],
});

const closed = new PostingDaysTable('closed_in_report');

/** The unified report, online and offline: nothing but sums of what events book, so it can not disagree with the book. */
export const dailyReport: Projection = {
  name: 'daily_report',
  version: 2,
  handles: 'all',
  tables: [days, streams, closed.table],
  apply: async (events, tx) => {
    const postingDays = await closed.load(tx);
    const fold = new ReportFold(await begunBefore(events, tx), postingDays);
    for (const event of events) fold.post(event);
    await write(tx, days.rows(fold.days), streams.rows(fold.streams), closed.rows(postingDays));
  },
  violations: `
    select format('%s %s %s %s: the columns do not add up to what is outstanding', business_date, store, channel, method)
    from report_days where gross + subsidies - refunds - settled_gross + adjustments <> outstanding`,
};

/** What streams have that began before these events. */
async function begunBefore(events: readonly StoredEvent[], tx: Tx): Promise<StreamRow[]> {
  const begun = new Set(events.filter(({ revision }) => revision === 0).map(({ stream }) => stream));
  const older = new Set(events.flatMap(({ stream }) => (begun.has(stream) ? [] : [stream])));
  if (older.size === 0) return [];
  return tx.query(
    `select stream, heading, gross, refunds, settled_gross as "settledGross" from report_streams where stream = any($1)`,
    [[...older]],
  );
}
