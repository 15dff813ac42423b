export type { Dispatch, Reaction } from './reaction.js';
