export * from './collections.feature.js';
export { isPaidInside } from './domain/collection.money.js';
export * from './domain/collection.messages.js';
export { collectionDecider, type CollectionState } from './domain/collection.js';
export { COLLECTION_REJECTIONS, reject as rejectCollection } from './domain/collection.rejections.js';
export * from './domain/request-id.js';
export * from './reactions/expire-requests.js';
export * from './reactions/what-moves.js';
export * from './read/payment-requests.js';
