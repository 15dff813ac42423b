import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { DueRow, VarianceRow } from '#fees';
import type { Answer } from '#projections';
import type { AgeingRow, DiscountRow, FeesRow, ReportRow } from '#reports';
import { Access } from '../http/access.js';
import { Problem } from '../http/problem.js';
import { Answers, answerOf, listOf } from '../http/schemas.js';
import { AGEING_ROW, DISCOUNT_ROW, DUE_ROW, FEES_ROW, REPORT_ROW, VARIANCE_ROW } from './reports.answers.js';
import { AskAgeing, AskDailyReport, AskDiscounts, AskFeeVariance, AskFeesByKind, AskSettlementReport } from './reports.bus.js';
import { AGED_BY, REPORTED_BY } from './reports.data.js';
import { AgeingRequest, DailyReportRequest, FeeVarianceRequest, SettlementReportRequest } from './reports.requests.js';

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('daily')
  @Access('read')
  @Answers('The unified report over accounting days. Null on the axes that were not asked for.', answerOf(listOf(REPORT_ROW)))
  daily(@Query() { by = [...REPORTED_BY], ...query }: DailyReportRequest): Promise<Answer<ReportRow[]>> {
    assertSpan(query);
    return this.queries.execute(new AskDailyReport('ask', { ...query, by }));
  }

  @Get('discounts')
  @Access('read')
  @Answers('From the list price of Douyin orders to what buyers paid: who bore the discounts.', answerOf(listOf(DISCOUNT_ROW)))
  discounts(@Query() { by = [...REPORTED_BY], ...query }: DailyReportRequest): Promise<Answer<DiscountRow[]>> {
    assertSpan(query);
    return this.queries.execute(new AskDiscounts('discounts', { ...query, by }));
  }

  @Get('fees')
  @Access('read')
  @Answers('What the channels kept, by kind of fee.', answerOf(listOf(FEES_ROW)))
  fees(@Query() { by = [...REPORTED_BY], ...query }: DailyReportRequest): Promise<Answer<FeesRow[]>> {
    assertSpan(query);
    return this.queries.execute(new AskFeesByKind('fees', { ...query, by }));
  }

  @Get('ageing')
  @Access('read')
  @Answers('How old what the channels owe us was at the end of an accounting day.', answerOf(listOf(AGEING_ROW)))
  ageing(@Query() { by = [...AGED_BY], ...query }: AgeingRequest): Promise<Answer<AgeingRow[]>> {
    return this.queries.execute(new AskAgeing('ageing', { ...query, by }));
  }

  @Get('settlement')
  @Access('read')
  @Answers('What is due for each bank account and Douyin account, and what was paid out of it.', answerOf(listOf(DUE_ROW)))
  settlement(@Query() query: SettlementReportRequest): Promise<Answer<DueRow[]>> {
    assertSpan(query);
    return this.queries.execute(new AskSettlementReport('settlement', query));
  }

  @Get('fee-variance')
  @Access('read')
  @Answers(
    'What channels charged beside the fee schedules in force, by day, channel and method.',
    answerOf(listOf(VARIANCE_ROW)),
  )
  async feeVariance(@Query() query: FeeVarianceRequest): Promise<Answer<VarianceRow[]>> {
    assertSpan(query);
    const answer = await this.queries.execute(new AskFeeVariance('sums', query));
    if (!answer) throw Problem.of('NOT_FOUND');
    return answer;
  }
}

function assertSpan({ from, to }: { readonly from: string; readonly to: string }): void {
  if (from > to) throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'to', says: 'must not be before from' }] });
}
