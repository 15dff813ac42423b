import { pastCollections } from '#collections';
import type { CommandHandling } from '#event-log';
import { OrderQueries, OrdersAsOf, orderFeature } from '#orders';
import type { PastLog, Reader } from '#projections';
import { answering } from '../features/asked.js';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskOrders, AskPastOrders, AskWaterfall, OnOrders } from './orders.bus.js';
import { OrdersController } from './orders.controller.js';
import { OrderWaterfalls } from './waterfall.js';

interface OrderParts {
  readonly handling: CommandHandling;
  readonly reader: Reader;
  readonly past: PastLog;
}

export function ordersFeature({ handling, past, reader }: OrderParts): ServerFeature {
  const waterfalls = new OrderWaterfalls(handling, reader);
  return {
    name: 'Orders',
    controllers: [OrdersController],
    handlers: [
      commandHandler(OnOrders, ({ command, context }) => handling.handle(orderFeature, command, context)),
      answering(AskOrders, new OrderQueries(reader)),
      answering(AskPastOrders, new OrdersAsOf(reader, past, pastCollections(past))),
      queryHandler(AskWaterfall, ({ orderId, freshness }) => waterfalls.of(orderId, freshness)),
    ],
  };
}
