import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { miniPaymentStream, type MiniPaymentDetails } from '#miniapp';
import type { Answer, Page } from '#projections';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT, FreshQuery } from '../http/queries.js';
import { Answers, answerOf, pageOf } from '../http/schemas.js';
import { oneOfStream } from '../http/stream-rows.js';
import { AskMiniApps } from './miniapp.bus.js';
import { MINI_PAYMENT, MiniPaymentPath, MiniPaymentsQuery } from './miniapp.requests.js';

@ApiTags('miniapp-payments')
@Controller('v1/miniapp-payments')
export class MiniAppController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('read')
  @Answers('Payments in Douyin mini-apps: status and money.', pageOf(MINI_PAYMENT))
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: MiniPaymentsQuery): Promise<Page<MiniPaymentDetails>> {
    return this.queries.execute(new AskMiniApps('list', { ...query, limit }));
  }

  @Get(':id')
  @Access('read')
  @Answers('One payment in a mini-app.', answerOf(MINI_PAYMENT))
  async one(
    @Param() { id }: MiniPaymentPath,
    @Query() { minPosition }: FreshQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<MiniPaymentDetails>> {
    return oneOfStream(await this.queries.execute(new AskMiniApps('byId', id, { minPosition })), reply);
  }

  @Get(':id/events')
  @Access('read')
  @Answers('Everything that happened to a payment in a mini-app, the oldest first.', pageOf(EVENT))
  events(@Param() { id }: MiniPaymentPath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(miniPaymentStream(id), asked));
  }
}
