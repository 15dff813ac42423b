import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { LateFact } from '#ledger';
import type { Answer, Page } from '#projections';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { DEFAULT_LIMIT, FreshQuery, found } from '../http/queries.js';
import { Answers, answerOf, listOf, pageOf } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import type { MonthDetails, MonthView } from './months-of-book.js';
import type { PeriodDoing } from './period-instructions.js';
import { LATE_FACT, MONTH, MONTH_DETAILS } from './periods.answers.js';
import { AskLateFacts, AskMonths, OnPeriods } from './periods.bus.js';
import {
  ApprovalRequest,
  LateFactsQuery,
  PeriodPath,
  PeriodsQuery,
  ProposalRequest,
  RejectionRequest,
} from './periods.requests.js';

@ApiTags('periods')
@Controller('v1')
export class PeriodsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('periods')
  @Access('read')
  @Answers(
    'Months of a merchant, the newest first: open, proposed, closed, reopened; by whom and when.',
    answerOf(listOf(MONTH)),
  )
  months(@Query() query: PeriodsQuery): Promise<Answer<MonthView[]>> {
    return this.queries.execute(new AskMonths('list', query));
  }

  @Get('merchants/:id/periods/:month')
  @Access('read')
  @Answers('One month, with the trial balance through its last day as it stands now.', answerOf(MONTH_DETAILS))
  async month(@Param() { id, month }: PeriodPath, @Query() { minPosition }: FreshQuery): Promise<Answer<MonthDetails>> {
    return found(await this.queries.execute(new AskMonths('one', id, month, { minPosition })));
  }

  @Get('reports/late-facts')
  @Access('read')
  @Answers(
    'Entries booked on a later day than their own, because that was closed; in the order of booked days.',
    pageOf(LATE_FACT),
  )
  lateFacts(@Query() { limit = DEFAULT_LIMIT, ...query }: LateFactsQuery): Promise<Page<LateFact>> {
    if (query.from !== undefined && query.to !== undefined && query.from > query.to)
      throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'to', says: 'must not be before from' }] });
    return this.queries.execute(new AskLateFacts('list', { ...query, limit }));
  }

  @CommandRoute('merchants/:id/periods/:month/close', 'Proposes to close a month; another person has to approve.', 'instruct')
  close(@Param() path: PeriodPath, @Body() { reason }: ProposalRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.do(path, { type: 'close', reason }, call);
  }

  @CommandRoute(
    'merchants/:id/periods/:month/reopen',
    'Proposes to reopen the month closed last; another person has to approve.',
    'instruct',
  )
  reopen(@Param() path: PeriodPath, @Body() { reason }: ProposalRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.do(path, { type: 'reopen', reason }, call);
  }

  @CommandRoute('merchants/:id/periods/:month/approve', 'Approves what is proposed for a month; effective at once.', 'approve')
  approve(@Param() path: PeriodPath, @Body() { digest }: ApprovalRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.do(path, { type: 'approve', digest }, call);
  }

  @CommandRoute('merchants/:id/periods/:month/reject', 'Rejects what is proposed for a month, or takes it back.', 'approve')
  reject(@Param() path: PeriodPath, @Body() { reason }: RejectionRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.do(path, { type: 'reject', reason }, call);
  }

  private async do({ id, month }: PeriodPath, doing: PeriodDoing, call: CommandCall): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(new OnPeriods(id, month, doing, call.context)));
  }
}
