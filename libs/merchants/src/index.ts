export * from './directory.js';
export * from './domain/merchant.js';
export * from './domain/setup.messages.js';
export { SETUP_REJECTIONS } from './domain/setup.rejections.js';
export * from './domain/terminal.js';
export * from './merchants.feature.js';
export * from './setup.js';
export * from './stream-directory.js';
export * from './vault.js';
