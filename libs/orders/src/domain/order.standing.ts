import { ZERO, invariant } from '#kernel';
import type { OrderFact } from './order.messages.js';
import type { OrderStanding } from './order.standing.messages.js';
import { aftersalesIn, isOpen, refundedIn } from './order.aftersales.js';
import { exceptionsOf, feesOf, netted } from './order.exceptions.js';
import { all, first } from './order.facts-in.js';
import { particularsOf } from './order.particulars.js';
import { payableIn } from './order.payable.js';
import { bookingOf, methodOf, paymentIn } from './order.payment.js';
import { elsewhereIn } from './order.refund-channel.js';
import { statusOf } from './order.status.js';

type Identity = 'orderId' | 'shopId' | 'merchant' | 'store';
type Times = 'createdAt' | 'paidAt' | 'shippedAt' | 'completedAt' | 'cancelledAt';
type Particulars = 'listPrice' | 'discountShop' | 'discountPlatform' | 'discountTalent' | 'discountPayment';

/** Where an order stands after a set of facts, given in canonical order. */
export function standingOf(facts: readonly OrderFact[], contradicted: readonly string[]): OrderStanding {
  const payment = paymentIn(facts);
  const aftersales = aftersalesIn(facts);
  return {
    ...identityOf(facts),
    status: statusOf(facts),
    aftersaleOpen: aftersales.some(isOpen),
    method: payment ? methodOf(payment.payType) : 'unknown',
    liveRoomId: liveRoomIn(facts),
    ...timesOf(facts),
    paid: payment?.total ?? ZERO,
    refunded: refundedIn(facts),
    refundedElsewhere: elsewhereIn(facts),
    paidInPhases: payment?.inPhases ?? ZERO,
    payable: payableIn(facts),
    ...discountsOf(facts),
    ...settledOf(facts),
    ...buyerOf(facts),
    ...(all(facts, 'DouyinOrderHandedToPos').length > 0 && { handedToPos: true }),
    aftersales,
    exceptions: exceptionsOf(facts, contradicted),
  };
}

function identityOf(facts: readonly OrderFact[]): Pick<OrderStanding, Identity> {
  const payment = paymentIn(facts);
  const anchor = payment?.fact ?? facts[0];
  invariant(anchor !== undefined, 'an order stands on at least one fact');
  const { of } = bookingOf(anchor, payment);
  return { orderId: anchor.orderId, shopId: anchor.shopId, merchant: of.merchant, store: of.store };
}

const timesOf = (facts: readonly OrderFact[]): Pick<OrderStanding, Times> => ({
  createdAt: first(facts, 'DouyinOrderCreated')?.occurredAt ?? null,
  paidAt: paymentIn(facts)?.fact.occurredAt ?? null,
  shippedAt: first(facts, 'DouyinOrderShipped')?.occurredAt ?? null,
  completedAt: first(facts, 'DouyinOrderCompleted')?.occurredAt ?? null,
  cancelledAt: first(facts, 'DouyinOrderCancelled')?.occurredAt ?? null,
});

function liveRoomIn(facts: readonly OrderFact[]): string | null {
  const subOrders = particularsOf(facts).subOrders ?? [];
  const told = [first(facts, 'DouyinOrderCreated'), first(facts, 'DouyinOrderPaid'), ...subOrders];
  return told.find((each) => each?.liveRoomId !== undefined)?.liveRoomId ?? null;
}

function buyerOf(facts: readonly OrderFact[]): Pick<OrderStanding, 'buyer'> {
  const { buyer } = particularsOf(facts);
  return buyer ? { buyer } : {};
}

function discountsOf(facts: readonly OrderFact[]): Pick<OrderStanding, Particulars> {
  const { orderAmount, discountShop, discountPlatform, discountTalent, discountPayment } = particularsOf(facts);
  return {
    listPrice: orderAmount ?? null,
    discountShop: discountShop ?? null,
    discountPlatform: discountPlatform ?? null,
    discountTalent: discountTalent ?? null,
    discountPayment: discountPayment ?? null,
  };
}

function settledOf(facts: readonly OrderFact[]): Pick<OrderStanding, 'settledGross' | 'subsidy' | 'fees' | 'settledNet'> {
  const rows = all(facts, 'DouyinOrderSettled');
  return {
    settledGross: netted(rows, ({ gross }) => gross),
    subsidy: netted(rows, ({ subsidy }) => subsidy),
    fees: netted(rows, feesOf),
    settledNet: netted(rows, ({ net }) => net),
  };
}
