export * from './event-log.js';
export { APPEND_LIMIT_BYTES, appendBytes, isEventType, isStreamName } from './append-rules.js';
export * from './codec.js';
export * from './command-handling.js';
export { MemoryEventLog } from './memory/memory-event-log.js';
export { LOG_MIGRATIONS } from './postgres/log.schema.js';
export { PostgresEventLog, type PostgresEventLogOptions } from './postgres/postgres-event-log.js';
export type { LogConnection } from './postgres/connections.js';
export { EventStoreDbEventLog, type EventStoreDbEventLogOptions } from './eventstoredb/eventstoredb-event-log.js';
