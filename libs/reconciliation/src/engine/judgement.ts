import type { Contradiction, Difference, MatchRule, Verdict } from '../domain/match.messages.js';
import { compareItems, dayNumberOf, firstDayOf, lastDayOf } from './canonical.js';
import { differencesAfter, differencesOf } from './differences.js';
import type { Group } from './groups.js';
import { netDifferencesOf } from './net-differences.js';
import { orderDifferenceOf } from './order-differences.js';
import { isTwoSided, weaker, type Part } from './parts.js';
import type { MatchingTerms } from './terms.data.js';

/** What time it is for a judgement. */
export interface Clock {
  readonly today: string;
  readonly covered: { readonly from: string; readonly until: string } | null;
  readonly terms: MatchingTerms;
}

/** A verdict that has no case yet. */
export type Judgement = Pick<Verdict, 'merchant' | 'day' | 'items' | 'rule' | 'outcome' | 'differences' | 'contradictions'>;

/** undefined while nothing can be said of it. */
export function judgementOf(group: Group, clock: Clock): Judgement | undefined {
  const { orders, parts } = group;
  const ripeness = parts.map((part) => ripenessOf(part, clock));
  if (ripeness.every((ripe) => ripe === 'early') && !(group.after && parts.length === 0)) return undefined;
  const items = [...orders, ...parts.flatMap(({ ours, theirs }) => [...ours, ...theirs])].sort(compareItems);
  const [first] = items;
  if (!first) return undefined;
  const byPart = parts.map((part) => partDifferences(part, clock.terms));
  const onOrder = orderDifferences(group, clock.terms);
  const isSettled = (index: number): boolean => ripeness[index] === 'ripe';
  const open = [...byPart.filter((_, index) => isSettled(index)).flat(), ...onOrder].some(({ explained }) => !explained);
  const rule = ruleOf(group);
  return {
    merchant: first.merchant,
    day: dayOf(group),
    items,
    rule,
    outcome: outcomeOf({ rule, open, isWaiting: ripeness.some((ripe) => ripe !== 'ripe') }),
    differences: [...byPart.flat(), ...onOrder],
    contradictions: contradictionsOf(parts),
  };
}

/** `early`: no statement could have it yet. `waiting`: the next one may still bring it. */
type Ripeness = 'early' | 'waiting' | 'ripe';

function ripenessOf(part: Part, { today, covered, terms }: Clock): Ripeness {
  if (part.after || isTwoSided(part)) return 'ripe';
  if (part.theirs.length > 0) {
    const due = dayNumberOf(lastDayOf(part.theirs)) + terms.surplusSuspendDays;
    return dayNumberOf(today) < due ? 'waiting' : 'ripe';
  }
  const day = lastDayOf(part.ours);
  const isExplanation = part.ours.every(({ kind }) => kind === 'movement');
  if (isExplanation || !covered || day < covered.from || day > covered.until) return 'early';
  const patience = part.ours[0]?.kind === 'payout' ? terms.dayWindow.payout : terms.suspendDays;
  return dayNumberOf(covered.until) < dayNumberOf(day) + patience ? 'waiting' : 'ripe';
}

function partDifferences(part: Part, terms: MatchingTerms): readonly Difference[] {
  const { after, ambiguous, ours, theirs } = part;
  const sides = { ours, theirs, ambiguous };
  if ([...ours, ...theirs].some(({ kind }) => kind === 'payout')) return netDifferencesOf(sides);
  if (!after?.decided) return differencesOf(sides, terms);
  return differencesAfter(sides, { ours: after.ours, theirs: after.theirs, status: after.decided.status }, terms);
}

function orderDifferences({ after, orders, parts }: Group, { tolerance }: MatchingTerms): readonly Difference[] {
  if (orders.length === 0 && !after) return [];
  const before = after?.decided?.items ?? [];
  const wanted = [...before.filter(({ side }) => side === 'order'), ...orders];
  const collected = [...before.filter(({ side }) => side === 'ledger'), ...parts.flatMap(({ ours }) => ours)];
  return orderDifferenceOf(wanted, collected, tolerance);
}

function ruleOf({ orders, parts }: Group): MatchRule | null {
  const rule = parts.reduce<MatchRule | null>((weakest, part) => weaker(weakest, part.rule), null);
  return rule ?? (orders.length > 0 && parts.length > 0 ? 'order' : null);
}

interface Found {
  readonly rule: MatchRule | null;
  readonly open: boolean;
  readonly isWaiting: boolean;
}

function outcomeOf({ rule, open, isWaiting }: Found): Verdict['outcome'] {
  if (rule === 'amount-and-time') return 'proposed';
  if (open) return 'difference';
  return isWaiting ? 'suspended' : 'matched';
}

/** The statement's, else ours. */
const dayOf = ({ orders, parts }: Group): string =>
  firstDayOf(parts.flatMap(({ theirs }) => theirs)) || firstDayOf(parts.flatMap(({ ours }) => ours)) || firstDayOf(orders);

const textOf = ({ rule, item, other }: Contradiction): string => [rule, item, other].join('|');

function contradictionsOf(parts: readonly Part[]): readonly Contradiction[] {
  if (parts.every(({ contradictions }) => contradictions.length === 0)) return [];
  const found = new Map(parts.flatMap(({ contradictions }) => contradictions.map((one) => [textOf(one), one] as const)));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
