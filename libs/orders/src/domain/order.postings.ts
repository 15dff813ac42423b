import {
  ZERO,
  accounts,
  assertNever,
  credit,
  debit,
  entry,
  least,
  remainder,
  subtract,
  type Derive,
  type Entry,
  type Money,
  type Rules,
} from '#kernel';
import type { OrderCompleted, OrderFact, OrderPaid, OrderStanding, RefundSucceeded } from './order.messages.js';
import { bookingOf, receivableOf } from './order.payment.js';
import { settlement } from './order-settlement.postings.js';
import { standingOf } from './order.standing.js';

/** How far an order has come while its facts are walked in canonical order. */
interface Course {
  readonly paid: OrderPaid | undefined;
  /** Paid and not refunded so far. The payment counts from the start: a refund may carry an earlier clock. */
  readonly kept: Money;
  readonly completed: boolean;
}

const deriveOrder: Derive<OrderFact, OrderStanding> = (facts, contradicted) => ({
  entries: entriesOf(facts),
  standing: standingOf(facts, contradicted),
});

export const ORDER_RULES: Rules<OrderFact, OrderStanding> = { 1: deriveOrder };

function entriesOf(facts: readonly OrderFact[]): Entry[] {
  const paid = facts.find((fact) => fact.type === 'DouyinOrderPaid');
  let course: Course = { paid, kept: paid?.amount ?? ZERO, completed: false };
  const entries: Entry[] = [];
  for (const fact of facts) {
    entries.push(...entriesOfFact(fact, course));
    course = advance(course, fact);
  }
  return entries;
}

function entriesOfFact(fact: OrderFact, course: Course): Entry[] {
  switch (fact.type) {
    case 'DouyinOrderPaid':
      return sale(fact);
    case 'DouyinOrderSettled':
      return settlement(fact, course.paid);
    case 'DouyinOrderCompleted':
      return recognition(fact, course);
    case 'DouyinRefundSucceeded':
      return refund(fact, course);
    case 'DouyinOrderCreated':
    case 'DouyinOrderPaymentHeld':
    case 'DouyinOrderRepriced':
    case 'DouyinOrderPartlyShipped':
    case 'DouyinOrderShipped':
    case 'DouyinOrderCancelled':
    case 'DouyinAftersaleMoved':
      return [];
    default:
      return assertNever(fact, 'order fact');
  }
}

function advance(course: Course, fact: OrderFact): Course {
  if (fact.type === 'DouyinOrderCompleted') return { ...course, completed: true };
  if (fact.type === 'DouyinRefundSucceeded') return { ...course, kept: remainder(course.kept, fact.amount) };
  return course;
}

/** The platform (or the courier) holds the buyer's money, and we owe the goods. */
const sale = (paid: OrderPaid): Entry[] =>
  entry('sale', bookingOf(paid, paid), [
    debit(receivableOf(paid.shopId, paid), paid.amount),
    credit(accounts.contract(paid.shopId), paid.amount),
  ]);

/** Delivered: what the buyer paid and did not get back until then is earned. */
function recognition(fact: OrderCompleted, { paid, kept }: Course): Entry[] {
  const { shopId } = paid ?? fact;
  return entry('recognition', bookingOf(fact, paid), [
    debit(accounts.contract(shopId), kept),
    credit(accounts.revenueOnline(shopId), kept),
  ]);
}

/** Given back out of what we owe, after delivery out of what we earned; what exceeds the payment waits on suspense. */
function refund(fact: RefundSucceeded, { paid, kept, completed }: Course): Entry[] {
  const { shopId } = paid ?? fact;
  const covered = least(fact.amount, kept);
  const booking = bookingOf(fact, paid);
  return entry('refund', booking, [
    debit(completed ? accounts.revenueOnline(shopId) : accounts.contract(shopId), covered),
    debit(accounts.suspense(booking.of.merchant, 'refund-above-paid'), subtract(fact.amount, covered)),
    credit(receivableOf(shopId, paid), fact.amount),
  ]);
}
