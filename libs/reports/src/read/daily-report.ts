import type { StoredEvent } from '#event-log';
import { PostingDaysTable } from '#periods';
import { write, type Projection, type Tx } from '#projections';
import { dayTable, monthTable, moveTable, streamTable } from './daily-report.tables.js';
import { ReportCells } from './report-cells.js';
import { ReportFold, headingOf, type StreamRow } from './report-fold.js';

const closed = new PostingDaysTable('closed_in_report');

/** The unified report, online and offline: nothing but sums of what events book, so it can not disagree with the book. */
export const dailyReport: Projection = {
  name: 'daily_report',
  version: 3,
  handles: 'all',
  tables: [dayTable, monthTable, streamTable, moveTable, closed.table],
  apply: async (events, tx) => {
    const postingDays = await closed.load(tx);
    const fold = new ReportFold(await begunBefore(events, tx), postingDays);
    for (const event of events) fold.post(event);
    const cells = await ReportCells.before(fold, tx);
    await write(
      tx,
      dayTable.rows(fold.days.map((day) => ({ ...day, number: cells.cellOf(headingOf(day)) }))),
      monthTable.rows(fold.months.map((month) => ({ ...month, number: cells.monthOf(month) }))),
      streamTable.rows(fold.streams.map(({ heading, ...sums }) => ({ ...sums, cell: cells.cellOf(heading) }))),
      moveTable.rows(fold.moves.map((move) => cells.standing(move))),
      closed.rows(postingDays),
    );
  },
  violations: `
    select format('%s %s %s %s: the columns do not add up to what is outstanding', business_date, store, channel, method)
    from report_days where gross + subsidies - refunds - settled_gross + adjustments <> outstanding
    union all
    select format('%s %s %s: the month stands at %s, its days at %s', first_day, store, channel, months.outstanding, summed.outstanding)
    from report_months months join (
      select date_trunc('month', business_date::timestamp)::date as first_day, merchant, store, side, channel, method,
        sum(outstanding) as outstanding
      from report_days group by 1, 2, 3, 4, 5, 6
    ) summed using (first_day, merchant, store, side, channel, method)
    where months.outstanding <> summed.outstanding
    union all
    select format('%s %s %s %s does not stand where its last event left it', business_date, store, channel, method)
    from report_days days, lateral (select * from report_moves where cell = days.cell order by position desc limit 1) last
    where (days.gross, days.subsidies, days.refunds, days.settled_gross, days.adjustments, days.fees, days.settled_net,
        days.sale_count, days.refund_count, days.settlement_count)
      <> (last.gross, last.subsidies, last.refunds, last.settled_gross, last.adjustments, last.fees, last.settled_net,
        last.sale_count, last.refund_count, last.settlement_count)`,
};

/** What streams have that began before these events. */
async function begunBefore(events: readonly StoredEvent[], tx: Tx): Promise<StreamRow[]> {
  const begun = new Set(events.filter(({ revision }) => revision === 0).map(({ stream }) => stream));
  const older = new Set(events.flatMap(({ stream }) => (begun.has(stream) ? [] : [stream])));
  if (older.size === 0) return [];
  return tx.query(
    `select stream, concat_ws('|', business_date, merchant, store, side, channel, method) as heading,
       streams.gross, streams.refunds, streams.settled_gross as "settledGross"
     from report_streams streams join report_days using (cell) where stream = any($1)`,
    [[...older]],
  );
}
