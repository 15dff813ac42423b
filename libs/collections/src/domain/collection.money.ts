import { ZERO, accounts, credit, debit, entry, least, remainder, sum, type Entry, type Money } from '#kernel';
import { orderIn, paymentsIn } from './collection.facts.js';
import type { CollectedOrderMoved, CollectingPaymentMoved, CollectionFact, ProposedRefund } from './collection.messages.js';

/** What a payment took, and what of it the order owes. 分 */
export interface Taken {
  readonly payment: CollectingPaymentMoved;
  readonly net: Money;
  readonly owed: Money;
  readonly surplus: ProposedRefund | undefined;
}

/**
 * The payment that was opened first counts for the order, unless the order was paid inside Douyin or is cancelled: then nothing
 * is owed at the counter. Whatever else was taken is surplus.
 */
export function takenIn(facts: readonly CollectionFact[]): Taken[] {
  const order = orderIn(facts);
  const nothingOwed = reasonNothingIsOwed(order);
  let isFirst = true;
  return paymentsIn(facts).map((payment) => {
    const net = netOf(payment);
    const counts = net > 0 && isFirst && nothingOwed === undefined;
    if (net > 0) isFirst = false;
    const owed = counts ? net : ZERO;
    const amount = remainder(net, owed);
    const surplus =
      amount === 0 ? undefined : { paymentId: payment.paymentId, amount, reason: nothingOwed ?? ('COLLECTED_TWICE' as const) };
    return { payment, net, owed, surplus };
  });
}

export const netOf = ({ captured, refunded }: CollectingPaymentMoved): Money => remainder(captured, refunded);

function reasonNothingIsOwed(order: CollectedOrderMoved | undefined): ProposedRefund['reason'] | undefined {
  if (!order) return undefined;
  if (isPaidInside(order)) return 'PAID_INSIDE_AND_COLLECTED';
  return order.status === 'cancelled' ? 'CANCELLED_AND_COLLECTED' : undefined;
}

/** Douyin holds the buyer's money, and has not given all of it back. With a deposit alone, the rest may be paid at the counter. */
export const isPaidInside = ({
  status,
  cashOnDelivery,
  paid,
  refunded,
}: Pick<CollectedOrderMoved, 'status' | 'cashOnDelivery' | 'paid' | 'refunded'>): boolean =>
  !cashOnDelivery && status !== 'deposit_paid' && paid > refunded;

/**
 * The payment itself has booked its sale. Here stands what that means to the order: surplus is no revenue but owed back to the
 * buyer, and what is taken for an order with cash on delivery (whose sale the order has booked) settles that receivable.
 */
export function entriesOf(facts: readonly CollectionFact[]): Entry[] {
  const order = orderIn(facts);
  let receivable = order?.cashOnDelivery ? remainder(order.paid, order.refunded) : ZERO;
  return takenIn(facts).flatMap(({ payment, owed, surplus }) => {
    const { merchant, store } = payment.booking.of;
    const revenue = accounts.revenueOffline(merchant, store);
    const settled = least(receivable, owed);
    receivable = remainder(receivable, settled);
    return [
      ...entry('suspense', payment.booking, [
        debit(revenue, surplus?.amount ?? ZERO),
        credit(accounts.suspense(merchant, 'collected-surplus'), surplus?.amount ?? ZERO),
      ]),
      ...entry('transfer', payment.booking, [
        debit(revenue, settled),
        credit(accounts.cashOnDelivery(order?.shopId ?? ''), settled),
      ]),
    ];
  });
}

export const collectedIn = (taken: readonly Taken[]): Money => sum(taken.map(({ net }) => net));
