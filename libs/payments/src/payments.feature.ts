import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import type { PaymentCommand, PaymentEvent, PaymentId } from './domain/payment.messages.js';
import { paymentDecider, type PaymentState } from './domain/payment.js';
import type { ReferenceCommand, ReferenceEvent } from './domain/reference.messages.js';
import { referenceDecider, type ReferenceState } from './domain/reference.js';

export const paymentStream = (paymentId: PaymentId): string => streamName('payment', paymentId);

export const paymentFeature: CommandFeature<PaymentState, PaymentCommand, PaymentEvent> = {
  decider: paymentDecider,
  streamOf: (command) => paymentStream(command.type === 'RecordPaymentFact' ? command.fact.paymentId : command.paymentId),
};

export const PAYMENT_EVENTS = {
  PaymentAuthorized: { version: 1 },
  AuthorizationVoided: { version: 1 },
  AuthorizationExpired: { version: 1 },
  PaymentCaptured: { version: 1 },
  CaptureVoided: { version: 1 },
  PaymentPurchased: { version: 1 },
  PurchaseVoided: { version: 1 },
  PaymentRefunded: { version: 1 },
  PaymentReversed: { version: 1 },
  PaymentDeclined: { version: 1 },
  PaymentOutcomeUnknown: { version: 1 },
  CaptureInstructed: { version: 1 },
  RefundInstructed: { version: 1 },
  VoidInstructed: { version: 1 },
  InstructionWithdrawn: { version: 1 },
} as const satisfies Record<PaymentEvent['type'], EventSchemas[string]>;

/** Stream of what names a payment by RRN alone. */
export const referenceStream = (merchantNo: string, originalRrn: string): string =>
  streamName('payment-reference', merchantNo, originalRrn);

export const referenceFeature: CommandFeature<ReferenceState, ReferenceCommand, ReferenceEvent> = {
  decider: referenceDecider,
  streamOf: (command) => {
    const { merchantNo, originalRrn } = command.type === 'RecordReferencedFact' ? command.fact : command;
    return referenceStream(merchantNo, originalRrn);
  },
};

export const REFERENCE_EVENTS = {
  ReferencedRefundMade: { version: 1 },
  ReferencedRefundReversed: { version: 1 },
  ReferencedRefundDeclined: { version: 1 },
  ReferencedRefundUnknown: { version: 1 },
  PaymentReferenceLearned: { version: 1 },
  PaymentReferenceDisputed: { version: 1 },
} as const satisfies Record<ReferenceEvent['type'], EventSchemas[string]>;
