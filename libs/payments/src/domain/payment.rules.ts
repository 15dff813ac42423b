import type { Derive, Rules } from '#kernel';
import { effectiveOf } from './payment.effective.js';
import { instructionsOf } from './payment.instructions.js';
import type { PaymentFact, PaymentStanding } from './payment.messages.js';
import { courseOf } from './payment.postings.js';
import { standingOf } from './payment.standing.js';

/** What still counts, what that books, what we asked for, where it stands. */
const derivePayment: Derive<PaymentFact, PaymentStanding> = (facts, contradicted) => {
  const effective = effectiveOf(facts);
  const course = courseOf(facts, effective.live);
  const instructions = instructionsOf(facts, effective.kept);
  return {
    entries: [...course.entries, ...instructions.entries],
    standing: standingOf(facts, contradicted, { effective, course, open: instructions.open }),
  };
};

export const PAYMENT_RULES: Rules<PaymentFact, PaymentStanding> = { 1: derivePayment };
