import { ZERO, invariant, sum, type Money } from '#kernel';
import { methodOf } from './mini-payment.method.js';
import type { MiniAppException, MiniAppFact, MiniAppStanding, MiniAppStatus } from './mini-payment.messages.js';

/** Name of a payment beside its stream's kind. */
export const miniPaymentId = ({ appId, naming, orderNo }: Pick<MiniAppFact, 'appId' | 'naming' | 'orderNo'>): string =>
  `${appId}.${naming}.${orderNo}`;

/** Where a payment stands after a set of facts, given in canonical order. */
export function standingOf(facts: readonly MiniAppFact[], contradicted: readonly string[]): MiniAppStanding {
  const paid = facts.find((fact) => fact.type === 'MiniAppPaymentSucceeded');
  const anchor = paid ?? facts[0];
  invariant(anchor !== undefined, 'a payment stands on at least one fact');
  const { merchant, store } = anchor.booking.of;
  return {
    paymentId: miniPaymentId(anchor),
    appId: anchor.appId,
    orderNo: anchor.orderNo,
    outOrderNo: facts.map(({ outOrderNo }) => outOrderNo).find((no) => no !== undefined) ?? null,
    merchant,
    store,
    status: statusOf(facts),
    refundOpen: isRefundOpen(facts),
    method: paid ? methodOf(paid) : 'unknown',
    channelTradeNo: paid?.channelTradeNo ?? null,
    paidAt: paid?.occurredAt ?? null,
    refundedAt: refundsIn(facts).at(-1)?.occurredAt ?? null,
    paid: paid?.amount ?? ZERO,
    refunded: refundedIn(facts),
    exceptions: exceptionsOf(facts, contradicted),
  };
}

const refundsIn = (facts: readonly MiniAppFact[]) => facts.filter((fact) => fact.type === 'MiniAppRefundSucceeded');
const refundedIn = (facts: readonly MiniAppFact[]): Money => sum(refundsIn(facts).map(({ amount }) => amount));
const failedIn = (facts: readonly MiniAppFact[]): string[] =>
  facts.flatMap((fact) => (fact.type === 'MiniAppRefundFailed' ? [fact.refundId] : []));

function statusOf(facts: readonly MiniAppFact[]): MiniAppStatus {
  const paid = facts.find((fact) => fact.type === 'MiniAppPaymentSucceeded');
  const refunded = refundedIn(facts);
  if (refunded > 0) return paid && refunded >= paid.amount ? 'refunded' : 'partly_refunded';
  if (paid) return 'paid';
  return facts.some(({ type }) => type === 'MiniAppPaymentCancelled') ? 'cancelled' : 'unpaid';
}

function isRefundOpen(facts: readonly MiniAppFact[]): boolean {
  const over = new Set([...refundsIn(facts).map(({ refundId }) => refundId), ...failedIn(facts)]);
  return facts.some((fact) => fact.type === 'MiniAppRefundApplied' && !over.has(fact.refundId));
}

function exceptionsOf(facts: readonly MiniAppFact[], contradicted: readonly string[]): MiniAppException[] {
  const paid = facts.find((fact) => fact.type === 'MiniAppPaymentSucceeded');
  const refunds = refundsIn(facts);
  const failed = failedIn(facts);
  const exceptions: MiniAppException[] = [];
  if (paid && facts.some(({ type }) => type === 'MiniAppPaymentCancelled')) exceptions.push('PAID_AND_CANCELLED');
  if (!paid && refunds.length > 0) exceptions.push('REFUND_WITHOUT_PAYMENT');
  if (paid && refundedIn(facts) > paid.amount) exceptions.push('REFUND_ABOVE_PAID');
  if (refunds.some(({ refundId }) => failed.includes(refundId))) exceptions.push('REFUND_FAILED_AND_SUCCEEDED');
  if (contradicted.length > 0) exceptions.push('FACTS_CONTRADICT');
  return exceptions;
}
