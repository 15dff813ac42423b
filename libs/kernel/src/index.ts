export * from './accounts.js';
export * from './book.js';
export * from './canonical.js';
export * from './decider.js';
export * from './facts.js';
export * from './fault.js';
export * from './instant.js';
export * from './money.js';
