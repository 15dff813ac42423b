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

/** What standings of version 1 did not say. A stream's next event says it. */
const SAID_SINCE_2 = {
  refundedElsewhere: 0,
  paidInPhases: 0,
  listPrice: null,
  discountShop: null,
  discountPlatform: null,
  discountTalent: null,
  discountPayment: null,
  aftersales: [],
};

const withStanding2 = (data: unknown): unknown => {
  const { standing, ...rest } = data as { readonly standing: object };
  return { ...rest, standing: { ...SAID_SINCE_2, ...standing } };
};

const SECOND = { version: 2, upcast: { 1: withStanding2 } } as const;

export const ORDER_EVENTS = {
  DouyinOrderCreated: SECOND,
  DouyinOrderPaid: SECOND,
  DouyinOrderPaymentHeld: SECOND,
  DouyinOrderRepriced: SECOND,
  DouyinOrderPartlyShipped: SECOND,
  DouyinOrderShipped: SECOND,
  DouyinOrderCompleted: SECOND,
  DouyinOrderCancelled: SECOND,
  DouyinAftersaleMoved: SECOND,
  DouyinRefundSucceeded: SECOND,
  DouyinOrderSettled: SECOND,
  DouyinOrderDetailed: { version: 1 },
  DouyinOrderPhasePaid: { version: 1 },
  DouyinOrderHandedToPos: { version: 1 },
} as const satisfies Record<OrderEvent['type'], EventSchemas[string]>;
