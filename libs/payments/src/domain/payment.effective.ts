import type { BusinessDate } from '#kernel';
import { NO_NUMBER, refOfKey, type TransactionRef } from './payment.identity.js';
import type {
  AuthorizationVoided,
  CaptureVoided,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentException,
  PaymentFact,
  PaymentPurchased,
  PaymentRefunded,
  PurchaseVoided,
} from './payment.messages.js';

/** What the acquirer approved. A reversal undoes any of these, a void too. */
export type Transaction =
  | PaymentAuthorized
  | AuthorizationVoided
  | PaymentCaptured
  | CaptureVoided
  | PaymentPurchased
  | PurchaseVoided
  | PaymentRefunded;

/** What of a set of facts still counts, once reversals and voids have undone what they name. Lists keep the canonical order. */
export interface Effective {
  /** Approved and not reversed; voids and what they voided included. */
  readonly kept: readonly Transaction[];
  /** Kept and not voided: what moves money or memo. */
  readonly live: readonly Transaction[];
  readonly exceptions: readonly PaymentException[];
}

/** The acquirer's settlement date (F15) where it was told, else the day by the cut-off. */
export const dayOf = (fact: PaymentFact): BusinessDate =>
  ('settlementDate' in fact ? fact.settlementDate : undefined) ?? fact.booking.businessDate;

export type OfType<T extends PaymentFact['type']> = Extract<PaymentFact, { type: T }>;

export const ofType = <T extends PaymentFact['type']>(facts: readonly PaymentFact[], ...types: readonly T[]): OfType<T>[] =>
  facts.filter((fact): fact is OfType<T> => types.some((type) => type === fact.type));

export const transactionsOf = (facts: readonly PaymentFact[]): Transaction[] =>
  ofType(
    facts,
    'PaymentAuthorized',
    'AuthorizationVoided',
    'PaymentCaptured',
    'CaptureVoided',
    'PaymentPurchased',
    'PurchaseVoided',
    'PaymentRefunded',
  );

export function effectiveOf(facts: readonly PaymentFact[]): Effective {
  const reversed = new Set(ofType(facts, 'PaymentReversed').map(({ originalKey }) => refOfKey(originalKey)));
  const kept = transactionsOf(facts).filter(({ key }) => !reversed.has(refOfKey(key)));
  const { voided, exceptions } = voidsOf(kept, facts);
  const live = kept.filter(
    (fact) => fact.type !== 'CaptureVoided' && fact.type !== 'PurchaseVoided' && !voided.has(refOfKey(fact.key)),
  );
  return { kept, live, exceptions: [...exceptions, ...reversalsWithoutOriginal(facts), ...openOutcomes(facts, kept)] };
}

interface Voids {
  readonly voided: Set<TransactionRef>;
  readonly exceptions: readonly PaymentException[];
}

/** Each void finds the transaction it names, once. The void of an authorization releases what is held: see the postings. */
function voidsOf(kept: readonly Transaction[], facts: readonly PaymentFact[]): Voids {
  const voided = new Set<TransactionRef>();
  const exceptions: PaymentException[] = [];
  for (const fact of ofType(kept, 'AuthorizationVoided', 'CaptureVoided', 'PurchaseVoided')) {
    const original = kept.find((other) => isVoidedBy(fact, other) && !voided.has(refOfKey(other.key)));
    if (original && fact.type !== 'AuthorizationVoided') voided.add(refOfKey(original.key));
    if (!original && !wasTried(fact, facts)) exceptions.push('VOID_WITHOUT_ORIGINAL');
    if (original && isOtherBatch(fact, original)) exceptions.push('VOID_IN_OTHER_BATCH');
  }
  return { voided, exceptions };
}

type Void = AuthorizationVoided | CaptureVoided | PurchaseVoided;

function isVoidedBy(fact: Void, original: Transaction): boolean {
  if (fact.type === 'AuthorizationVoided') return original.type === 'PaymentAuthorized';
  if (fact.type === 'PurchaseVoided') return original.type === 'PaymentPurchased';
  return original.type === 'PaymentCaptured' && refOfKey(original.key) === refOfKey(fact.originalKey);
}

/** The void of a try without an answer is no contradiction: it settles the try. */
const wasTried = (fact: Void, facts: readonly PaymentFact[]): boolean =>
  ofType(facts, 'PaymentOutcomeUnknown').some((tried) => isSettledByVoid(tried, fact));

function isSettledByVoid(tried: OfType<'PaymentOutcomeUnknown'>, fact: Void): boolean {
  if (fact.type === 'AuthorizationVoided') return tried.attempted === 'authorization';
  if (fact.type === 'PurchaseVoided') return tried.attempted === 'purchase';
  return tried.attempted === 'capture' && refOfKey(tried.key) === refOfKey(fact.originalKey);
}

/**
 * 撤销 is for the same terminal's running batch; an authorization is not in the batch totals and may be voided later. A void told
 * without batch is not held against one.
 */
const isOtherBatch = (fact: Void, original: Transaction): boolean =>
  fact.type !== 'AuthorizationVoided' &&
  fact.batchNo !== NO_NUMBER &&
  (fact.batchNo !== original.batchNo || fact.terminalNo !== original.terminalNo);

function reversalsWithoutOriginal(facts: readonly PaymentFact[]): PaymentException[] {
  const tried = ofType(facts, 'PaymentDeclined', 'PaymentOutcomeUnknown').filter(({ attempted }) => attempted !== 'reversal');
  const known = new Set([...transactionsOf(facts), ...tried].map(({ key }) => refOfKey(key)));
  return ofType(facts, 'PaymentReversed').some(({ originalKey }) => !known.has(refOfKey(originalKey)))
    ? ['REVERSAL_WITHOUT_ORIGINAL']
    : [];
}

const openOutcomes = (facts: readonly PaymentFact[], kept: readonly Transaction[]): PaymentException[] =>
  openTries(facts, kept).length > 0 ? ['OUTCOME_UNKNOWN'] : [];

/** Tries whose outcome nobody has told yet. */
export function openTries(facts: readonly PaymentFact[], kept: readonly Transaction[]): OfType<'PaymentOutcomeUnknown'>[] {
  const reversed = new Set(ofType(facts, 'PaymentReversed').map(({ originalKey }) => refOfKey(originalKey)));
  const answered = new Set(transactionsOf(facts).map(({ key }) => refOfKey(key)));
  const declined = ofType(facts, 'PaymentDeclined');
  const voids = ofType(kept, 'AuthorizationVoided', 'CaptureVoided', 'PurchaseVoided');
  const isOpen = (tried: OfType<'PaymentOutcomeUnknown'>): boolean => {
    const ref = refOfKey(tried.key);
    if (reversed.has(ref)) return false;
    if (declined.some(({ key, attempted }) => attempted === tried.attempted && refOfKey(key) === ref)) return false;
    if (tried.attempted === 'reversal') return true;
    return !answered.has(ref) && !voids.some((fact) => isSettledByVoid(tried, fact));
  };
  return ofType(facts, 'PaymentOutcomeUnknown').filter(isOpen);
}
