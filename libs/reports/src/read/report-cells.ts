import type { QueryResultRow } from 'pg';
import { invariant } from '#kernel';
import type { Tx } from '#projections';
import type { StandingMove } from './daily-report.tables.js';
import type { Sums } from './entry-sums.js';
import {
  NOTHING,
  firstOfMonth,
  headingOf,
  type Counts,
  type DayRow,
  type MonthRow,
  type Move,
  type ReportFold,
} from './report-fold.js';

/** A heading as it stood before a batch; its number and its month's where they had none before. */
interface Standing {
  readonly cell: number;
  readonly month: number;
  readonly sums: Sums & Counts;
  readonly outstandingOfMonth: number;
}

interface Found extends Sums, Counts {
  readonly cell: number | null;
  readonly month: number | null;
  readonly outstandingOfMonth: number;
  readonly lastCell: number;
  readonly lastMonth: number;
}

const SUMS = `gross, subsidies, refunds, settled_gross as "settledGross", adjustments, days.outstanding, fees,
  settled_net as "settledNet", sale_count as "saleCount", refund_count as "refundCount", settlement_count as "settlementCount"`;

const STANDING = `
  select days.cell, months.month, ${SUMS}, coalesce(months.outstanding, 0) as "outstandingOfMonth",
    (select coalesce(max(cell), 0) from report_days) as "lastCell",
    (select coalesce(max(month), 0) from report_months) as "lastMonth"
  from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[]) with ordinality
    as asked (business_date, merchant, store, side, channel, method, first_day, place)
  left join report_days days using (business_date, merchant, store, side, channel, method)
  left join report_months months using (first_day, merchant, store, side, channel, method)
  order by asked.place`;

/** Numbers of the headings under which a fold adds something, and what stood there before. */
export class ReportCells {
  private readonly byHeading = new Map<string, Standing>();
  private readonly months = new Map<string, number>();

  private constructor(
    private lastCell: number,
    private lastMonth: number,
  ) {}

  static async before({ days }: ReportFold, tx: Tx): Promise<ReportCells> {
    const of = (value: (day: DayRow) => string): string[] => days.map(value);
    const params = [
      of(({ businessDate }) => businessDate),
      of(({ merchant }) => merchant),
      of(({ store }) => store),
      of(({ side }) => side),
      of(({ channel }) => channel),
      of(({ method }) => method),
      of(({ businessDate }) => firstOfMonth(businessDate)),
    ];
    const found = days.length === 0 ? [] : await tx.query<Found & QueryResultRow>(STANDING, params);
    const cells = new ReportCells(found[0]?.lastCell ?? 0, found[0]?.lastMonth ?? 0);
    for (const [index, day] of days.entries()) cells.number(day, found[index]);
    return cells;
  }

  cellOf(heading: string): number {
    return this.standingOf(heading).cell;
  }

  monthOf({ month, ...of }: MonthRow): number {
    const number = this.months.get(headingOf({ businessDate: month, ...of }));
    invariant(number !== undefined, 'a month without a number');
    return number;
  }

  /** With what stood there before the batch. */
  standing({ event, heading, sums, outstandingOfMonth }: Move): StandingMove {
    const before = this.standingOf(heading);
    const { cell, month } = before;
    return {
      event,
      cell,
      month,
      sums: addedTo(before.sums, sums),
      outstandingOfMonth: before.outstandingOfMonth + outstandingOfMonth,
    };
  }

  private number(day: DayRow, found: Found | undefined): void {
    const ofMonth = headingOf({ ...day, businessDate: firstOfMonth(day.businessDate) });
    const month = found?.month ?? this.months.get(ofMonth) ?? (this.lastMonth += 1);
    this.months.set(ofMonth, month);
    const isKnown = found !== undefined && found.cell !== null;
    const cell = isKnown ? found.cell : (this.lastCell += 1);
    const sums = isKnown ? found : NOTHING;
    this.byHeading.set(headingOf(day), { cell, month, sums, outstandingOfMonth: found?.outstandingOfMonth ?? 0 });
  }

  private standingOf(heading: string): Standing {
    const standing = this.byHeading.get(heading);
    invariant(standing !== undefined, 'a heading without a number');
    return standing;
  }
}

const addedTo = (before: Sums & Counts, sums: Sums & Counts): Sums & Counts => ({
  gross: before.gross + sums.gross,
  subsidies: before.subsidies + sums.subsidies,
  refunds: before.refunds + sums.refunds,
  settledGross: before.settledGross + sums.settledGross,
  adjustments: before.adjustments + sums.adjustments,
  outstanding: before.outstanding + sums.outstanding,
  fees: before.fees + sums.fees,
  settledNet: before.settledNet + sums.settledNet,
  saleCount: before.saleCount + sums.saleCount,
  refundCount: before.refundCount + sums.refundCount,
  settlementCount: before.settlementCount + sums.settlementCount,
});
