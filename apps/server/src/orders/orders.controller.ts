import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { orderStream, type OrderDetails, type Waterfall } from '#orders';
import type { Answer, Page } from '#projections';
import { corrected, withCorrections, type Corrected } from '../corrections/corrected.js';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT, FreshQuery } from '../http/queries.js';
import { Answers, answerOf, pageOf } from '../http/schemas.js';
import { oneOfStream } from '../http/stream-rows.js';
import { ORDER, WATERFALL } from './orders.answers.js';
import { AskOrders, AskWaterfall } from './orders.bus.js';
import { OrderPath, OrdersQuery } from './orders.requests.js';

@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('read')
  @Answers('Douyin orders: status and money.', pageOf(ORDER))
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: OrdersQuery): Promise<Page<OrderDetails>> {
    return this.queries.execute(new AskOrders('list', { ...query, limit }));
  }

  @Get(':id')
  @Access('read')
  @Answers('One Douyin order by the id of the parent order.', answerOf(corrected(ORDER)))
  async one(
    @Param() { id }: OrderPath,
    @Query() { minPosition }: FreshQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<Corrected<OrderDetails>>> {
    const answer = oneOfStream(await this.queries.execute(new AskOrders('byId', id, { minPosition })), reply);
    return withCorrections(this.queries, answer, { stream: orderStream(id), minPosition });
  }

  @Get(':id/events')
  @Access('read')
  @Answers('Everything that happened to an order, the oldest first.', pageOf(EVENT))
  events(@Param() { id }: OrderPath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(orderStream(id), asked));
  }

  @Get(':id/waterfall')
  @Access('read')
  @Answers(
    'Where the money of an order went: list price, discounts by whom, paid, refunds, fees, net, settled, withdrawn; with the events that tell each step.',
    answerOf(WATERFALL),
  )
  waterfall(@Param() { id }: OrderPath, @Query() { minPosition }: FreshQuery): Promise<Answer<Waterfall>> {
    return this.queries.execute(new AskWaterfall(id, { minPosition }));
  }
}
