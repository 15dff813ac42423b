import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { orderStream, type OrderDetails, type Waterfall } from '#orders';
import { isNow, type Answer, type Page } from '#projections';
import { corrected, withCorrections, withCorrectionsThen, type Corrected } from '../corrections/corrected.js';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT, FreshQuery, TimesQuery, assertNoFeed, found } from '../http/queries.js';
import { Answers, answerOf, pageOf } from '../http/schemas.js';
import { oneOfStream } from '../http/stream-rows.js';
import { clockOf, timesOf } from '../ledger/times.js';
import { PersonWindow } from '../privacy/person-window.js';
import { ORDER, WATERFALL } from './orders.answers.js';
import { AskOrders, AskPastOrders, AskWaterfall } from './orders.bus.js';
import { OrderPath, OrdersQuery } from './orders.requests.js';

@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly persons: PersonWindow,
  ) {}

  @Get()
  @Access('read')
  @Answers('Douyin orders: status and money; now, or at a point of time (auditors).', pageOf(ORDER))
  async list(@Query() asked: OrdersQuery, @Req() { caller }: FastifyRequest): Promise<Page<OrderDetails>> {
    const times = await timesOf(this.queries, asked, caller);
    const { effective: _, known: _known, limit = DEFAULT_LIMIT, ...query } = asked;
    if (isNow(times)) return this.persons.page(await this.queries.execute(new AskOrders('list', { ...query, limit })), caller);
    assertNoFeed(query);
    return this.persons.page(await this.queries.execute(new AskPastOrders('list', { ...query, ...times, limit })), caller);
  }

  @Get(':id')
  @Access('read')
  @Answers('One Douyin order by the id of the parent order: now, or at a point of time (auditors).', answerOf(corrected(ORDER)))
  async one(
    @Param() { id }: OrderPath,
    @Query() asked: TimesQuery,
    @Req() { caller }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<Corrected<OrderDetails>>> {
    const { minPosition } = asked;
    const times = await timesOf(this.queries, asked, caller);
    const about = { stream: orderStream(id), minPosition };
    if (isNow(times)) {
      const now = await this.queries.execute(new AskOrders('byId', id, { minPosition }));
      return this.persons.one(await withCorrections(this.queries, oneOfStream(now, reply), about), caller);
    }
    const then = found<OrderDetails, Answer<OrderDetails | undefined>>(
      await this.queries.execute(new AskPastOrders('byId', id, times)),
    );
    const clock = await clockOf(this.queries, asked, times);
    return this.persons.one(await withCorrectionsThen(this.queries, then, { ...about, clock }), caller);
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
