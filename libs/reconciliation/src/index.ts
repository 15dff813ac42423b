export * from './domain/match.js';
export * from './domain/match.messages.js';
export { MATCH_REJECTIONS } from './domain/match.rejections.js';
export * from './engine/judge.js';
export { keysOf } from './engine/keys.js';
export * from './engine/terms.data.js';
export type * from './item.js';
export * from './reconciliation.feature.js';
