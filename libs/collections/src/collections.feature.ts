import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import type { CollectionCommand, CollectionEvent } from './domain/collection.messages.js';
import { collectionDecider, type CollectionState } from './domain/collection.js';

/** Stream of what was done to collect one Douyin order at terminals: one per order, so that it can not be collected twice. */
export const collectionStream = (orderId: string): string => streamName('collection', orderId);

export const collectionFeature: CommandFeature<CollectionState, CollectionCommand, CollectionEvent> = {
  decider: collectionDecider,
  streamOf: (command) => collectionStream(command.type === 'NoteForCollection' ? command.fact.orderId : command.orderId),
};

export const COLLECTION_EVENTS = {
  PaymentRequested: { version: 1 },
  PaymentRequestConfirmed: { version: 1 },
  PaymentRequestCancelled: { version: 1 },
  PaymentRequestExpired: { version: 1 },
  PaymentOutcomeOverdue: { version: 1 },
  PaymentOutcomeReported: { version: 1 },
  CollectingPaymentMoved: { version: 1 },
  CollectedOrderMoved: { version: 1 },
} as const satisfies Record<CollectionEvent['type'], EventSchemas[string]>;
