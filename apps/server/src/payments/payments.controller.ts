import { Body, Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { money } from '#kernel';
import { paymentStream, type PaymentDetails } from '#payments';
import { isNow, type Answer, type Page } from '#projections';
import { corrected, withCorrections, withCorrectionsThen, type Corrected } from '../corrections/corrected.js';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { DEFAULT_LIMIT, TimesQuery, assertNoFeed, found } from '../http/queries.js';
import { Answers, COMMAND_ANSWER, answerOf, pageOf, withField } from '../http/schemas.js';
import { oneOfStream } from '../http/stream-rows.js';
import { clockOf, timesOf } from '../ledger/times.js';
import { PersonWindow } from '../privacy/person-window.js';
import { CommandRoute, type CommandRouteOptions } from '../idempotency/command-route.js';
import type { Instruction } from './instructions.js';
import { PAYMENT } from './payments.answers.js';
import { AskPayments, AskPastPayments, OnPayments } from './payments.bus.js';
import { AmountRequest, InstructionPath, PaymentPath, PaymentsQuery, ReasonRequest } from './payments.requests.js';

/** The id is what the terminal sends back as `instruction_id` with the transaction that carries it out. */
interface InstructionAnswer extends CommandAnswer {
  readonly instructionId: string;
}

const ONCE: CommandRouteOptions = {
  idempotencyKey: 'required',
  answer: withField(COMMAND_ANSWER, 'instructionId', {
    type: 'string',
    description: 'the terminal sends it back as instruction_id',
  }),
};

/** The same Idempotency-Key makes the same instruction, so a crash between effect and answer can not double it. */
const newInstruction = (paymentId: string, reason: string, { context }: CommandCall) => ({
  paymentId,
  reason,
  instructionId: `ins_${context.commandId}`,
});

@ApiTags('payments')
@Controller('v1/payments')
export class PaymentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly persons: PersonWindow,
  ) {}

  @Get()
  @Access('read')
  @Answers(
    'Payments at terminals: status, money, what is held and what is instructed; now, or at a point of time (auditors).',
    pageOf(PAYMENT),
  )
  async list(@Query() asked: PaymentsQuery, @Req() { caller }: FastifyRequest): Promise<Page<PaymentDetails>> {
    const times = await timesOf(this.queries, asked, caller);
    const { effective: _, known: _known, limit = DEFAULT_LIMIT, ...query } = asked;
    if (isNow(times))
      return this.persons.page(await this.queries.execute(new AskPayments('list', { ...query, limit })), caller);
    assertNoFeed(query);
    return this.persons.page(await this.queries.execute(new AskPastPayments('list', { ...query, ...times, limit })), caller);
  }

  @Get(':id')
  @Access('read')
  @Answers('One payment: now, or at a point of time (auditors).', answerOf(corrected(PAYMENT)))
  async one(
    @Param() { id }: PaymentPath,
    @Query() asked: TimesQuery,
    @Req() { caller }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<Corrected<PaymentDetails>>> {
    const { minPosition } = asked;
    const times = await timesOf(this.queries, asked, caller);
    const about = { stream: paymentStream(id), minPosition };
    if (isNow(times)) {
      const now = await this.queries.execute(new AskPayments('byId', id, { minPosition }));
      return this.persons.one(await withCorrections(this.queries, oneOfStream(now, reply), about), caller);
    }
    const then = found<PaymentDetails, Answer<PaymentDetails | undefined>>(
      await this.queries.execute(new AskPastPayments('byId', id, times)),
    );
    const clock = await clockOf(this.queries, asked, times);
    return this.persons.one(await withCorrectionsThen(this.queries, then, { ...about, clock }), caller);
  }

  @Get(':id/events')
  @Access('read')
  @Answers('Everything that happened to a payment, the oldest first.', pageOf(EVENT))
  events(@Param() { id }: PaymentPath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(paymentStream(id), asked));
  }

  @CommandRoute(':id/captures', 'Asks the terminal to complete (part of) an authorization.', 'instruct', ONCE)
  capture(
    @Param() { id }: PaymentPath,
    @Body() { amount, reason }: AmountRequest,
    @Call() call: CommandCall,
  ): Promise<InstructionAnswer> {
    return this.give({ type: 'CapturePayment', ...newInstruction(id, reason, call), amount: money(amount) }, call);
  }

  @CommandRoute(':id/refunds', 'Asks the terminal to give (part of) a payment back.', 'instruct', ONCE)
  refund(
    @Param() { id }: PaymentPath,
    @Body() { amount, reason }: AmountRequest,
    @Call() call: CommandCall,
  ): Promise<InstructionAnswer> {
    return this.give({ type: 'RefundPayment', ...newInstruction(id, reason, call), amount: money(amount) }, call);
  }

  @CommandRoute(':id/void', 'Asks the terminal to release an authorization.', 'instruct', ONCE)
  void(@Param() { id }: PaymentPath, @Body() { reason }: ReasonRequest, @Call() call: CommandCall): Promise<InstructionAnswer> {
    return this.give({ type: 'VoidAuthorization', ...newInstruction(id, reason, call) }, call);
  }

  @CommandRoute(
    ':id/instructions/:instructionId/withdraw',
    'Withdraws an instruction that was not carried out.',
    'instruct',
    ONCE,
  )
  withdraw(
    @Param() path: InstructionPath,
    @Body() { reason }: ReasonRequest,
    @Call() call: CommandCall,
  ): Promise<InstructionAnswer> {
    const { id: paymentId, instructionId } = path;
    return this.give({ type: 'WithdrawInstruction', paymentId, instructionId, reason }, call);
  }

  private async give(instruction: Instruction, call: CommandCall): Promise<InstructionAnswer> {
    const outcome = await this.commands.execute(new OnPayments(instruction, call.context));
    return { ...call.answer(outcome), instructionId: instruction.instructionId };
  }
}
