import {
  assertNever,
  emptyFactState,
  evolveFacts,
  isRejection,
  plusMs,
  recordFact,
  standingFacts,
  type Booking,
  type Decider,
  type FactState,
  type Rejection,
  type Rules,
} from '#kernel';
import { keyOf, ofType } from './collection.facts.js';
import type {
  CancelRequest,
  CollectionCommand,
  CollectionEvent,
  CollectionFact,
  CollectionStanding,
  ConfirmRequest,
  ExpireRequest,
  NoteForCollection,
  PaymentRequested,
  ReportOutcome,
  RequestPayment,
  RequestStanding,
  TerminalRef,
} from './collection.messages.js';
import { entriesOf, isPaidInside } from './collection.money.js';
import { reject } from './collection.rejections.js';
import { standingOf } from './collection.standing.js';

export type CollectionState = FactState<CollectionFact, CollectionStanding>;
type Decision = readonly CollectionEvent[] | Rejection;

export const COLLECTION_RULES: Rules<CollectionFact, CollectionStanding> = {
  1: (facts, contradicted) => ({ entries: entriesOf(facts), standing: standingOf(facts, contradicted) }),
};

/** How long a terminal that has confirmed may take until its outcome is due. */
const OUTCOME_WITHIN_MS = 5 * 60_000;

/**
 * One order, however often it is handed to a terminal: what would collect it twice is refused here, and what was collected twice
 * all the same (late, or crossing a payment inside Douyin) is recorded with the refund that would mend it.
 */
export const collectionDecider: Decider<CollectionState, CollectionCommand, CollectionEvent> = {
  initial: emptyFactState(),
  decide: (command, state) => {
    switch (command.type) {
      case 'RequestPayment':
        return request(command, state);
      case 'ConfirmRequest':
        return confirm(command, state);
      case 'CancelRequest':
        return cancel(command, state);
      case 'ExpireRequest':
        return expire(command, state);
      case 'ReportOutcome':
        return report(command, state);
      case 'NoteForCollection':
        return note(command, state);
      default:
        return assertNever(command, 'collection command');
    }
  },
  evolve: evolveFacts,
};

/** States of a request in which nobody knows yet that no money was taken. */
const LIVE: ReadonlySet<RequestStanding['status']> = new Set(['requested', 'confirmed', 'unknown', 'approved']);

function request(command: RequestPayment, state: CollectionState): Decision {
  const asked = requestedBy(command);
  const [earlier] = state.facts.get(asked.key) ?? [];
  if (earlier) return asksTheSame(earlier, asked) ? [] : reject('REQUEST_ID_REUSED');
  const refusal = refusalOf(command, state.standing);
  if (refusal) return refusal;
  const { orderId, now, order } = command;
  const { booking } = command.request;
  const key = keyOf.order(order.revision);
  const seen = { ...order, type: 'CollectedOrderMoved', key, occurredAt: now, booking, orderId } as const;
  return recordAll(state, state.facts.has(key) ? [asked] : [asked, seen]);
}

function refusalOf(
  { request: { amount }, order }: RequestPayment,
  standing: CollectionStanding | undefined,
): Rejection | undefined {
  if (amount <= 0) return reject('REQUEST_AMOUNT_NOT_POSITIVE');
  if (standing && standing.collected > 0) return reject('ORDER_COLLECTED', { collected: standing.collected });
  const live = standing?.requests.find(({ status }) => LIVE.has(status));
  if (live) return reject('REQUEST_OPEN', { requestId: live.requestId, status: live.status });
  if (isPaidInside(order)) return reject('ORDER_PAID_INSIDE', { paid: order.paid });
  if (order.status === 'cancelled' || order.status === 'refunded') return reject('ORDER_CLOSED', { status: order.status });
  if (order.cashOnDelivery && amount > order.paid) return reject('REQUEST_AMOUNT_ABOVE_DUE', { due: order.paid });
  return undefined;
}

/** A retry carries another clock. */
const asksTheSame = (earlier: CollectionFact, asked: PaymentRequested): boolean =>
  earlier.type === 'PaymentRequested' &&
  earlier.merchantNo === asked.merchantNo &&
  earlier.terminalNo === asked.terminalNo &&
  earlier.interfaceId === asked.interfaceId &&
  earlier.amount === asked.amount;

const requestedBy = ({ orderId, requestId, now, request }: RequestPayment): PaymentRequested => ({
  ...request,
  type: 'PaymentRequested',
  key: keyOf.requested(requestId),
  occurredAt: now,
  orderId,
  requestId,
});

/** Taking it on is asking us whether money may be taken: no is an answer. */
function confirm(command: ConfirmRequest, state: CollectionState): Decision {
  const found = requestOf(command, state, command.by);
  if (isRejection(found)) return found;
  const { orderId, requestId, now } = command;
  if (found.status === 'confirmed') return [];
  if (found.status === 'cancelled') return reject('REQUEST_CANCELLED');
  if (found.status === 'expired' || (found.status === 'requested' && now >= found.expiresAt))
    return reject('REQUEST_EXPIRED', { expiresAt: found.expiresAt });
  if (found.status !== 'requested') return reject('REQUEST_ENDED', { status: found.status });
  const outcomeDueAt = plusMs(now, OUTCOME_WITHIN_MS);
  const key = keyOf.confirmed(requestId);
  const booking = bookingOf(requestId, state);
  return recordFact(
    state,
    { type: 'PaymentRequestConfirmed', key, occurredAt: now, booking, orderId, requestId, outcomeDueAt },
    COLLECTION_RULES,
  );
}

function cancel(command: CancelRequest, state: CollectionState): Decision {
  const found = requestOf(command, state);
  if (isRejection(found)) return found;
  const { orderId, requestId, now: occurredAt, reason } = command;
  if (found.status === 'cancelled') return [];
  if (found.status === 'confirmed') return reject('REQUEST_CONFIRMED');
  if (found.status !== 'requested') return reject('REQUEST_ENDED', { status: found.status });
  const booking = bookingOf(requestId, state);
  const key = keyOf.cancelled(requestId);
  return recordFact(
    state,
    { type: 'PaymentRequestCancelled', key, occurredAt, booking, orderId, requestId, reason },
    COLLECTION_RULES,
  );
}

/** Dated at the end of its time, so that it is one fact, whoever notices it. */
function expire(command: ExpireRequest, state: CollectionState): Decision {
  const found = requestOf(command, state);
  if (isRejection(found)) return found;
  const { orderId, requestId, now } = command;
  const booking = bookingOf(requestId, state);
  if (found.status === 'requested') {
    if (now < found.expiresAt) return reject('REQUEST_NOT_DUE', { expiresAt: found.expiresAt });
    const key = keyOf.expired(requestId);
    return recordFact(
      state,
      { type: 'PaymentRequestExpired', key, occurredAt: found.expiresAt, booking, orderId, requestId },
      COLLECTION_RULES,
    );
  }
  if (found.status !== 'confirmed' || found.outcomeDueAt === null) return [];
  if (now < found.outcomeDueAt) return reject('REQUEST_NOT_DUE', { outcomeDueAt: found.outcomeDueAt });
  const key = keyOf.overdue(requestId);
  return recordFact(
    state,
    { type: 'PaymentOutcomeOverdue', key, occurredAt: found.outcomeDueAt, booking, orderId, requestId },
    COLLECTION_RULES,
  );
}

/** It has happened: it is recorded even where the request had expired, or has another outcome. */
function report(command: ReportOutcome, state: CollectionState): Decision {
  const found = requestOf(command, state, command.by);
  if (isRejection(found)) return found;
  const { orderId, requestId, now, by, outcome, amount, responseCode, businessDate } = command;
  const key = keyOf.outcome(requestId, outcome);
  if (state.facts.has(key)) return [];
  const { of } = bookingOf(requestId, state);
  return recordFact(
    state,
    {
      type: 'PaymentOutcomeReported',
      key,
      occurredAt: now,
      booking: { businessDate, of },
      orderId,
      requestId,
      ...by,
      outcome,
      ...(amount !== undefined && { amount }),
      ...(responseCode !== undefined && { responseCode }),
    },
    COLLECTION_RULES,
  );
}

/** A payment may name a request that we never made: that is the payment's affair. */
const note = ({ fact }: NoteForCollection, state: CollectionState): Decision =>
  state.standing && !state.facts.has(fact.key) ? recordFact(state, fact, COLLECTION_RULES) : [];

function requestOf(
  { requestId }: { readonly requestId: string },
  { standing }: CollectionState,
  by?: TerminalRef,
): RequestStanding | Rejection {
  const found = standing?.requests.find((request) => request.requestId === requestId);
  if (!found) return reject('REQUEST_NOT_FOUND');
  const isOther = by !== undefined && (by.merchantNo !== found.merchantNo || by.terminalNo !== found.terminalNo);
  return isOther ? reject('REQUEST_OF_OTHER_TERMINAL') : found;
}

/** Where in the books a request belongs is said once, by itself. */
function bookingOf(requestId: string, state: CollectionState): Booking {
  const asked = ofType(standingFacts(state.facts), 'PaymentRequested').find((fact) => fact.requestId === requestId);
  return (asked as PaymentRequested).booking;
}

function recordAll(state: CollectionState, facts: readonly CollectionFact[]): CollectionEvent[] {
  let after = state;
  return facts.flatMap((fact) => {
    const events = recordFact(after, fact, COLLECTION_RULES);
    after = events.reduce<CollectionState>(evolveFacts, after);
    return events;
  });
}
