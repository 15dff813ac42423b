import type { CommandFeature, CommandHandling, EventSchemas } from '#event-log';
import type { OrderCommand, OrderEvent } from './domain/order.messages.js';
import { orderDecider, type OrderState } from './domain/order.js';

/** Stream of a Douyin order; the id is the parent order's. */
export const orderStream = (orderId: string): string => `order-douyin-${orderId}`;

export const orderFeature: CommandFeature<OrderState, OrderCommand, OrderEvent> = {
  decider: orderDecider,
  streamOf: ({ fact }) => orderStream(fact.orderId),
};

/** How the buyer of an order paid, out of its stream; undefined while no payment is known. */
export async function methodOfOrder(handling: CommandHandling, orderId: string): Promise<string | undefined> {
  const { state } = await handling.load(orderStream(orderId), orderDecider);
  return state.standing?.paidAt ? state.standing.method : undefined;
}

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
