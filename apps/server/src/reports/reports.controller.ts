import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Answer } from '#projections';
import type { ReportAxis, ReportRow } from '#reports';
import { Access } from '../http/access.js';
import { Problem } from '../http/problem.js';
import { Answers, DAY, FEN_SCHEMA, INTEGER, STRING, answerOf, listOf, orNull, record } from '../http/schemas.js';
import { AskDailyReport } from './reports.bus.js';
import { DailyReportRequest } from './reports.requests.js';

export const REPORT_ROW = record<ReportRow>({
  businessDate: orNull(DAY),
  merchant: orNull(STRING),
  store: orNull(STRING),
  side: orNull({ type: 'string', description: 'online or offline' }),
  channel: orNull(STRING),
  method: orNull(STRING),
  gross: FEN_SCHEMA,
  subsidies: FEN_SCHEMA,
  refunds: FEN_SCHEMA,
  settledGross: FEN_SCHEMA,
  adjustments: FEN_SCHEMA,
  outstanding: FEN_SCHEMA,
  fees: FEN_SCHEMA,
  settledNet: FEN_SCHEMA,
  saleCount: INTEGER,
  refundCount: INTEGER,
  settlementCount: INTEGER,
  net: FEN_SCHEMA,
  outstandingAtEnd: FEN_SCHEMA,
});

const UNIFIED: readonly ReportAxis[] = ['side', 'channel', 'method'];

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('daily')
  @Access('read')
  @Answers('The unified report over accounting days. Null on the axes that were not asked for.', answerOf(listOf(REPORT_ROW)))
  daily(@Query() { by = [...UNIFIED], ...query }: DailyReportRequest): Promise<Answer<ReportRow[]>> {
    if (query.from > query.to)
      throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'to', says: 'must not be before from' }] });
    return this.queries.execute(new AskDailyReport('ask', { ...query, by }));
  }
}
