import { emptyFactState, evolveFacts, recordFact, type Decider, type FactState } from '#kernel';
import type { OrderCommand, OrderEvent, OrderFact } from './order.messages.js';
import type { OrderStanding } from './order.standing.messages.js';
import { ORDER_RULES } from './order.postings.js';

export type OrderState = FactState<OrderFact, OrderStanding>;

/** What Douyin says of an order has happened: it is recorded, never refused. What it amounts to: order.postings.ts, order.standing.ts. */
export const orderDecider: Decider<OrderState, OrderCommand, OrderEvent> = {
  initial: emptyFactState(),
  decide: ({ fact }, state) => recordFact(state, fact, ORDER_RULES),
  evolve: evolveFacts,
};
