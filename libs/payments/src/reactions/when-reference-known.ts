import type { Reaction } from '#projections';
import type { RecordPaymentFact } from '../domain/payment.messages.js';
import type { ReferenceStanding } from '../domain/reference.messages.js';
import { asPaymentFact } from '../domain/reference.postings.js';

/** The payment behind an RRN is known: all that was told by the RRN belongs to it. What it has already adds nothing. */
export const whenReferenceKnown: Reaction<RecordPaymentFact> = {
  name: 'payment-reference-forwarded',
  handles: [
    'PaymentReferenceLearned',
    'ReferencedRefundMade',
    'ReferencedRefundReversed',
    'ReferencedRefundDeclined',
    'ReferencedRefundUnknown',
  ],
  react: ({ data }) => {
    const { paymentId, told } = (data as { readonly standing: ReferenceStanding }).standing;
    return paymentId === null ? [] : told.map((fact) => ({ type: 'RecordPaymentFact', fact: asPaymentFact(fact, paymentId) }));
  },
};
