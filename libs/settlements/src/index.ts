export * from './domain/settlement.js';
export * from './domain/settlement.messages.js';
export * from './settlements.feature.js';
export { SettlementQueries, settlements, type SettlementDetails, type SettlementsAsked } from './read/settlements.js';
export { SettlementsAsOf, type SettlementsAsOfAsked } from './read/settlements-as-of.js';
