import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { OrderCommand, OrderQueries } from '#orders';
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
