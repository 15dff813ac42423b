import { ZERO, invariant, remainder, sum, type Money } from '#kernel';
import type { OrderException, OrderFact, OrderSettled, OrderStanding, OrderStatus } from './order.messages.js';
import { bookingOf } from './order.payment.js';

type OfType<T extends OrderFact['type']> = Extract<OrderFact, { type: T }>;

/** Where an order stands after a set of facts, given in canonical order. */
export function standingOf(facts: readonly OrderFact[], contradicted: readonly string[]): OrderStanding {
  const created = first(facts, 'DouyinOrderCreated');
  const paid = first(facts, 'DouyinOrderPaid');
  const anchor = paid ?? facts[0];
  invariant(anchor !== undefined, 'an order stands on at least one fact');
  const { of } = bookingOf(anchor, paid);
  const settlements = all(facts, 'DouyinOrderSettled');
  return {
    orderId: anchor.orderId,
    shopId: anchor.shopId,
    merchant: of.merchant,
    store: of.store,
    status: statusOf(facts),
    aftersaleOpen: isAftersaleOpen(facts),
    method: paid ? of.method : 'unknown',
    liveRoomId: created?.liveRoomId ?? paid?.liveRoomId ?? null,
    createdAt: created?.occurredAt ?? null,
    paidAt: paid?.occurredAt ?? null,
    shippedAt: first(facts, 'DouyinOrderShipped')?.occurredAt ?? null,
    completedAt: first(facts, 'DouyinOrderCompleted')?.occurredAt ?? null,
    cancelledAt: first(facts, 'DouyinOrderCancelled')?.occurredAt ?? null,
    paid: paid?.amount ?? ZERO,
    refunded: refundedIn(facts),
    settledGross: netted(settlements, ({ gross }) => gross),
    subsidy: netted(settlements, ({ subsidy }) => subsidy),
    fees: netted(settlements, feesOf),
    settledNet: netted(settlements, ({ net }) => net),
    exceptions: exceptionsOf(facts, contradicted),
  };
}

/** Money decides first, then the end of the order, then how far it came. A further fact never lowers the rank. */
export function statusOf(facts: readonly OrderFact[]): OrderStatus {
  const has = (type: OrderFact['type']): boolean => facts.some((fact) => fact.type === type);
  const paid = first(facts, 'DouyinOrderPaid')?.amount ?? ZERO;
  const refunded = refundedIn(facts);
  if (refunded > 0) return paid > 0 && refunded >= paid ? 'refunded' : 'partly_refunded';
  if (has('DouyinOrderCancelled')) return paid > 0 ? 'refund_due' : 'cancelled';
  if (has('DouyinOrderSettled')) return 'settled';
  if (has('DouyinOrderCompleted')) return 'completed';
  if (has('DouyinOrderShipped')) return 'shipped';
  if (has('DouyinOrderPartlyShipped')) return 'partly_shipped';
  if (has('DouyinOrderPaid')) return 'paid';
  return has('DouyinOrderPaymentHeld') ? 'held' : 'created';
}

function exceptionsOf(facts: readonly OrderFact[], contradicted: readonly string[]): OrderException[] {
  const paid = first(facts, 'DouyinOrderPaid');
  const cancelled = first(facts, 'DouyinOrderCancelled');
  const refunded = refundedIn(facts);
  const exceptions: OrderException[] = [];
  if (paid && refunded > paid.amount) exceptions.push('REFUND_ABOVE_PAID');
  if (!paid && refunded > 0) exceptions.push('REFUND_WITHOUT_PAYMENT');
  if (!paid && first(facts, 'DouyinOrderCompleted')) exceptions.push('COMPLETED_WITHOUT_PAYMENT');
  if (paid && cancelled && paid.occurredAt > cancelled.occurredAt) exceptions.push('PAID_AFTER_CANCELLATION');
  if (!paid && first(facts, 'DouyinOrderSettled')) exceptions.push('SETTLED_WITHOUT_PAYMENT');
  if (paid && settledOfBuyer(facts) > paid.amount) exceptions.push('SETTLED_ABOVE_PAID');
  if (!all(facts, 'DouyinOrderSettled').every(addsUp)) exceptions.push('ROW_DOES_NOT_ADD_UP');
  if (contradicted.length > 0) exceptions.push('FACTS_CONTRADICT');
  return exceptions;
}

/** Some after-sale case was neither closed nor refunded. A close is final: the platform opens a new case afterwards. */
function isAftersaleOpen(facts: readonly OrderFact[]): boolean {
  const moves = all(facts, 'DouyinAftersaleMoved');
  const over = new Set([
    ...moves.filter(({ step }) => step === 'closed').map(({ aftersaleId }) => aftersaleId),
    ...all(facts, 'DouyinRefundSucceeded').map(({ aftersaleId }) => aftersaleId),
  ]);
  return moves.some(({ aftersaleId }) => !over.has(aftersaleId));
}

const refundedIn = (facts: readonly OrderFact[]): Money => sum(all(facts, 'DouyinRefundSucceeded').map(({ amount }) => amount));

/** What rows took of the buyer's money; what platforms and talents added is not owed by the buyer. */
const settledOfBuyer = (facts: readonly OrderFact[]): number =>
  netted(all(facts, 'DouyinOrderSettled'), ({ gross, subsidy }) => remainder(gross, subsidy));

const feesOf = ({ fees }: OrderSettled): Money => sum(Object.values(fees));

const addsUp = (settled: OrderSettled): boolean => settled.net + feesOf(settled) === settled.gross;

const netted = (settlements: readonly OrderSettled[], amountOf: (settled: OrderSettled) => Money): number =>
  settlements.reduce((total, settled) => (settled.tradeType === 0 ? total + amountOf(settled) : total - amountOf(settled)), 0);

const all = <T extends OrderFact['type']>(facts: readonly OrderFact[], type: T): OfType<T>[] =>
  facts.filter((fact): fact is OfType<T> => fact.type === type);

const first = <T extends OrderFact['type']>(facts: readonly OrderFact[], type: T): OfType<T> | undefined =>
  facts.find((fact): fact is OfType<T> => fact.type === type);
