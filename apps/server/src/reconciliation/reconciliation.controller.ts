import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { instant, isRejection, localDate } from '#kernel';
import type { Answer, Page } from '#projections';
import { matchStream, type CaseAsOf, type CaseDetails, type CaseRow, type ClearingDay } from '#reconciliation';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { DEFAULT_LIMIT, FreshQuery } from '../http/queries.js';
import { Answers, answerOf, listOf, pageOf } from '../http/schemas.js';
import { timesOf } from '../ledger/times.js';
import { oneOfStream } from '../http/stream-rows.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { CASE, CASE_AS_OF, CASE_DETAILS, CLEARING_DAY, RECONCILED, type ReconciledAnswer } from './reconciliation.answers.js';
import { AskClearing, AskMatchCases, OnMatches, OnReconciliation, type MatchDecision } from './reconciliation.bus.js';
import {
  CasePath,
  CasesAsOfQuery,
  CasesQuery,
  ClearingQueryRequest,
  DecisionRequest,
  ReconcileRequest,
} from './reconciliation.requests.js';

@ApiTags('reconciliation')
@Controller('v1/reconciliations')
export class ReconciliationsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(200)
  @Access('instruct', { ifMatch: 'refused' })
  @Answers(
    'Compares now what orders, ledger, statements and banks tell. It also happens by itself, whenever something moved.',
    RECONCILED,
  )
  async reconcile(@Body() asked: ReconcileRequest, @Call() { context }: CommandCall): Promise<ReconciledAnswer> {
    const answer = await this.commands.execute(new OnReconciliation(asked, context));
    if (isRejection(answer)) throw Problem.ofRejection(answer);
    return answer;
  }
}

@ApiTags('reconciliation')
@Controller('v1/match-cases')
export class MatchCasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('read')
  @Answers('Cases: money that was put together, or that has no counterpart. The newest first.', pageOf(CASE))
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: CasesQuery): Promise<Page<CaseRow>> {
    return this.queries.execute(new AskMatchCases('list', { ...query, limit }));
  }

  @Get('as-of')
  @Access('history')
  @Answers('Cases as they stood at a point of time, what changed last first.', pageOf(CASE_AS_OF))
  async asOf(@Query() query: CasesAsOfQuery, @Req() { caller }: FastifyRequest): Promise<Page<CaseAsOf>> {
    const { effective: _effective, known: _known, limit = DEFAULT_LIMIT, updatedAfter: _updatedAfter, ...filter } = query;
    const times = await timesOf(this.queries, query, caller);
    return this.queries.execute(new AskMatchCases('asOf', { ...filter, times, limit }));
  }

  @Get(':id')
  @Access('read')
  @Answers('One case with its items.', answerOf(CASE_DETAILS))
  async one(
    @Param() { id }: CasePath,
    @Query() { minPosition }: FreshQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<CaseDetails>> {
    return oneOfStream(await this.queries.execute(new AskMatchCases('byId', id, { minPosition })), reply);
  }

  @Get(':id/events')
  @Access('read')
  @Answers('Everything that was made of a case, the oldest first.', pageOf(EVENT))
  events(@Param() { id }: CasePath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(matchStream(id), asked));
  }

  @CommandRoute(':id/confirm', 'Confirms what was proposed.', 'instruct')
  confirm(@Param() { id }: CasePath, @Body() { reason }: DecisionRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.decide('ConfirmMatch', id, reason, call);
  }

  @CommandRoute(':id/reject', 'Refuses what was proposed: its items are never proposed together again.', 'instruct')
  reject(@Param() { id }: CasePath, @Body() { reason }: DecisionRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.decide('RejectMatch', id, reason, call);
  }

  @CommandRoute(':id/resolve', 'Says that a difference is explained.', 'instruct')
  resolve(@Param() { id }: CasePath, @Body() { reason }: DecisionRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.decide('ResolveDifference', id, reason, call);
  }

  private async decide(decision: MatchDecision, id: string, reason: string, call: CommandCall): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(new OnMatches(decision, id, reason, call.context)));
  }
}

@ApiTags('reconciliation')
@Controller('v1/clearing')
export class ClearingController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('read')
  @Answers(
    'How clear each day of each account is: money fully explained, and the age of the rest.',
    answerOf(listOf(CLEARING_DAY)),
  )
  clearing(@Query() query: ClearingQueryRequest): Promise<Answer<ClearingDay[]>> {
    if (query.from > query.to)
      throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'to', says: 'must not be before from' }] });
    const { account, book, channel, from, merchant, minPosition, to } = query;
    const today = localDate(instant(Date.now()));
    return this.queries.execute(new AskClearing('ask', { account, book, channel, from, merchant, minPosition, to, today }));
  }
}
