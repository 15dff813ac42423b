import { START, type Position } from '#event-log';
import type { DueRow, MoneyTerms, VarianceRow } from '#fees';
import type { Pages } from '#exports';
import type { MerchantSetup } from '#merchants';
import { MomentQueries } from '#ledger';
import type { Answer, Reader, Times } from '#projections';
import {
  AgeingQuery,
  DailyReportQuery,
  DiscountsQuery,
  FeesQuery,
  type AgeingRow,
  type DiscountRow,
  type FeesRow,
  type ReportAsked,
  type ReportRow,
} from '#reports';
import { Problem } from '../http/problem.js';
import type { KnownQuery } from '../http/queries.js';
import { knownPosition } from '../ledger/times.js';
import { FeeVarianceQueries, type ChargeCompared } from '../reports/fee-variances.js';
import { AGED_BY, REPORTED_BY } from '../reports/reports.data.js';
import { SettlementReportQueries } from '../reports/settlement-report.js';
import { askedOf, onePage, type Asked, type Source } from './export-formats.js';
import type { AgeingExport, FeeVarianceExport, ReportExport, SettlementReportExport } from './exports.requests.js';
import {
  AGEING_COLUMNS,
  COMPARED_COLUMNS,
  DISCOUNT_COLUMNS,
  DUE_COLUMNS,
  FEES_COLUMNS,
  REPORT_COLUMNS,
  VARIANCE_COLUMNS,
} from './report-columns.js';

/** Exports of reports: now, or as known at a point of time. */
export class ReportExports {
  constructor(
    private readonly terms: MoneyTerms,
    private readonly setup: MerchantSetup,
  ) {}

  async report(reader: Reader, asked: Asked<ReportExport>): Promise<Source<ReportRow>> {
    const said = await overDays(reader, asked);
    return whole('report', said, REPORT_COLUMNS, await new DailyReportQuery(reader).ask(said));
  }

  async discounts(reader: Reader, asked: Asked<ReportExport>): Promise<Source<DiscountRow>> {
    const said = await overDays(reader, asked);
    return whole('discounts', said, DISCOUNT_COLUMNS, await new DiscountsQuery(reader).discounts(said));
  }

  async fees(reader: Reader, asked: Asked<ReportExport>): Promise<Source<FeesRow>> {
    const said = await overDays(reader, asked);
    return whole('fees', said, FEES_COLUMNS, await new FeesQuery(reader).fees(said));
  }

  async ageing(reader: Reader, asked: Asked<AgeingExport>): Promise<Source<AgeingRow>> {
    const { effective, by = [...AGED_BY], ...rest } = asked;
    const times = { effective, known: await knownOf(reader, asked) };
    const said = { ...rest, by, times };
    return whole('ageing', said, AGEING_COLUMNS, await new AgeingQuery(reader).ageing(said));
  }

  async settlement(reader: Reader, asked: Asked<SettlementReportExport>): Promise<Source<DueRow>> {
    const { effective, ...rest } = asked;
    const said = { ...rest, times: { effective, known: await knownOf(reader, asked) } };
    return whole(
      'settlement-report',
      said,
      DUE_COLUMNS,
      await new SettlementReportQueries(this.terms, reader).settlement(said),
    );
  }

  /** @throws Problem where there is no such merchant, here and below */
  async feeVariance(reader: Reader, asked: Asked<FeeVarianceExport>): Promise<Source<VarianceRow>> {
    const known = await knownOf(reader, asked);
    const answer = await new FeeVarianceQueries(this.terms, this.setup, reader).sums({ ...asked, known });
    if (!answer) throw Problem.of('NOT_FOUND');
    return whole('fee-variance', { ...asked, times: { known } }, VARIANCE_COLUMNS, answer);
  }

  async comparedCharges(reader: Reader, asked: Asked<FeeVarianceExport>): Promise<Source<ChargeCompared>> {
    const known = await knownOf(reader, asked);
    const charges = await new FeeVarianceQueries(this.terms, this.setup, reader).transactions({ ...asked, known });
    if (!charges) throw Problem.of('NOT_FOUND');
    async function* pages(): Pages<ChargeCompared> {
      for await (const { data } of charges?.() ?? []) yield data;
    }
    return {
      what: 'charges',
      ...(known === undefined ? { position: await positionOf(charges()), asOf: 'now' } : { position: known, asOf: 'position' }),
      query: askedOf(asked),
      columns: COMPARED_COLUMNS,
      pages,
    };
  }
}

/** There is a page even where nothing is found. */
async function positionOf(answers: AsyncIterable<Answer<unknown>>): Promise<Position> {
  for await (const { position } of answers) return position;
  return START;
}

const knownOf = (reader: Reader, asked: KnownQuery): Promise<Position | undefined> =>
  knownPosition(new MomentQueries(reader), asked);

async function overDays(reader: Reader, asked: Asked<ReportExport>): Promise<ReportAsked> {
  const { by = ['businessDate', ...REPORTED_BY], effective, ...rest } = asked;
  return { ...rest, by, times: { effective, known: await knownOf(reader, asked) } };
}

/** As known at a position it stands for ever. */
function whole<Row extends object>(
  what: string,
  asked: object & { readonly times?: Times | undefined },
  columns: Source<Row>['columns'],
  { position, data }: Answer<Row[]>,
): Source<Row> {
  const { times, ...said } = asked;
  const stands: Pick<Source<Row>, 'position' | 'asOf'> = times?.known === undefined
    ? { position, asOf: 'now' }
    : { position: times.known, asOf: 'position' };
  return { what, ...stands, query: askedOf({ ...said, effective: times?.effective }), columns, pages: () => onePage(data) };
}
