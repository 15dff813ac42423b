import { Body, Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseInstant } from '#kernel';
import { isNow, type Answer, type Page } from '#projections';
import { exceptionStream, type CodeCount, type ExceptionDetails, type ExceptionView, type Then } from '#worklist';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access, type Caller } from '../http/access.js';
import { Call, CommandCall, etagOf, type CommandAnswer } from '../http/command-call.js';
import { DEFAULT_LIMIT, TimesQuery, found } from '../http/queries.js';
import { Answers, answerOf, pageOf } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { clockOf, timesOf, type TimesAsked } from '../ledger/times.js';
import type { Doing } from './exception-instructions.js';
import { ASSIGNEES, CODE_COUNTS, EXCEPTION, EXCEPTION_DETAILS, type AssigneeList } from './worklist.answers.js';
import { AskAssignees, AskExceptions, OnExceptions } from './worklist.bus.js';
import {
  AssignRequest,
  ClaimRequest,
  CommentRequest,
  ExceptionPath,
  ExceptionsQuery,
  ReopenRequest,
  ResolveRequest,
  SummaryQuery,
} from './worklist.requests.js';

@ApiTags('exceptions')
@Controller('v1/exceptions')
export class WorklistController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('read')
  @Answers('What wants following up, what is told last first; now, or at a point of time (auditors).', pageOf(EXCEPTION))
  async list(@Query() asked: ExceptionsQuery, @Req() { caller }: FastifyRequest): Promise<Page<ExceptionView>> {
    const then = await this.asOf(asked, caller);
    const { effective: _, known: _known, limit = DEFAULT_LIMIT, since, ...query } = asked;
    const from = since === undefined ? undefined : parseInstant(since);
    return this.queries.execute(new AskExceptions('list', { ...query, since: from, limit, then }));
  }

  @Get('summary')
  @Access('read')
  @Answers('How much wants following up, by code.', answerOf(CODE_COUNTS))
  async summary(@Query() asked: SummaryQuery, @Req() { caller }: FastifyRequest): Promise<Answer<CodeCount[]>> {
    const then = await this.asOf(asked, caller);
    const { merchant, minPosition } = asked;
    return this.queries.execute(new AskExceptions('summary', { merchant, minPosition, then }));
  }

  @Get('assignees')
  @Access('persons')
  @Answers('Whom an exception may be handed over to: valid keys and people that may work on it.', ASSIGNEES)
  async assignees(): Promise<AssigneeList> {
    return { data: await this.queries.execute(new AskAssignees()) };
  }

  @Get(':id')
  @Access('read')
  @Answers('One exception, with what was written beside it.', answerOf(EXCEPTION_DETAILS))
  async one(
    @Param() { id }: ExceptionPath,
    @Query() asked: TimesQuery,
    @Req() { caller }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<ExceptionDetails>> {
    const then = await this.asOf(asked, caller);
    const answer = await this.queries.execute(new AskExceptions('byId', id, { minPosition: asked.minPosition, then }));
    const one = found<ExceptionDetails, typeof answer>(answer);
    if (!then && one.data.revision >= 0) void reply.header('ETag', etagOf(one.data.revision));
    return one;
  }

  @Get(':id/events')
  @Access('read')
  @Answers('Everything that was done about an exception, the oldest first.', pageOf(EVENT))
  events(@Param() { id }: ExceptionPath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(exceptionStream(id), asked));
  }

  @CommandRoute(':id/claim', 'Takes an exception on.', 'instruct')
  claim(
    @Param() { id }: ExceptionPath,
    @Body() { force = false }: ClaimRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return this.do(id, { type: 'ClaimException', force }, call);
  }

  @CommandRoute(':id/assign', 'Hands an exception over to another key or person.', 'instruct')
  assign(
    @Param() { id }: ExceptionPath,
    @Body() { to, force = false }: AssignRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return this.do(id, { type: 'AssignException', to, force }, call);
  }

  @CommandRoute(':id/comment', 'Writes something beside an exception.', 'instruct')
  comment(@Param() { id }: ExceptionPath, @Body() { text }: CommentRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.do(id, { type: 'CommentOnException', commentId: `cmt_${call.context.commandId}`, text }, call);
  }

  @CommandRoute(':id/resolve', 'Closes an exception by hand; its cause reopens it where it comes back.', 'instruct')
  resolve(
    @Param() { id }: ExceptionPath,
    @Body() { reason, force = false }: ResolveRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return this.do(id, { type: 'ResolveException', reason, force }, call);
  }

  @CommandRoute(':id/reopen', 'Opens a resolved exception again.', 'instruct')
  reopen(@Param() { id }: ExceptionPath, @Body() { reason }: ReopenRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.do(id, { type: 'ReopenException', reason }, call);
  }

  /** How it stood: what was known, by the clock of then. */
  private async asOf(asked: TimesAsked, caller: Caller | undefined): Promise<Then | undefined> {
    const times = await timesOf(this.queries, asked, caller);
    return isNow(times) ? undefined : { known: times.known, clock: await clockOf(this.queries, asked, times) };
  }

  private async do(id: string, doing: Doing, call: CommandCall): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(new OnExceptions(id, doing, call.context)));
  }
}
