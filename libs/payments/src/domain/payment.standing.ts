import { ZERO, invariant, type Money } from '#kernel';
import { ofType, transactionsOf, type Effective } from './payment.effective.js';
import { refOfKey } from './payment.identity.js';
import type { OpenInstruction, PaymentException, PaymentFact, PaymentStanding, PaymentStatus } from './payment.messages.js';
import type { Course } from './payment.postings.js';

interface Found {
  readonly effective: Effective;
  readonly course: Course;
  readonly open: readonly OpenInstruction[];
}

/** Where a payment stands after a set of facts, given in canonical order. */
export function standingOf(facts: readonly PaymentFact[], contradicted: readonly string[], found: Found): PaymentStanding {
  const { course, effective, open } = found;
  const anchor = course.opening ?? facts[0];
  invariant(anchor !== undefined, 'a payment stands on at least one fact');
  const terminalNos = [anchor, ...facts].flatMap((fact) => ('terminalNo' in fact ? [fact.terminalNo] : []));
  const { of } = anchor.booking;
  return {
    paymentId: anchor.paymentId,
    merchant: of.merchant,
    store: of.store,
    merchantNo: anchor.merchantNo,
    terminalNo: terminalNos[0] ?? '',
    channel: of.channel,
    method: of.method,
    status: statusOf(facts, effective, course),
    rrn: course.opening?.rrn ?? null,
    authCode: course.opening?.type === 'PaymentAuthorized' ? course.opening.authCode : null,
    card: course.opening?.card ?? null,
    ...(course.opening?.payer !== undefined && { payer: course.opening.payer }),
    ...(course.opening?.cardType !== undefined && { cardType: course.opening.cardType }),
    ...(course.opening?.product !== undefined && { product: course.opening.product }),
    ...(course.opening?.operatorNo !== undefined && { operatorNo: course.opening.operatorNo }),
    ...partOf(facts, course),
    openedAt: course.opening?.occurredAt ?? anchor.occurredAt,
    expiresAt: course.authorization?.expiresAt ?? null,
    authorized: course.authorization?.amount ?? ZERO,
    held: course.held,
    captured: course.captured,
    refunded: course.refunded,
    instructions: open,
    ...requestOf(facts),
    exceptions: exceptionsOf(facts, contradicted, found),
  };
}

const REQUEST_PREFIX = 'req_';

/** The first that any of its transactions names, by its own clock. */
function requestOf(facts: readonly PaymentFact[]): Pick<PaymentStanding, 'requestId'> {
  const named = facts.map(({ instructionId }) => instructionId);
  const requestId = named.find((id) => id?.startsWith(REQUEST_PREFIX));
  return requestId === undefined ? {} : { requestId };
}

/** Money first, then the hold, then what undid the payment; a try without an approval says least. */
export function statusOf(facts: readonly PaymentFact[], { kept }: Effective, course: Course): PaymentStatus {
  const { authorization, captured, captures, ended, held, refunded, refunds } = course;
  if (refunds > 0) return captured > refunded ? 'partly_refunded' : 'refunded';
  if (captures > 0) return held > 0 ? 'partly_captured' : 'captured';
  if (authorization) return ended ?? 'authorized';
  if (isUndone(facts)) return 'reversed';
  if (ofType(kept, 'AuthorizationVoided', 'CaptureVoided', 'PurchaseVoided').length > 0) return 'voided';
  if (ofType(facts, 'AuthorizationExpired').length > 0) return 'expired';
  const declined = ofType(facts, 'PaymentDeclined').some(
    ({ attempted }) => attempted === 'authorization' || attempted === 'purchase',
  );
  return declined ? 'declined' : 'unknown';
}

/** A reversal undid what took money or held it, or something never seen. That of a refund or a void does not undo the payment. */
function isUndone(facts: readonly PaymentFact[]): boolean {
  const transactions = transactionsOf(facts);
  return ofType(facts, 'PaymentReversed').some(({ originalKey }) => {
    const named = transactions.filter(({ key }) => refOfKey(key) === refOfKey(originalKey));
    return named.length === 0
      ? !ofType(facts, 'PaymentDeclined').some(({ key }) => refOfKey(key) === refOfKey(originalKey))
      : ofType(named, 'PaymentAuthorized', 'PaymentCaptured', 'PaymentPurchased').length > 0;
  });
}

function exceptionsOf(facts: readonly PaymentFact[], contradicted: readonly string[], found: Found): PaymentException[] {
  const exceptions = new Set([...found.effective.exceptions, ...found.course.exceptions]);
  if (isRestOpen(partOf(facts, found.course), found)) exceptions.add('PARTLY_APPROVED');
  if (isContradicted(facts, contradicted, found.effective)) exceptions.add('FACTS_CONTRADICT');
  return [...exceptions].sort();
}

type Part = Pick<PaymentStanding, 'requested' | 'approved'>;

/** What was asked for, where less was approved: as the answer says, else as the try without an answer did. */
function partOf(facts: readonly PaymentFact[], { opening }: Course): Part {
  if (!opening) return {};
  const { amount: approved, key, partial, requestedAmount } = opening;
  const tried = ofType(facts, 'PaymentOutcomeUnknown').find(({ key: other }) => refOfKey(other) === refOfKey(key));
  const requested = requestedAmount ?? (partial ? tried?.amount : undefined);
  if (!partial && !isMore(requested, approved)) return {};
  return { ...(requested !== undefined && { requested }), approved };
}

const isMore = (requested: Money | undefined, approved: Money): boolean => requested !== undefined && requested > approved;

/** Nothing is left to collect of what was undone, released or given back. */
function isRestOpen({ approved }: Part, { course, effective }: Found): boolean {
  const { captured, ended, opening, refunded } = course;
  const isLive = effective.live.some((fact) => fact === opening);
  return isLive && approved !== undefined && ended === undefined && (captured === 0 || captured > refunded);
}

/** Told two ways under one key (an open outcome may be told in many), approved and declined, or opened twice. */
function isContradicted(facts: readonly PaymentFact[], contradicted: readonly string[], { kept, live }: Effective): boolean {
  const tries = new Set(ofType(facts, 'PaymentOutcomeUnknown').map(({ key }) => key));
  if (contradicted.some((key) => !tries.has(key))) return true;
  const approved = new Set(kept.map(({ key }) => refOfKey(key)));
  const declined = ofType(facts, 'PaymentDeclined').filter(({ attempted }) => attempted !== 'reversal');
  if (declined.some(({ key }) => approved.has(refOfKey(key)))) return true;
  return ofType(live, 'PaymentAuthorized', 'PaymentPurchased').length > 1;
}
