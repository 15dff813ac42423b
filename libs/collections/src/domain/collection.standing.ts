import { ZERO, invariant, sum } from '#kernel';
import { ofType, paymentsIn } from './collection.facts.js';
import type {
  CollectingPaymentMoved,
  CollectionException,
  CollectionFact,
  CollectionStanding,
  PaymentRequested,
  RequestStanding,
  RequestStatus,
} from './collection.messages.js';
import { collectedIn, netOf, takenIn } from './collection.money.js';

/** Where the collection of an order stands after a set of facts, given in canonical order. */
export function standingOf(facts: readonly CollectionFact[], contradicted: readonly string[]): CollectionStanding {
  const asked = ofType(facts, 'PaymentRequested');
  const [anchor] = asked;
  invariant(anchor !== undefined, 'a collection begins with a request');
  const requests = asked.map((request) => requestStanding(request, facts));
  const taken = takenIn(facts);
  const refundsProposed = taken.flatMap(({ surplus }) => (surplus ? [surplus] : []));
  const { merchant, store } = anchor.booking.of;
  const exceptions = new Set<CollectionException>([
    ...refundsProposed.map(({ reason }) => reason),
    ...requests.flatMap((request) => exceptionsOf(request, facts)),
    ...(contradicted.length > 0 ? (['FACTS_CONTRADICT'] as const) : []),
  ]);
  return {
    orderId: anchor.orderId,
    shopId: anchor.shopId,
    merchant,
    store,
    requests,
    collected: collectedIn(taken),
    refundsProposed,
    exceptions: [...exceptions].sort(),
  };
}

function requestStanding(request: PaymentRequested, facts: readonly CollectionFact[]): RequestStanding {
  const { requestId, merchantNo, terminalNo, interfaceId, amount, occurredAt, expiresAt } = request;
  const payments = paymentsOf(requestId, facts);
  return {
    requestId,
    merchantNo,
    terminalNo,
    interfaceId,
    amount,
    requestedAt: occurredAt,
    expiresAt,
    status: statusOf(requestId, facts),
    outcomeDueAt: ofRequest(facts, 'PaymentRequestConfirmed', requestId)[0]?.outcomeDueAt ?? null,
    collected: sum(payments.map(({ captured }) => captured)),
    refunded: sum(payments.map(({ refunded }) => refunded)),
    paymentIds: payments.map(({ paymentId }) => paymentId),
  };
}

/** What the transactions show goes before what the terminal reports, and both before what we did with the request. */
function statusOf(requestId: string, facts: readonly CollectionFact[]): RequestStatus {
  const payments = paymentsOf(requestId, facts);
  const shown = (...statuses: string[]): boolean => payments.some(({ status }) => statuses.includes(status));
  const reported = new Set(ofRequest(facts, 'PaymentOutcomeReported', requestId).map(({ outcome }) => outcome));
  if (shown('authorized', 'partly_captured', 'captured')) return 'approved';
  if (shown('partly_refunded')) return 'partly_refunded';
  if (shown('refunded')) return 'refunded';
  if (shown('reversed', 'voided', 'expired')) return 'reversed';
  if (reported.has('approved')) return 'approved';
  if (shown('unknown')) return 'unknown';
  if (shown('declined') || reported.has('declined')) return 'declined';
  if (reported.has('unknown') || ofRequest(facts, 'PaymentOutcomeOverdue', requestId).length > 0) return 'unknown';
  if (ofRequest(facts, 'PaymentRequestCancelled', requestId).length > 0) return 'cancelled';
  if (ofRequest(facts, 'PaymentRequestExpired', requestId).length > 0) return 'expired';
  return ofRequest(facts, 'PaymentRequestConfirmed', requestId).length > 0 ? 'confirmed' : 'requested';
}

function exceptionsOf(request: RequestStanding, facts: readonly CollectionFact[]): CollectionException[] {
  const { requestId, status, amount, merchantNo, terminalNo } = request;
  const payments = paymentsOf(requestId, facts).filter(({ captured }) => captured > ZERO);
  const isOver =
    [...ofRequest(facts, 'PaymentRequestCancelled', requestId), ...ofRequest(facts, 'PaymentRequestExpired', requestId)]
      .length > 0;
  const exceptions: CollectionException[] = [];
  if (status === 'unknown') exceptions.push('COLLECTION_OUTCOME_UNKNOWN');
  if (status === 'approved' && paymentsOf(requestId, facts).length === 0) exceptions.push('PAYMENT_NOT_SEEN');
  if (isOver && payments.some((payment) => netOf(payment) > 0)) exceptions.push('COLLECTED_LATE');
  if (payments.some(({ captured }) => captured !== amount)) exceptions.push('COLLECTED_OTHER_AMOUNT');
  if (payments.some((payment) => payment.merchantNo !== merchantNo || payment.terminalNo !== terminalNo))
    exceptions.push('COLLECTED_ELSEWHERE');
  return exceptions;
}

const paymentsOf = (requestId: string, facts: readonly CollectionFact[]): CollectingPaymentMoved[] =>
  paymentsIn(facts).filter((payment) => payment.requestId === requestId);

const ofRequest = <T extends Exclude<CollectionFact['type'], 'CollectedOrderMoved'>>(
  facts: readonly CollectionFact[],
  type: T,
  requestId: string,
): Extract<CollectionFact, { type: T }>[] =>
  ofType(facts, type).filter((fact) => 'requestId' in fact && fact.requestId === requestId);
