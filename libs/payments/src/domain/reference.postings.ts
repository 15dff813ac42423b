import { accounts, assertNever, credit, debit, entry, invariant, sum, type Derive, type Entry, type Rules } from '#kernel';
import { dayOf, effectiveOf, ofType } from './payment.effective.js';
import type { PaymentFact, PaymentId, PaymentRefunded } from './payment.messages.js';
import type {
  PaymentReferenceLearned,
  ReferenceException,
  ReferenceFact,
  ReferenceStanding,
  ReferencedFact,
} from './reference.messages.js';

/** While the payment is unknown its refunds stand here, on suspense; once it is known they stand there, and nothing here. */
const deriveReference: Derive<ReferenceFact, ReferenceStanding> = (facts, contradicted) => {
  const [anchor] = facts;
  invariant(anchor !== undefined, 'a reference stands on at least one fact');
  const learned = facts.find((fact): fact is PaymentReferenceLearned => fact.type === 'PaymentReferenceLearned');
  const told = facts.filter(isTold);
  const effective = effectiveOf(told.map((fact) => asPaymentFact(fact, learned?.paymentId ?? '')));
  const waiting = learned ? [] : ofType(effective.live, 'PaymentRefunded');
  const exceptions = new Set<ReferenceException>();
  if (waiting.length > 0) exceptions.add('REFUND_ORIGINAL_UNKNOWN');
  if (!learned && effective.exceptions.includes('OUTCOME_UNKNOWN')) exceptions.add('OUTCOME_UNKNOWN');
  if (!learned && effective.exceptions.includes('REVERSAL_WITHOUT_ORIGINAL')) exceptions.add('REVERSAL_WITHOUT_ORIGINAL');
  if (facts.some(({ type }) => type === 'PaymentReferenceDisputed')) exceptions.add('REFERENCE_DISPUTED');
  if (contradicted.length > 0) exceptions.add('FACTS_CONTRADICT');
  return {
    entries: waiting.flatMap(onSuspense),
    standing: {
      merchantNo: anchor.merchantNo,
      originalRrn: anchor.originalRrn,
      merchant: anchor.booking.of.merchant,
      store: anchor.booking.of.store,
      paymentId: learned?.paymentId ?? null,
      waiting: sum(waiting.map(({ amount }) => amount)),
      told,
      exceptions: [...exceptions].sort(),
    },
  };
};

export const REFERENCE_RULES: Rules<ReferenceFact, ReferenceStanding> = { 1: deriveReference };

const onSuspense = (fact: PaymentRefunded): Entry[] => {
  const { amount, merchantNo } = fact;
  const { of } = fact.booking;
  return entry('refund', { businessDate: dayOf(fact), of }, [
    debit(accounts.suspense(of.merchant, 'refund-original-unknown'), amount),
    credit(accounts.clearing(of.channel, merchantNo), amount),
  ]);
};

const isTold = (fact: ReferenceFact): fact is ReferencedFact =>
  fact.type !== 'PaymentReferenceLearned' && fact.type !== 'PaymentReferenceDisputed';

/** The same fact as its payment takes it. */
export function asPaymentFact({ originalRrn, ...fact }: ReferencedFact, paymentId: PaymentId): PaymentFact {
  switch (fact.type) {
    case 'ReferencedRefundMade':
      return { ...fact, type: 'PaymentRefunded', paymentId };
    case 'ReferencedRefundReversed':
      return { ...fact, type: 'PaymentReversed', paymentId };
    case 'ReferencedRefundDeclined':
      return { ...fact, type: 'PaymentDeclined', paymentId };
    case 'ReferencedRefundUnknown':
      return { ...fact, type: 'PaymentOutcomeUnknown', paymentId };
    default:
      return assertNever(fact, `fact of reference ${originalRrn}`);
  }
}
