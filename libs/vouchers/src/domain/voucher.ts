import { emptyFactState, evolveFacts, recordFact, type Decider, type FactState } from '#kernel';
import type { VoucherCommand, VoucherEvent, VoucherFact, VoucherStanding } from './voucher.messages.js';
import { VOUCHER_RULES } from './voucher.postings.js';

export type VoucherState = FactState<VoucherFact, VoucherStanding>;

/** What local life says of an order of vouchers has happened: it is recorded, never refused. What it amounts to: voucher.postings.ts. */
export const voucherDecider: Decider<VoucherState, VoucherCommand, VoucherEvent> = {
  initial: emptyFactState(),
  decide: ({ fact }, state) => recordFact(state, fact, VOUCHER_RULES),
  evolve: evolveFacts,
};
