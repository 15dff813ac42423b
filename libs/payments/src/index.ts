export * from './domain/payment.identity.js';
export * from './domain/payment.js';
export * from './domain/payment.messages.js';
export { PAYMENT_REJECTIONS } from './domain/payment.rejections.js';
export * from './payments.feature.js';
