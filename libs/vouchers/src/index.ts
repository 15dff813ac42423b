export * from './domain/life-movement.js';
export * from './domain/life-movement.messages.js';
export * from './domain/voucher.js';
export * from './domain/voucher.messages.js';
export * from './vouchers.feature.js';
export * from './read/life-movements.js';
export { VoucherQueries, voucherDetails, type VoucherDetails, type VouchersAsked } from './read/voucher-details.js';
export { VouchersAsOf, type VouchersAsOfAsked } from './read/vouchers-as-of.js';
