export { eventLogContract, type LogUnderTest } from './contract/event-log.contract.js';
export { appendAtEnd, everything, newEvent, newEvents, newStream } from './contract/new-events.js';
