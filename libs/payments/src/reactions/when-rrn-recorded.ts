import type { Fact } from '#kernel';
import type { Reaction } from '#projections';
import type { LearnPaymentReference } from '../domain/reference.messages.js';

/** What this reads of an authorization, purchase or capture. */
interface WithRrn extends Omit<Fact, 'type'> {
  readonly paymentId: string;
  readonly merchantNo: string;
  readonly rrn?: string;
}

/** A transaction came with an RRN: refunds may name the payment by it from now on. */
export const whenRrnRecorded: Reaction<LearnPaymentReference> = {
  name: 'payment-reference-learned',
  handles: ['PaymentAuthorized', 'PaymentPurchased', 'PaymentCaptured'],
  react: ({ data }) => {
    const { booking, merchantNo, occurredAt, paymentId, rrn } = (data as { readonly fact: WithRrn }).fact;
    return rrn ? [{ type: 'LearnPaymentReference', merchantNo, originalRrn: rrn, paymentId, occurredAt, booking }] : [];
  },
};
