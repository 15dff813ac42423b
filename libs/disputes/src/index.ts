export * from './domain/dispute.js';
export * from './domain/dispute.messages.js';
export { DISPUTE_REJECTIONS } from './domain/dispute.rejections.js';
export * from './domain/dispute.terms.js';
export * from './disputes.feature.js';
export { DisputeQueries, disputeDetails, type DisputeDetails, type DisputesAsked } from './read/disputes.js';
export { DisputesAsOf, type DisputesAsOfAsked } from './read/disputes-as-of.js';
