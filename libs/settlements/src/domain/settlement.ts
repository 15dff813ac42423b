import { emptyFactState, evolveFacts, recordFact, type Decider, type FactState } from '#kernel';
import type { SettlementCommand, SettlementEvent, SettlementFact, SettlementStanding } from './settlement.messages.js';
import { SETTLEMENT_RULES } from './settlement.postings.js';

export type SettlementState = FactState<SettlementFact, SettlementStanding>;

/** What a channel's statement says was settled is recorded, never refused. What it amounts to: settlement.postings.ts. */
export const settlementDecider: Decider<SettlementState, SettlementCommand, SettlementEvent> = {
  initial: emptyFactState(),
  decide: ({ fact }, state) => recordFact(state, fact, SETTLEMENT_RULES),
  evolve: evolveFacts,
};
