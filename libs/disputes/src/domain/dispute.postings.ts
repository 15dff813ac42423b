import {
  accounts,
  credit,
  debit,
  entry,
  least,
  remainder,
  type Booking,
  type Derive,
  type Entry,
  type Money,
  type Rules,
} from '#kernel';
import { debitsAfterWon, disputedIn, roundsOf, standingRounds, type Round } from './dispute.rounds.js';
import type { DisputeFact, DisputeStanding } from './dispute.messages.js';
import { standingOf } from './dispute.standing.js';

/**
 * What is lost is a loss; what is debited while the round is open waits on suspense, unless we let the round go: then nobody will give
 * it back. A round that is won gives all of it back, and one that is decided replaces what earlier rounds came to.
 */
const deriveDispute: Derive<DisputeFact, DisputeStanding> = (facts, contradicted) => {
  const rounds = roundsOf(facts);
  const { decided, open } = standingRounds(rounds);
  const where = whereOf(facts, rounds);
  const charges = [...(decided ? decidedCharges(decided) : []), ...open.flatMap(openCharges)];
  return {
    entries: charges.flatMap((charge) => chargeEntry(charge, where)),
    standing: standingOf(facts, rounds, contradicted),
  };
};

export const DISPUTE_RULES: Rules<DisputeFact, DisputeStanding> = { 1: deriveDispute };

/** Money that the acquirer took, by who bears it. */
interface Charge {
  readonly on: DisputeFact;
  readonly amount: Money;
  readonly bearer: 'loss' | 'dispute' | 'dispute-above-disputed' | 'dispute-after-won';
}

function decidedCharges(round: Round): Charge[] {
  const { decision } = round;
  if (decision?.type === 'DisputeLost') {
    const lost = least(decision.amount, disputedIn(round));
    return [
      { on: decision, amount: lost, bearer: 'loss' },
      { on: decision, amount: remainder(decision.amount, lost), bearer: 'dispute-above-disputed' },
    ];
  }
  return debitsAfterWon(round).map((on) => ({ on, amount: on.amount, bearer: 'dispute-after-won' }));
}

const openCharges = ({ accepted, debits }: Round): Charge[] =>
  debits.map((on) => ({ on, amount: on.amount, bearer: accepted ? 'loss' : 'dispute' }));

interface Where {
  readonly merchantNo: string;
  readonly of: Booking['of'];
}

/** Dimensions and merchant number of the first opening: a case nets under one heading. */
function whereOf(facts: readonly DisputeFact[], rounds: readonly Round[]): Where | undefined {
  const anchor = rounds.find(({ opened }) => opened)?.opened ?? facts[0];
  return anchor && { merchantNo: anchor.merchantNo, of: anchor.booking.of };
}

function chargeEntry({ on, amount, bearer }: Charge, where: Where | undefined): Entry[] {
  const { merchantNo, of } = where ?? { merchantNo: on.merchantNo, of: on.booking.of };
  const account = bearer === 'loss' ? accounts.loss(of.merchant, 'chargeback') : accounts.suspense(of.merchant, bearer);
  return entry('charge', { businessDate: on.booking.businessDate, of }, [
    debit(account, amount),
    credit(accounts.clearing(of.channel, merchantNo), amount),
  ]);
}
