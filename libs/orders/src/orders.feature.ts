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

interface Priced {
  readonly listPrice: number | null;
  readonly discountShop: number | null;
  readonly discountPlatform: number | null;
  readonly discountTalent: number | null;
}

/** Standings did not say what is to be paid: list price less discounts is as near as they come. */
function payableOf({ listPrice, discountShop, discountPlatform, discountTalent }: Priced): number | null {
  if (listPrice === null) return null;
  return Math.max(0, listPrice - (discountShop ?? 0) - (discountPlatform ?? 0) - (discountTalent ?? 0));
}

const withPayable = (data: unknown): unknown => {
  const { standing, ...rest } = data as { readonly standing: Priced };
  return { ...rest, standing: { payable: payableOf(standing), ...standing } };
};

/** Those that had a standing of version 1. */
const SINCE_1 = { version: 3, upcast: { 1: withStanding2, 2: withPayable } } as const;
const SINCE_2 = { version: 2, upcast: { 1: withPayable } } as const;

export const ORDER_EVENTS = {
  DouyinOrderCreated: SINCE_1,
  DouyinOrderPaid: SINCE_1,
  DouyinOrderPaymentHeld: SINCE_1,
  DouyinOrderRepriced: SINCE_1,
  DouyinOrderPartlyShipped: SINCE_1,
  DouyinOrderShipped: SINCE_1,
  DouyinOrderCompleted: SINCE_1,
  DouyinOrderCancelled: SINCE_1,
  DouyinAftersaleMoved: SINCE_1,
  DouyinRefundSucceeded: SINCE_1,
  DouyinOrderSettled: SINCE_1,
  DouyinOrderDetailed: SINCE_2,
  DouyinOrderPhasePaid: SINCE_2,
  DouyinOrderHandedToPos: SINCE_2,
} as const satisfies Record<OrderEvent['type'], EventSchemas[string]>;
