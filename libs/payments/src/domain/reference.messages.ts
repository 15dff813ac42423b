import type { Booking, Fact, FactEvent, Instant, Money } from '#kernel';
import type {
  PaymentDeclined,
  PaymentId,
  PaymentOutcomeUnknown,
  PaymentRefunded,
  PaymentReversed,
} from './payment.messages.js';

/**
 * A payment's fact that names its payment by the RRN (F37) of the original transaction alone: 退货 carries no batch and trace.
 * Keys as in payment.identity.ts, attempted is `refund`.
 */
type Referenced<F extends Fact, T extends string> = Omit<F, 'type' | 'paymentId'> &
  Fact<T> & {
    readonly originalRrn: string;
  };

export type ReferencedRefundMade = Referenced<PaymentRefunded, 'ReferencedRefundMade'>;
export type ReferencedRefundReversed = Referenced<PaymentReversed, 'ReferencedRefundReversed'>;
export type ReferencedRefundDeclined = Referenced<PaymentDeclined, 'ReferencedRefundDeclined'>;
export type ReferencedRefundUnknown = Referenced<PaymentOutcomeUnknown, 'ReferencedRefundUnknown'>;

/** What the outside says of refunds that name an RRN. */
export type ReferencedFact =
  ReferencedRefundMade | ReferencedRefundReversed | ReferencedRefundDeclined | ReferencedRefundUnknown;

/** An RRN of a merchant number; or, across all numbers of a merchant, what a wallet calls a payment: merchant id and `trade-<number>`. */
interface OfReference<T extends string> extends Fact<T> {
  readonly merchantNo: string;
  readonly originalRrn: string;
  readonly paymentId: PaymentId;
}
/** A transaction of the payment carried this RRN. key `payment` */
export type PaymentReferenceLearned = OfReference<'PaymentReferenceLearned'>;
/** A transaction of another payment carried it too. The first keeps it. key `disputed:<payment id>` */
export type PaymentReferenceDisputed = OfReference<'PaymentReferenceDisputed'>;

export type ReferenceFact = ReferencedFact | PaymentReferenceLearned | PaymentReferenceDisputed;

export type ReferenceException =
  /** Refunds wait on suspense for their payment. */
  'REFUND_ORIGINAL_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'REVERSAL_WITHOUT_ORIGINAL' | 'REFERENCE_DISPUTED' | 'FACTS_CONTRADICT';

/** Where a reference stands after a set of facts. */
export interface ReferenceStanding {
  readonly merchantNo: string;
  readonly originalRrn: string;
  readonly merchant: string;
  readonly store: string;
  /** null until a transaction with this RRN was recorded. */
  readonly paymentId: PaymentId | null;
  /** On suspense here until the payment is known. 分 */
  readonly waiting: Money;
  /** All that was told of it; belongs to the payment once that is known. */
  readonly told: readonly ReferencedFact[];
  readonly exceptions: readonly ReferenceException[];
}

/** Records what a terminal or acquirer said of a refund by RRN. Never refused. */
export interface RecordReferencedFact {
  readonly type: 'RecordReferencedFact';
  readonly fact: ReferencedFact;
}
/** Given by the reaction that follows payments. Never refused. */
export interface LearnPaymentReference {
  readonly type: 'LearnPaymentReference';
  readonly merchantNo: string;
  readonly originalRrn: string;
  readonly paymentId: PaymentId;
  /** Of the transaction that carried the RRN. */
  readonly occurredAt: Instant;
  readonly booking: Booking;
}

export type ReferenceCommand = RecordReferencedFact | LearnPaymentReference;
export type ReferenceEvent = FactEvent<ReferenceFact, ReferenceStanding>;
