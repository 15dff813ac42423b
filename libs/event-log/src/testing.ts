export { eventLogContract, type LogUnderTest } from './contract/event-log.contract.js';
export { DENSE_LOG, EVENTSTOREDB, type LogTraits } from './contract/log-traits.js';
export { keepWriting } from './contract/keep-writing.js';
export { appendAtEnd, everything, newEvent, newEvents, newStream } from './contract/new-events.js';
export { EventStoreDouble } from './eventstoredb/testing/event-store-double.js';
