import type { Fact } from '#kernel';
import type { Reaction } from '#projections';
import { tradeReference } from '../domain/payment.identity.js';
import type { LearnPaymentReference } from '../domain/reference.messages.js';

/** What this reads of an authorization, purchase or capture. */
interface WithRrn extends Omit<Fact, 'type'> {
  readonly paymentId: string;
  readonly merchantNo: string;
  readonly rrn?: string;
  readonly channelTradeNo?: string;
}

/**
 * A transaction came with an RRN: refunds may name the payment by it from now on. One with a wallet's own number claims that
 * for its payment, too: another payment of the merchant that comes with it (told by a terminal and by an acquirer's notice) is
 * the same money, and disputed.
 */
export const whenRrnRecorded: Reaction<LearnPaymentReference> = {
  name: 'payment-reference-learned',
  handles: ['PaymentAuthorized', 'PaymentPurchased', 'PaymentCaptured'],
  react: ({ data }) => {
    const { booking, channelTradeNo, merchantNo, occurredAt, paymentId, rrn } = (data as { readonly fact: WithRrn }).fact;
    const learned = { type: 'LearnPaymentReference', paymentId, occurredAt, booking } as const;
    return [
      ...(rrn ? [{ ...learned, merchantNo, originalRrn: rrn }] : []),
      ...(channelTradeNo ? [{ ...learned, merchantNo: booking.of.merchant, originalRrn: tradeReference(channelTradeNo) }] : []),
    ];
  },
};
