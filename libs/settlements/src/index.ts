export * from './domain/settlement.js';
export * from './domain/settlement.messages.js';
export * from './settlements.feature.js';
export * from './read/settlements.js';
