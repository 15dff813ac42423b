import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { correctionIdIn, correctionStream, type CorrectionDetails, type CorrectionHistory } from '#corrections';
import { isRejection } from '#kernel';
import type { Answer, Page } from '#projections';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { DEFAULT_LIMIT, FreshQuery } from '../http/queries.js';
import { Answers, COMMAND_ANSWER, answerOf, pageOf, withField } from '../http/schemas.js';
import { oneOfStream } from '../http/stream-rows.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { CORRECTION, CORRECTION_HISTORY, CORRECTION_PREVIEW } from './corrections.answers.js';
import { AskCorrectionPreview, AskCorrections, OnCorrections, type CorrectionDoing } from './corrections.bus.js';
import type { CorrectionPreview } from './corrections.js';
import {
  CorrectionApprovalRequest,
  CorrectionPath,
  CorrectionRequest,
  CorrectionsQuery,
  CorrectionProposalRequest,
  CorrectionEndRequest,
} from './corrections.requests.js';
import { askedIn } from './reading.js';

interface ProposalAnswer extends CommandAnswer {
  readonly correctionId: string;
}

const PROPOSED = withField(COMMAND_ANSWER, 'correctionId', { type: 'string', description: 'made of what is corrected' });

@ApiTags('corrections')
@Controller('v1/corrections')
export class CorrectionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Access('instruct')
  @Answers('What a correction would book and move, by a dry run that changes nothing.', CORRECTION_PREVIEW)
  async preview(@Body() body: CorrectionRequest): Promise<CorrectionPreview> {
    const preview = await this.queries.execute(new AskCorrectionPreview(askedIn(body)));
    if (isRejection(preview)) throw Problem.ofRejection(preview);
    return preview;
  }

  @CommandRoute('', 'Proposes a correction; others have to approve it.', 'instruct', { answer: PROPOSED })
  async propose(@Body() body: CorrectionProposalRequest, @Call() call: CommandCall): Promise<ProposalAnswer> {
    const answer = await this.do({ type: 'propose', asked: askedIn(body), digest: body.digest }, call);
    return { ...answer, correctionId: correctionIdIn(answer.stream) };
  }

  @Get()
  @Access('read')
  @Answers('Corrections: those that wait for a decision first, then what was proposed last.', pageOf(CORRECTION))
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: CorrectionsQuery): Promise<Page<CorrectionDetails>> {
    return this.queries.execute(new AskCorrections('list', { ...query, limit }));
  }

  @Get(':id')
  @Access('read')
  @Answers('One correction as it stands, with who did what about it.', answerOf(CORRECTION_HISTORY))
  async one(
    @Param() { id }: CorrectionPath,
    @Query() { minPosition }: FreshQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<CorrectionHistory>> {
    return oneOfStream(await this.queries.execute(new AskCorrections('byId', id, { minPosition })), reply);
  }

  @Get(':id/events')
  @Access('read')
  @Answers('Everything that happened to a correction, the oldest first.', pageOf(EVENT))
  events(@Param() { id }: CorrectionPath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(correctionStream(id), asked));
  }

  @CommandRoute(':id/approve', 'Approves what another person proposed, by its digest; the last approval applies it.', 'approve')
  approve(
    @Param() { id }: CorrectionPath,
    @Body() { digest }: CorrectionApprovalRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return this.do({ type: 'approve', correctionId: id, digest }, call);
  }

  @CommandRoute(':id/reject', 'Rejects what another person proposed.', 'approve')
  reject(
    @Param() { id }: CorrectionPath,
    @Body() { reason }: CorrectionEndRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return this.do({ type: 'reject', correctionId: id, reason }, call);
  }

  @CommandRoute(':id/withdraw', 'Withdraws what one proposed oneself.', 'instruct')
  withdraw(
    @Param() { id }: CorrectionPath,
    @Body() { reason }: CorrectionEndRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return this.do({ type: 'withdraw', correctionId: id, reason }, call);
  }

  private async do(doing: CorrectionDoing, call: CommandCall): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(new OnCorrections(doing, call.context)));
  }
}
