import type { CommandHandling } from '#event-log';
import { OrderQueries, orderFeature } from '#orders';
import type { Reader } from '#projections';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { AskOrders, OnOrders } from './orders.bus.js';
import { OrdersController } from './orders.controller.js';

export const ordersFeature = (handling: CommandHandling, reader: Reader): ServerFeature => ({
  name: 'Orders',
  controllers: [OrdersController],
  handlers: [
    commandHandler(OnOrders, ({ command, context }) => handling.handle(orderFeature, command, context)),
    answering(AskOrders, new OrderQueries(reader)),
  ],
});
