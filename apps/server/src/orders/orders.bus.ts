import { Command, Query } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { OrderCommand, OrderQueries, OrdersAsOf, Waterfall } from '#orders';
import type { Answer, Freshness } from '#projections';
import { Asked, type QuestionTo } from '../features/asked.js';

/** A fact for an order. */
export class OnOrders extends Command<Outcome> {
  constructor(
    readonly command: OrderCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskOrders<Q extends QuestionTo<OrderQueries>> extends Asked<OrderQueries, Q> {}

/** As they stood. */
export class AskPastOrders<Q extends QuestionTo<OrdersAsOf>> extends Asked<OrdersAsOf, Q> {}

/** Where the money of one order went. */
export class AskWaterfall extends Query<Answer<Waterfall>> {
  constructor(
    readonly orderId: string,
    readonly freshness: Freshness,
  ) {
    super();
  }
}
