import { ZERO, accounts, add, remainder, sum, type Account, type Dimensions, type Money } from '#kernel';
import type { OrderFact, OrderPaid } from './order.messages.js';
import type { OrderPhasePaid } from './order-particulars.messages.js';
import { all, first } from './order.facts-in.js';
import { particularsOf } from './order.particulars.js';

/** `pay_type` → how the buyer paid. 0–2 in pushes, all in order details. */
const METHODS: Readonly<Record<number, string>> = {
  0: 'cod',
  1: 'wechat',
  2: 'alipay',
  3: 'mini_program',
  4: 'card',
  5: 'balance',
  7: 'none',
  8: 'instalment',
  9: 'card',
  12: 'pay_later',
};

const CASH_ON_DELIVERY = 0;
const USUAL_PHASES = 2;

/** All that the buyer paid: in one payment, in the stages of a deposit-and-balance order, or both told. */
export interface Payment {
  /** The payment itself, else the first stage. */
  readonly fact: OrderPaid | OrderPhasePaid;
  readonly payType: number | undefined;
  readonly total: Money;
  /** What stages brought of it. */
  readonly inPhases: Money;
  /** The payment is told, or every stage of it is. */
  readonly isWhole: boolean;
}

/** A payment that stages were told of counts for what goes beyond them: it may name the whole or the last stage. */
export function paymentIn(facts: readonly OrderFact[]): Payment | undefined {
  const paid = first(facts, 'DouyinOrderPaid');
  const phases = all(facts, 'DouyinOrderPhasePaid');
  const fact = paid ?? phases[0];
  if (!fact) return undefined;
  const inPhases = sum(phases.map(({ amount }) => amount));
  return {
    fact,
    payType: [paid, ...phases, particularsOf(facts)].find((each) => each?.payType !== undefined)?.payType,
    total: add(inPhases, remainder(paid?.amount ?? ZERO, inPhases)),
    inPhases,
    isWhole: paid !== undefined || arePhasesComplete(phases),
  };
}

function arePhasesComplete(phases: readonly OrderPhasePaid[]): boolean {
  const last = Math.max(...phases.map(({ phase, phases: told }) => Math.max(told ?? USUAL_PHASES, phase)));
  return Array.from({ length: last }, (_, index) => index + 1).every((wanted) => phases.some(({ phase }) => phase === wanted));
}

/** What one of the facts of a payment brought. */
export const broughtBy = (fact: OrderPaid | OrderPhasePaid, { inPhases }: Payment): Money =>
  fact.type === 'DouyinOrderPhasePaid' ? fact.amount : remainder(fact.amount, inPhases);

/** How the report names a buyer's way to pay: `other` where the platform has a new one, `unknown` where it did not say. */
export const methodOf = (payType: number | undefined): string =>
  payType === undefined ? 'unknown' : (METHODS[payType] ?? 'other');

/** Who holds the buyer's money until it is settled: the platform, or the courier (货到付款). */
export const receivableOf = (shopId: string, payment: Payment | undefined): Account =>
  payment?.payType === CASH_ON_DELIVERY ? accounts.cashOnDelivery(shopId) : accounts.douyinReceivable(shopId);

/** The day of the fact, the dimensions of the payment: a report nets a sale, its refunds and its settlement under one heading. */
export const bookingOf = (fact: OrderFact, payment: Payment | undefined): OrderFact['booking'] => ({
  businessDate: fact.booking.businessDate,
  of: payment ? dimensionsOf(payment) : fact.booking.of,
});

const dimensionsOf = ({ fact, payType }: Payment): Dimensions => ({ ...fact.booking.of, method: methodOf(payType) });
