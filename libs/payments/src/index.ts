export * from './domain/payment.identity.js';
export * from './domain/payment.js';
export * from './domain/payment.messages.js';
export * from './domain/payment.moves.js';
export { PAYMENT_REJECTIONS } from './domain/payment.rejections.js';
export * from './domain/reference.js';
export * from './domain/reference.messages.js';
export * from './payments.feature.js';
export * from './reactions/when-reference-known.js';
export * from './reactions/when-rrn-recorded.js';
export * from './read/captured-payments.js';
export {
  PaymentQueries,
  paymentDetails,
  type HoldsOf,
  type OverdueHold,
  type PaymentDetails,
  type PaymentsAsked,
} from './read/payment-details.js';
export * from './read/payments-as-of.js';
export * from './reactions/expire-overdue.js';
