export * from './domain/dispute.js';
export * from './domain/dispute.messages.js';
export { DISPUTE_REJECTIONS } from './domain/dispute.rejections.js';
export * from './domain/dispute.terms.js';
export * from './disputes.feature.js';
export * from './read/disputes.js';
