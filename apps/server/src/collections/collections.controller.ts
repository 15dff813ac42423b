import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { PaymentRequestDetails } from '#collections';
import { money } from '#kernel';
import type { Page } from '#projections';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { DEFAULT_LIMIT } from '../http/queries.js';
import { Answers, pageOf } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { OrderPath } from '../orders/orders.requests.js';
import { HAND_OVER_ANSWER, PAYMENT_REQUEST, type HandOverAnswer } from './collections.answers.js';
import { AskPaymentRequests, OnPaymentRequests } from './collections.bus.js';
import { CancelRequestRequest, HandOverRequest, PaymentRequestsQuery, RequestPath } from './collections.requests.js';
import { newRequestId } from './payment-requests.js';

@ApiTags('payment requests')
@Controller('v1')
export class CollectionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @CommandRoute('orders/:id/payment-requests', 'Hands a Douyin order to a terminal to be paid there.', 'instruct', {
    idempotencyKey: 'required',
    ifMatch: 'refused',
    answer: HAND_OVER_ANSWER,
  })
  async handOver(
    @Param() { id: orderId }: OrderPath,
    @Body() { amount, expiresInSeconds, ...to }: HandOverRequest,
    @Call() call: CommandCall,
  ): Promise<HandOverAnswer> {
    const command = {
      type: 'HandOver',
      orderId,
      ...to,
      ...(amount !== undefined && { amount: money(amount) }),
      ...(expiresInSeconds !== undefined && { termMs: expiresInSeconds * 1000 }),
    } as const;
    const outcome = await this.commands.execute(new OnPaymentRequests(command, call.context));
    return { ...call.answer(outcome), requestId: newRequestId(orderId, call.context) };
  }

  @CommandRoute('payment-requests/:requestId/cancel', 'Takes a request back that no terminal has taken on.', 'instruct')
  async cancel(
    @Param() { requestId }: RequestPath,
    @Body() { reason }: CancelRequestRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(new OnPaymentRequests({ type: 'Cancel', requestId, reason }, call.context)));
  }

  @Get('payment-requests')
  @Access('read')
  @Answers('Orders handed to terminals, request by request.', pageOf(PAYMENT_REQUEST))
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: PaymentRequestsQuery): Promise<Page<PaymentRequestDetails>> {
    return this.queries.execute(new AskPaymentRequests('list', { ...query, limit }));
  }
}
