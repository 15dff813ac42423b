export * from './domain/life-movement.js';
export * from './domain/life-movement.messages.js';
export * from './domain/voucher.js';
export * from './domain/voucher.messages.js';
export * from './vouchers.feature.js';
export * from './read/life-movements.js';
export * from './read/voucher-details.js';
