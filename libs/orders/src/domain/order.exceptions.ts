import { ZERO, remainder, sum, type Money } from '#kernel';
import type { OrderFact, OrderSettled } from './order.messages.js';
import type { OrderException } from './order.standing.messages.js';
import { aftersalesIn, askedAbove, isClosedAndRefunded, refundedIn } from './order.aftersales.js';
import { all, first } from './order.facts-in.js';
import { paidIn, particularsOf, saysRefunded } from './order.particulars.js';
import { priceOf } from './order.payable.js';
import { paymentIn, type Payment } from './order.payment.js';

/** What does not fit together in a set of facts, in the order of the type's list. */
export function exceptionsOf(facts: readonly OrderFact[], contradicted: readonly string[]): OrderException[] {
  const payment = paymentIn(facts);
  return [
    ...ofRefunds(facts, payment),
    ...ofPayment(facts, payment),
    ...ofSettlement(facts, payment),
    ...ofPrice(facts, payment),
    ...found([contradicted.length > 0 || doDetailsContradict(facts), 'FACTS_CONTRADICT']),
  ];
}

type Finding = readonly [boolean, OrderException];

const found = (...findings: readonly Finding[]): OrderException[] =>
  findings.flatMap(([holds, exception]) => (holds ? [exception] : []));

function ofRefunds(facts: readonly OrderFact[], payment: Payment | undefined): OrderException[] {
  const refunded = refundedIn(facts);
  return found(
    [payment !== undefined && refunded > payment.total, 'REFUND_ABOVE_PAID'],
    [!payment && refunded > 0, 'REFUND_WITHOUT_PAYMENT'],
    [isClosedAndRefunded(facts), 'AFTERSALE_CLOSED_AND_REFUNDED'],
    [aftersalesIn(facts).some(askedAbove), 'REFUND_ABOVE_ASKED'],
    [refunded === ZERO && all(facts, 'DouyinOrderDetailed').some(saysRefunded), 'REFUND_NOT_TOLD'],
  );
}

function ofPayment(facts: readonly OrderFact[], payment: Payment | undefined): OrderException[] {
  const cancelled = first(facts, 'DouyinOrderCancelled');
  const isCompleted = first(facts, 'DouyinOrderCompleted') !== undefined;
  const isShipped = facts.some(({ type }) => type === 'DouyinOrderShipped' || type === 'DouyinOrderPartlyShipped');
  const paid = first(facts, 'DouyinOrderPaid');
  const payments = [...(paid ? [paid] : []), ...all(facts, 'DouyinOrderPhasePaid')];
  return found(
    [!payment?.isWhole && isCompleted, 'COMPLETED_WITHOUT_PAYMENT'],
    [!payment?.isWhole && isShipped && !isCompleted, 'SHIPPED_WITHOUT_PAYMENT'],
    [
      cancelled !== undefined && payments.some(({ occurredAt }) => occurredAt > cancelled.occurredAt),
      'PAID_AFTER_CANCELLATION',
    ],
    [paid !== undefined && doPhasesDisagree(facts, paid.amount), 'PHASES_DISAGREE'],
  );
}

/** What was paid is said twice, and unlike. With stages it is not known which of them a message means. */
function doDetailsContradict(facts: readonly OrderFact[]): boolean {
  if (first(facts, 'DouyinOrderPhasePaid')) return false;
  const said = all(facts, 'DouyinOrderDetailed').flatMap((detail) => paidIn(detail) ?? []);
  const paid = first(facts, 'DouyinOrderPaid');
  return new Set([...said, ...(paid ? [paid.amount] : [])]).size > 1;
}

/** The payment is less than its stages, and none of them. */
function doPhasesDisagree(facts: readonly OrderFact[], paid: number): boolean {
  const phases = all(facts, 'DouyinOrderPhasePaid').map(({ amount }) => amount);
  return paid < sum(phases) && !phases.some((amount) => amount === paid);
}

function ofSettlement(facts: readonly OrderFact[], payment: Payment | undefined): OrderException[] {
  const rows = all(facts, 'DouyinOrderSettled');
  return found(
    [!payment && rows.length > 0, 'SETTLED_WITHOUT_PAYMENT'],
    [payment !== undefined && settledOfBuyer(rows) > payment.total, 'SETTLED_ABOVE_PAID'],
    [!rows.every(addsUp), 'ROW_DOES_NOT_ADD_UP'],
  );
}

/** A merchant may change the price until it is paid; discounts may take off it, nothing may add to it. */
function ofPrice(facts: readonly OrderFact[], payment: Payment | undefined): OrderException[] {
  const paid = first(facts, 'DouyinOrderPaid');
  const repriced = all(facts, 'DouyinOrderRepriced');
  const before = repriced.findLast(({ occurredAt }) => paid !== undefined && occurredAt <= paid.occurredAt);
  const { discounts, discountShop, discountPlatform, discountTalent } = particularsOf(facts);
  const by = [discountShop, discountPlatform, discountTalent];
  return found(
    [paid !== undefined && repriced.some(({ occurredAt }) => occurredAt > paid.occurredAt), 'REPRICED_AFTER_PAYMENT'],
    [payment !== undefined && before !== undefined && payment.total > priceOf(before), 'PAID_ABOVE_PRICE'],
    [discounts !== undefined && by.every((each) => each !== undefined) && sum(by) !== discounts, 'DISCOUNTS_DO_NOT_ADD_UP'],
  );
}

/** What rows took of the buyer's money; what platforms and talents added is not owed by the buyer. */
const settledOfBuyer = (rows: readonly OrderSettled[]): number =>
  netted(rows, ({ gross, subsidy }) => remainder(gross, subsidy));

export const feesOf = ({ fees }: OrderSettled): Money => sum(Object.values(fees));

const addsUp = (row: OrderSettled): boolean => row.net + feesOf(row) === row.gross;

/** Money of settlements less money that went back after them. */
export const netted = (rows: readonly OrderSettled[], amountOf: (row: OrderSettled) => number): number =>
  rows.reduce((total, row) => (row.tradeType === 0 ? total + amountOf(row) : total - amountOf(row)), 0);
