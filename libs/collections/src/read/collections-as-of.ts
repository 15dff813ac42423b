import { standingAfter } from '#kernel';
import type { PastLog, PastStreams } from '#projections';
import { collectionStream } from '../collections.feature.js';
import { COLLECTION_RULES } from '../domain/collection.js';
import type { CollectionEvent, CollectionStanding } from '../domain/collection.messages.js';

/** Collections as they stood then; undefined where no request counts. */
export interface PastCollections extends PastStreams<CollectionStanding | undefined> {
  readonly streamOf: (orderId: string) => string;
}

/** What was known of collections at a position, counting facts up to an accounting day. */
export const pastCollections = (log: PastLog): PastCollections => ({
  ...log,
  streamOf: collectionStream,
  derive: (events) => {
    const told = events as unknown as CollectionEvent[];
    return told.some(({ type }) => type === 'PaymentRequested') ? standingAfter(told, COLLECTION_RULES) : undefined;
  },
});
