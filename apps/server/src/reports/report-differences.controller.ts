import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Answer, Page } from '#projections';
import type { ReportDifference, ReportMove, ReportPoint } from '#reports';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT } from '../http/queries.js';
import { Answers, answerOf, listOf, pageOf } from '../http/schemas.js';
import { timesOf } from '../ledger/times.js';
import { REPORT_DIFFERENCE, REPORT_MOVE } from './reports.answers.js';
import { AskReportDiff, AskReportMoves } from './reports.bus.js';
import { REPORTED_BY } from './reports.data.js';
import { ReportDiffRequest, ReportMovesRequest, type SinceQuery } from './reports.requests.js';
import { assertSpan } from './spans.js';

/** What the unified report differs by between two points of time, and which events make a figure of it. */
@ApiTags('reports')
@Controller('v1/reports/daily')
export class ReportDifferencesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('diff')
  @Access('history')
  @Answers(
    'What the unified report differs by between two points of time, heading by heading.',
    answerOf(listOf(REPORT_DIFFERENCE)),
  )
  async diff(@Query() asked: ReportDiffRequest, @Req() { caller }: FastifyRequest): Promise<Answer<ReportDifference[]>> {
    const { by = [...REPORTED_BY], merchant, minPosition, per, store } = asked;
    const after = await this.pointOf(asked, caller);
    const before = await this.pointOf(sinceOf(asked), caller);
    return this.queries.execute(new AskReportDiff('diff', { before, after, by, merchant, minPosition, per, store }));
  }

  @Get('moves')
  @Access('history')
  @Answers(
    'The events behind figures of the unified report, or behind what it differs by since another point, in the order of the log.',
    pageOf(REPORT_MOVE),
  )
  async moves(@Query() asked: ReportMovesRequest, @Req() { caller }: FastifyRequest): Promise<Page<ReportMove>> {
    const { channel, column, cursor, limit = DEFAULT_LIMIT, merchant, method, minPosition, side, store } = asked;
    const point = await this.pointOf(asked, caller);
    const since = isSince(asked) ? await this.pointOf(sinceOf(asked), caller) : undefined;
    const of = { channel, merchant, method, side, store };
    return this.queries.execute(new AskReportMoves('moves', { ...of, point, since, column, cursor, limit, minPosition }));
  }

  private async pointOf(asked: ReportPointAsked, caller: FastifyRequest['caller']): Promise<ReportPoint> {
    assertSpan(asked);
    return { from: asked.from, to: asked.to, times: await timesOf(this.queries, asked, caller) };
  }
}

type ReportPointAsked = Pick<SinceQuery, 'from' | 'to' | 'effective' | 'known' | 'minPosition'>;

/** As a request says it. */
type Since = Pick<SinceQuery, keyof SinceQuery>;

const isSince = ({ sinceFrom, sinceTo, sinceKnown, sinceEffective }: Since): boolean =>
  [sinceFrom, sinceTo, sinceKnown, sinceEffective].some((value) => value !== undefined);

/** The same days unless others are said. */
const sinceOf = ({ from, to, minPosition, ...since }: Since): ReportPointAsked => ({
  from: since.sinceFrom ?? from,
  to: since.sinceTo ?? to,
  ...(since.sinceEffective !== undefined && { effective: since.sinceEffective }),
  ...(since.sinceKnown !== undefined && { known: since.sinceKnown }),
  ...(minPosition !== undefined && { minPosition }),
});
