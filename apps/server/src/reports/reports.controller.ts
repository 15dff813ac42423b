import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { DueRow, VarianceRow } from '#fees';
import type { Answer } from '#projections';
import type { AgeingRow, DiscountRow, FeesRow, ReportAsked, ReportRow } from '#reports';
import { Access } from '../http/access.js';
import { Problem } from '../http/problem.js';
import { Answers, answerOf, listOf } from '../http/schemas.js';
import { AGEING_ROW, DISCOUNT_ROW, DUE_ROW, FEES_ROW, REPORT_ROW, VARIANCE_ROW } from './reports.answers.js';
import { AskAgeing, AskDailyReport, AskDiscounts, AskFeeVariance, AskFeesByKind, AskSettlementReport } from './reports.bus.js';
import { timesOf } from '../ledger/times.js';
import { AGED_BY, REPORTED_BY } from './reports.data.js';
import { AgeingRequest, DailyReportRequest, FeeVarianceRequest, SettlementReportRequest } from './reports.requests.js';
import { assertSpan } from './spans.js';

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('daily')
  @Access('read')
  @Answers(
    'The unified report over accounting days: now, or as known then (auditors). Null on the axes that were not asked for.',
    answerOf(listOf(REPORT_ROW)),
  )
  async daily(@Query() asked: DailyReportRequest, @Req() { caller }: FastifyRequest): Promise<Answer<ReportRow[]>> {
    return this.queries.execute(new AskDailyReport('ask', await this.reportAsked(asked, caller)));
  }

  @Get('discounts')
  @Access('read')
  @Answers(
    'Who bore the discounts, from the list price of Douyin orders to what buyers paid: now, or as known then (auditors).',
    answerOf(listOf(DISCOUNT_ROW)),
  )
  async discounts(@Query() asked: DailyReportRequest, @Req() { caller }: FastifyRequest): Promise<Answer<DiscountRow[]>> {
    return this.queries.execute(new AskDiscounts('discounts', await this.reportAsked(asked, caller)));
  }

  @Get('fees')
  @Access('read')
  @Answers('What the channels kept, by kind of fee: now, or as known then (auditors).', answerOf(listOf(FEES_ROW)))
  async fees(@Query() asked: DailyReportRequest, @Req() { caller }: FastifyRequest): Promise<Answer<FeesRow[]>> {
    return this.queries.execute(new AskFeesByKind('fees', await this.reportAsked(asked, caller)));
  }

  @Get('ageing')
  @Access('read')
  @Answers(
    'How old what the channels owe us was at the end of an accounting day: now, or as known then (auditors).',
    answerOf(listOf(AGEING_ROW)),
  )
  async ageing(@Query() asked: AgeingRequest, @Req() { caller }: FastifyRequest): Promise<Answer<AgeingRow[]>> {
    const { by = [...AGED_BY], effective, known: _known, ...query } = asked;
    const { known } = await timesOf(this.queries, asked, caller, ['effective']);
    return this.queries.execute(new AskAgeing('ageing', { ...query, by, times: { effective, known } }));
  }

  @Get('settlement')
  @Access('read')
  @Answers(
    'What is due for each bank account and Douyin account, and what was paid out of it: now, or as known then (auditors).',
    answerOf(listOf(DUE_ROW)),
  )
  async settlement(@Query() asked: SettlementReportRequest, @Req() { caller }: FastifyRequest): Promise<Answer<DueRow[]>> {
    const { from, to, merchant, minPosition } = asked;
    assertSpan({ from, to });
    const times = await timesOf(this.queries, asked, caller, ['effective']);
    return this.queries.execute(new AskSettlementReport('settlement', { from, to, merchant, minPosition, times }));
  }

  @Get('fee-variance')
  @Access('read')
  @Answers(
    'What channels charged beside the fee schedules in force, by day, channel and method: now, or as known then (auditors).',
    answerOf(listOf(VARIANCE_ROW)),
  )
  async feeVariance(@Query() asked: FeeVarianceRequest, @Req() { caller }: FastifyRequest): Promise<Answer<VarianceRow[]>> {
    const { from, merchant, minPosition, to } = asked;
    assertSpan(asked);
    const { known } = await timesOf(this.queries, asked, caller);
    const answer = await this.queries.execute(new AskFeeVariance('sums', { merchant, from, to, known, minPosition }));
    if (!answer) throw Problem.of('NOT_FOUND');
    return answer;
  }

  private async reportAsked(asked: DailyReportRequest, caller: FastifyRequest['caller']): Promise<ReportAsked> {
    assertSpan(asked);
    const { by = [...REPORTED_BY], effective: _effective, known: _known, ...query } = asked;
    return { ...query, by, times: await timesOf(this.queries, asked, caller, ['effective']) };
  }
}
