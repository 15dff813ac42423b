import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import type { OrderCommand, OrderEvent } from './domain/order.messages.js';
import { orderDecider, type OrderState } from './domain/order.js';

/** Stream of a Douyin order; the id is the parent order's. */
export const orderStream = (orderId: string): string => streamName('order-douyin', orderId);

export const orderFeature: CommandFeature<OrderState, OrderCommand, OrderEvent> = {
  decider: orderDecider,
  streamOf: ({ fact }) => orderStream(fact.orderId),
};

export const ORDER_EVENTS = {
  DouyinOrderCreated: { version: 1 },
  DouyinOrderPaid: { version: 1 },
  DouyinOrderPaymentHeld: { version: 1 },
  DouyinOrderRepriced: { version: 1 },
  DouyinOrderPartlyShipped: { version: 1 },
  DouyinOrderShipped: { version: 1 },
  DouyinOrderCompleted: { version: 1 },
  DouyinOrderCancelled: { version: 1 },
  DouyinAftersaleMoved: { version: 1 },
  DouyinRefundSucceeded: { version: 1 },
  DouyinOrderSettled: { version: 1 },
} as const satisfies Record<OrderEvent['type'], EventSchemas[string]>;
