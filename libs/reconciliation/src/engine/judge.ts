import type { Verdict } from '../domain/match.messages.js';
import type { Item } from '../item.js';
import { groupBy } from './grouping.js';
import { groupsOf } from './groups.js';
import { identitiesOf } from './identity.js';
import { judgementOf, type Clock } from './judgement.js';
import { STAGES } from './keys.js';
import type { KnownCase } from './parts.js';
import { groupPayouts } from './payouts.js';
import { poolOf, type Pool } from './pool.js';
import { propose } from './proposing.js';
import { joinReversals } from './reversals.js';

export type { KnownCase } from './parts.js';

/** All that a judgement rests on: one book of one account. */
export interface JudgeInput extends Clock {
  readonly of: Pick<Item, 'book' | 'channel' | 'account'>;
  /** As they are told now: all that no decided case holds, and those of a matched case that are told otherwise since. */
  readonly items: readonly Item[];
  /** Undecided cases that hold one of the items, and decided ones that hold one or share one of `keysOf` with one. */
  readonly cases: readonly KnownCase[];
  /** `apart` of every case, whatever its status: ids of items that a person refused to see together. */
  readonly apart: readonly (readonly string[])[];
}

/**
 * What becomes of the items of an account. Pure; the same whatever order items and cases come in; an item is in one verdict at most.
 * Items of days that no statement covers are in none, and neither are orders of which nothing is collected.
 */
export function judge(input: JudgeInput): readonly Verdict[] {
  const pool = poolOf(input.items, input.cases);
  if (input.of.book === 'payouts') groupPayouts(pool, input.terms);
  else groupTrades(pool, input);
  const judgements = groupsOf(pool).flatMap((group) => judgementOf(group, input) ?? []);
  const identities = identitiesOf(
    judgements.map(({ items }) => items),
    input.cases,
  );
  return judgements.map((judgement, index) => ({
    ...judgement,
    ...input.of,
    ...(identities[index] as (typeof identities)[number]),
  }));
}

function groupTrades(pool: Pool, { apart, terms }: JudgeInput): void {
  for (const stage of STAGES) groupBy(stage, pool, ({ kind }) => (kind === 'movement' ? 0 : terms.dayWindow[kind]));
  joinReversals(pool.parts);
  propose(pool.parts, { windowMinutes: terms.timeWindowMinutes, apart });
}
