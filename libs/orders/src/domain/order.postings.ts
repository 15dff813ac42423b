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
  type Account,
  type Derive,
  type Entry,
  type Line,
  type Money,
  type Rules,
} from '#kernel';
import type { OrderFact, OrderPaid, OrderSettled } from './order.messages.js';
import type { RefundSucceeded } from './order-aftersale.messages.js';
import type { OrderPhasePaid } from './order-particulars.messages.js';
import type { OrderStanding } from './order.standing.messages.js';
import { withInferred } from './order.particulars.js';
import { bookingOf, broughtBy, paymentIn, receivableOf, type Payment } from './order.payment.js';
import { channelOf, movesMoney, rowsOf } from './order.refund-channel.js';
import { settlement } from './order-settlement.postings.js';
import { standingOf } from './order.standing.js';

/** How far an order has come while its facts are walked in canonical order. */
interface Course {
  readonly payment: Payment | undefined;
  /** Paid and not refunded so far. The payment counts from the start: a refund may carry an earlier clock. */
  readonly kept: Money;
  /** Where it was earned; undefined while we still owe the goods. */
  readonly earnedOn: Account | undefined;
  readonly isCancelled: boolean;
  readonly isSettled: boolean;
  /** By trade type, what settle rows book of refunds out of other money than the buyer's, and no refund has used yet. */
  readonly leftToRows: Readonly<Partial<Record<OrderSettled['tradeType'], Money>>>;
}

const deriveOrder: Derive<OrderFact, OrderStanding> = (told, contradicted) => {
  const facts = withInferred(told);
  return { entries: entriesOf(facts), standing: standingOf(facts, contradicted) };
};

export const ORDER_RULES: Rules<OrderFact, OrderStanding> = { 1: deriveOrder };

function entriesOf(facts: readonly OrderFact[]): Entry[] {
  let course = startOf(facts);
  const entries: Entry[] = [];
  for (const fact of facts) {
    entries.push(...entriesOfFact(fact, course));
    course = advance(course, fact);
  }
  return entries;
}

function startOf(facts: readonly OrderFact[]): Course {
  const payment = paymentIn(facts);
  return {
    payment,
    kept: payment?.total ?? ZERO,
    earnedOn: undefined,
    isCancelled: false,
    isSettled: false,
    leftToRows: { 2: rowsOf(facts, 2), 3: rowsOf(facts, 3) },
  };
}

function entriesOfFact(fact: OrderFact, course: Course): Entry[] {
  switch (fact.type) {
    case 'DouyinOrderPaid':
    case 'DouyinOrderPhasePaid':
      return sale(fact, course);
    case 'DouyinOrderSettled':
      return [...settlement(fact, course.payment), ...recognition(fact, course)];
    case 'DouyinOrderCompleted':
    case 'DouyinOrderCancelled':
      return recognition(fact, course);
    case 'DouyinRefundSucceeded':
      return refund(fact, course);
    case 'DouyinOrderCreated':
    case 'DouyinOrderPaymentHeld':
    case 'DouyinOrderRepriced':
    case 'DouyinOrderPartlyShipped':
    case 'DouyinOrderShipped':
    case 'DouyinAftersaleMoved':
    case 'DouyinOrderDetailed':
    case 'DouyinOrderHandedToPos':
      return [];
    default:
      return assertNever(fact, 'order fact');
  }
}

function advance(course: Course, fact: OrderFact): Course {
  const earned = { ...course, earnedOn: course.earnedOn ?? earnedBy(fact, course) };
  if (fact.type === 'DouyinOrderSettled') return { ...earned, isSettled: course.isSettled || fact.tradeType === 0 };
  if (fact.type === 'DouyinOrderCancelled') return { ...earned, isCancelled: true };
  return fact.type === 'DouyinRefundSucceeded' && movesMoney(fact) ? refunded(earned, fact) : earned;
}

function refunded(course: Course, fact: RefundSucceeded): Course {
  const row = channelOf(fact)?.row;
  return {
    ...course,
    kept: remainder(course.kept, fact.amount),
    ...(row !== undefined && {
      leftToRows: { ...course.leftToRows, [row]: remainder(course.leftToRows[row] ?? ZERO, fact.amount) },
    }),
  };
}

/**
 * Where a fact makes the buyer's money ours: by delivery. A deposit whose balance never came is ours once the order is
 * cancelled and the platform pays it out all the same; until then it may still go back.
 */
function earnedBy(fact: OrderFact, { payment, isCancelled, isSettled }: Course): Account | undefined {
  const shopId = payment?.fact.shopId ?? fact.shopId;
  const isForfeit =
    payment?.isWhole === false &&
    ((fact.type === 'DouyinOrderCancelled' && isSettled) ||
      (fact.type === 'DouyinOrderSettled' && fact.tradeType === 0 && isCancelled));
  if (isForfeit) return accounts.depositKept(shopId);
  return fact.type === 'DouyinOrderCompleted' ? accounts.revenueOnline(shopId) : undefined;
}

/** The platform (or the courier) holds the buyer's money, and we owe the goods. */
function sale(fact: OrderPaid | OrderPhasePaid, { payment }: Course): Entry[] {
  const amount = payment ? broughtBy(fact, payment) : ZERO;
  return entry('sale', bookingOf(fact, payment), [
    debit(receivableOf(fact.shopId, payment), amount),
    credit(accounts.contract(fact.shopId), amount),
  ]);
}

/** What the buyer paid and did not get back until then is earned, once. */
function recognition(fact: OrderFact, course: Course): Entry[] {
  const { payment, kept } = course;
  const account = course.earnedOn === undefined ? earnedBy(fact, course) : undefined;
  if (account === undefined) return [];
  return entry('recognition', bookingOf(fact, payment), [
    debit(accounts.contract(payment?.fact.shopId ?? fact.shopId), kept),
    credit(account, kept),
  ]);
}

/** Given back out of what we owe, after delivery out of what we earned; what exceeds the payment waits on suspense. */
function refund(fact: RefundSucceeded, course: Course): Entry[] {
  if (!movesMoney(fact)) return [];
  const { payment, kept, earnedOn } = course;
  const covered = least(fact.amount, kept);
  const booking = bookingOf(fact, payment);
  return entry('refund', booking, [
    debit(earnedOn ?? accounts.contract(payment?.fact.shopId ?? fact.shopId), covered),
    debit(accounts.suspense(booking.of.merchant, 'refund-above-paid'), subtract(fact.amount, covered)),
    ...givenBy(fact, course),
  ]);
}

/** Out of the buyer's payment, or other money; what a settle row books of the latter, it takes from the receivable. */
function givenBy(fact: RefundSucceeded, { payment, leftToRows }: Course): Line[] {
  const shopId = payment?.fact.shopId ?? fact.shopId;
  const receivable = receivableOf(shopId, payment);
  const channel = channelOf(fact);
  if (!channel) return [credit(receivable, fact.amount)];
  const byRows = least(fact.amount, channel.row === undefined ? ZERO : (leftToRows[channel.row] ?? ZERO));
  return [credit(receivable, byRows), credit(channel.account(shopId), subtract(fact.amount, byRows))];
}
