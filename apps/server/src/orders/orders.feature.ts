import type { CommandHandling } from '#event-log';
import { OrderQueries, orderFeature } from '#orders';
import type { Reader } from '#projections';
import { answering } from '../features/asked.js';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskOrders, AskWaterfall, OnOrders } from './orders.bus.js';
import { OrdersController } from './orders.controller.js';
import { OrderWaterfalls } from './waterfall.js';

export function ordersFeature(handling: CommandHandling, reader: Reader): ServerFeature {
  const waterfalls = new OrderWaterfalls(handling, reader);
  return {
    name: 'Orders',
    controllers: [OrdersController],
    handlers: [
      commandHandler(OnOrders, ({ command, context }) => handling.handle(orderFeature, command, context)),
      answering(AskOrders, new OrderQueries(reader)),
      queryHandler(AskWaterfall, ({ orderId, freshness }) => waterfalls.of(orderId, freshness)),
    ],
  };
}
