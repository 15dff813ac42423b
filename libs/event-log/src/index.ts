export * from './event-log.js';
export * from './codec.js';
export * from './command-handling.js';
