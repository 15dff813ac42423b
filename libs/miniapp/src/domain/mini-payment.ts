import { emptyFactState, evolveFacts, recordFact, type Decider, type FactState } from '#kernel';
import type { MiniAppCommand, MiniAppEvent, MiniAppFact, MiniAppStanding } from './mini-payment.messages.js';
import { MINI_APP_RULES } from './mini-payment.postings.js';

export type MiniAppState = FactState<MiniAppFact, MiniAppStanding>;

/** What Douyin says of a payment in a mini-app has happened: it is recorded, never refused. */
export const miniAppDecider: Decider<MiniAppState, MiniAppCommand, MiniAppEvent> = {
  initial: emptyFactState(),
  decide: ({ fact }, state) => recordFact(state, fact, MINI_APP_RULES),
  evolve: evolveFacts,
};
