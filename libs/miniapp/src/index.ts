export * from './domain/mini-payment.js';
export * from './domain/mini-payment.messages.js';
export * from './miniapp.feature.js';
export * from './read/mini-payment-details.js';
