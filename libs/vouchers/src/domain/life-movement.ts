import {
  accounts,
  assertNever,
  credit,
  debit,
  emptyFactState,
  entry,
  evolveFacts,
  invariant,
  recordFact,
  turnedRound,
  type Account,
  type Decider,
  type Derive,
  type Entry,
  type EntryKind,
  type FactState,
  type Rules,
} from '#kernel';
import type { LifeMoved, LifeMovementCommand, LifeMovementEvent, LifeMovementStanding } from './life-movement.messages.js';

export type LifeMovementState = FactState<LifeMoved, LifeMovementStanding>;

const derive: Derive<LifeMoved, LifeMovementStanding> = (facts, contradicted) => {
  const [moved] = facts;
  invariant(moved !== undefined, 'a movement stands on one fact');
  return { entries: movement(moved), standing: standingOf(moved, contradicted) };
};

const LIFE_MOVEMENT_RULES: Rules<LifeMoved, LifeMovementStanding> = { 1: derive };

/** What local life says of the account has happened: it is recorded, never refused. */
export const lifeMovementDecider: Decider<LifeMovementState, LifeMovementCommand, LifeMovementEvent> = {
  initial: emptyFactState(),
  decide: ({ fact }, state) => recordFact(state, fact, LIFE_MOVEMENT_RULES),
  evolve: evolveFacts,
};

/** Dr the account / Cr where it came from; every line the other way round where it left. */
function movement(moved: LifeMoved): Entry[] {
  const other = otherSideOf(moved);
  if (!other) return [];
  const lines = [debit(accounts.lifeAccount(moved.clientKey), moved.amount), credit(other.account, moved.amount)];
  return entry(other.kind, moved.booking, moved.direction === 'in' ? lines : turnedRound(lines));
}

function otherSideOf({
  purpose,
  clientKey,
  bankAccount,
  booking,
}: LifeMoved): { kind: EntryKind; account: Account } | undefined {
  const { merchant } = booking.of;
  switch (purpose) {
    case 'settlement': // Its row of the ledger says what it consists of, and books it.
      return undefined;
    case 'withdrawal':
      return {
        kind: 'transfer',
        account: bankAccount === undefined ? accounts.payoutInTransit('douyin-life', clientKey) : accounts.bank(bankAccount),
      };
    case 'fee':
      return { kind: 'charge', account: accounts.fee(merchant, 'life-account') };
    case 'compensation':
      return { kind: 'charge', account: accounts.compensation(merchant) };
    case 'unknown':
      return { kind: 'suspense', account: accounts.suspense(merchant, 'life-movement') };
    default:
      return assertNever(purpose, 'purpose of a movement');
  }
}

const standingOf = (moved: LifeMoved, contradicted: readonly string[]): LifeMovementStanding => ({
  movementNo: moved.movementNo,
  clientKey: moved.clientKey,
  merchant: moved.booking.of.merchant,
  movedAt: moved.occurredAt,
  purpose: moved.purpose,
  amount: moved.direction === 'in' ? moved.amount : 0 - moved.amount,
  exceptions: [
    ...(moved.purpose === 'unknown' ? (['MOVEMENT_UNEXPLAINED'] as const) : []),
    ...(contradicted.length > 0 ? (['FACTS_CONTRADICT'] as const) : []),
  ],
});
