import { Body, Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { disputeStream, type DisputeDetails } from '#disputes';
import { isNow, type Answer, type Page } from '#projections';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { DEFAULT_LIMIT, TimesQuery, assertNoFeed, found } from '../http/queries.js';
import {
  Answers,
  COMMAND_ANSWER,
  FEN_SCHEMA,
  INTEGER,
  MOMENT,
  STRING,
  answerOf,
  listOf,
  orNull,
  pageOf,
  record,
  withField,
  word,
} from '../http/schemas.js';
import { STREAM_ROW, oneOfStream } from '../http/stream-rows.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { timesOf } from '../ledger/times.js';
import { AskDisputes, AskPastDisputes, OnDisputes } from './disputes.bus.js';
import {
  AcceptRequest,
  DISPUTE_STAGES,
  DISPUTE_STATUSES,
  DisputePath,
  DisputesQuery,
  EvidenceRequest,
} from './disputes.requests.js';

const DISPUTE = record<DisputeDetails>({
  disputeId: STRING,
  merchant: STRING,
  store: STRING,
  merchantNo: STRING,
  channel: STRING,
  caseNo: STRING,
  status: word(DISPUTE_STATUSES),
  round: INTEGER,
  stage: orNull(word(DISPUTE_STAGES)),
  reasonCode: orNull(STRING),
  dueAt: orNull(MOMENT),
  openedAt: MOMENT,
  paymentId: orNull(STRING),
  rrn: orNull(STRING),
  terminalNo: orNull(STRING),
  amount: { ...FEN_SCHEMA, description: '分; in dispute' },
  charged: { ...FEN_SCHEMA, description: '分; taken from us as things stand' },
  lost: { ...FEN_SCHEMA, description: '分; of that, for good' },
  evidence: listOf(STRING),
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});

interface EvidenceAnswer extends CommandAnswer {
  readonly evidenceId: string;
}

const EVIDENCE_ANSWER = withField(COMMAND_ANSWER, 'evidenceId', STRING);

@ApiTags('disputes')
@Controller('v1/disputes')
export class DisputesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('read')
  @Answers(
    'Retrieval requests and chargebacks: how they stand, what they cost, by when they are to be answered; now, or at a point of time (auditors).',
    pageOf(DISPUTE),
  )
  async list(@Query() asked: DisputesQuery, @Req() { caller }: FastifyRequest): Promise<Page<DisputeDetails>> {
    const times = await timesOf(this.queries, asked, caller);
    const { effective: _, known: _known, limit = DEFAULT_LIMIT, ...query } = asked;
    if (isNow(times)) return this.queries.execute(new AskDisputes('list', { ...query, limit }));
    assertNoFeed(query);
    return this.queries.execute(new AskPastDisputes('list', { ...query, ...times, limit }));
  }

  @Get(':id')
  @Access('read')
  @Answers('One dispute: now, or at a point of time (auditors).', answerOf(DISPUTE))
  async one(
    @Param() { id }: DisputePath,
    @Query() asked: TimesQuery,
    @Req() { caller }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<DisputeDetails>> {
    const { minPosition } = asked;
    const times = await timesOf(this.queries, asked, caller);
    if (isNow(times)) return oneOfStream(await this.queries.execute(new AskDisputes('byId', id, { minPosition })), reply);
    return found<DisputeDetails, Answer<DisputeDetails | undefined>>(
      await this.queries.execute(new AskPastDisputes('byId', id, times)),
    );
  }

  @Get(':id/events')
  @Access('read')
  @Answers('Everything that happened to a dispute, the oldest first.', pageOf(EVENT))
  events(@Param() { id }: DisputePath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(disputeStream(id), asked));
  }

  @CommandRoute(':id/evidence', 'Answers the latest round with vouchers, named by digest and reference.', 'instruct', {
    idempotencyKey: 'required',
    answer: EVIDENCE_ANSWER,
  })
  async submit(
    @Param() { id: disputeId }: DisputePath,
    @Body() { documents, note }: EvidenceRequest,
    @Call() call: CommandCall,
  ): Promise<EvidenceAnswer> {
    const evidenceId = `evd_${call.context.commandId}`;
    const command = { type: 'SubmitEvidence', disputeId, evidenceId, documents, note } as const;
    return { ...call.answer(await this.commands.execute(new OnDisputes(command, call.context))), evidenceId };
  }

  @CommandRoute(':id/accept', 'Lets the latest round go: what it costs is lost.', 'instruct', { idempotencyKey: 'required' })
  async accept(
    @Param() { id: disputeId }: DisputePath,
    @Body() { reason }: AcceptRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const command = { type: 'AcceptDispute', disputeId, reason } as const;
    return call.answer(await this.commands.execute(new OnDisputes(command, call.context)));
  }
}
