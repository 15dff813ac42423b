import { ZERO, sum, type Money } from '#kernel';
import type {
  DisputeAccepted,
  DisputeDebited,
  DisputeFact,
  DisputeLost,
  DisputeOpened,
  DisputeWon,
  EvidenceSubmitted,
} from './dispute.messages.js';

/** All that is known of one round. */
export interface Round {
  readonly number: number;
  readonly opened: DisputeOpened | undefined;
  readonly debits: readonly DisputeDebited[];
  readonly evidence: readonly EvidenceSubmitted[];
  readonly accepted: DisputeAccepted | undefined;
  readonly decision: DisputeWon | DisputeLost | undefined;
}

type OfType<T extends DisputeFact['type']> = Extract<DisputeFact, { type: T }>;

export const ofType = <T extends DisputeFact['type']>(facts: readonly DisputeFact[], ...types: readonly T[]): OfType<T>[] =>
  facts.filter((fact): fact is OfType<T> => types.some((type) => type === fact.type));

/** Rounds in their order, whatever order their facts came in. */
export function roundsOf(facts: readonly DisputeFact[]): Round[] {
  const numbers = [...new Set(facts.map(({ round }) => round))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const said = facts.filter(({ round }) => round === number);
    return {
      number,
      opened: ofType(said, 'DisputeOpened')[0],
      debits: ofType(said, 'DisputeDebited'),
      evidence: ofType(said, 'EvidenceSubmitted'),
      accepted: ofType(said, 'DisputeAccepted')[0],
      decision: ofType(said, 'DisputeWon', 'DisputeLost')[0],
    };
  });
}

/** The round in which the dispute is: the latest one opened, else the latest known. */
export const currentOf = (rounds: readonly Round[]): Round | undefined =>
  rounds.findLast(({ opened }) => opened !== undefined) ?? rounds.at(-1);

/** What stays debited however the round was won: taken after it was decided for us. */
export const debitsAfterWon = ({ debits, decision }: Round): DisputeDebited[] =>
  decision?.type === 'DisputeWon' ? debits.filter(({ occurredAt }) => occurredAt > decision.occurredAt) : [];

/** The latest round that is decided stands for all before it; in those after it, what is debited is taken for the time being. */
export function standingRounds(rounds: readonly Round[]): {
  readonly decided: Round | undefined;
  readonly open: readonly Round[];
} {
  const decided = rounds.findLast(({ decision }) => decision !== undefined);
  return { decided, open: rounds.filter(({ number }) => number > (decided?.number ?? 0)) };
}

export const debitedIn = ({ debits }: Round): Money => sum(debits.map(({ amount }) => amount));

/** What is in dispute in a round, as far as that was told. */
export const disputedIn = ({ opened }: Round): Money => opened?.amount ?? ZERO;
