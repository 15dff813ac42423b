import { ZERO } from '#kernel';
import type { OrderFact } from './order.messages.js';
import type { OrderStatus } from './order.standing.messages.js';
import { refundedIn } from './order.aftersales.js';
import { paymentIn } from './order.payment.js';

/** Money decides first, then the end of the order, then how far it came. A further fact never lowers the rank. */
export function statusOf(facts: readonly OrderFact[]): OrderStatus {
  const has = (type: OrderFact['type']): boolean => facts.some((fact) => fact.type === type);
  const payment = paymentIn(facts);
  const paid = payment?.total ?? ZERO;
  const refunded = refundedIn(facts);
  if (refunded > 0) return paid > 0 && refunded >= paid ? 'refunded' : 'partly_refunded';
  if (has('DouyinOrderCancelled')) return paid === ZERO ? 'cancelled' : payment?.isWhole ? 'refund_due' : 'deposit_kept';
  if (has('DouyinOrderSettled')) return 'settled';
  if (has('DouyinOrderCompleted')) return 'completed';
  if (has('DouyinOrderShipped')) return 'shipped';
  if (has('DouyinOrderPartlyShipped')) return 'partly_shipped';
  if (payment) return payment.isWhole ? 'paid' : 'deposit_paid';
  return has('DouyinOrderPaymentHeld') ? 'held' : 'created';
}
