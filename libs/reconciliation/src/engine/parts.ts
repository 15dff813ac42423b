import type { Contradiction, MatchRule, MatchStanding } from '../domain/match.messages.js';
import type { Item } from '../item.js';
import { grossOf, totalOf, valueOf } from './canonical.js';

/** A case as a run knows it. */
export type KnownCase = Pick<MatchStanding, 'caseId' | 'status' | 'rule' | 'items'>;

/** Items of the ledger and of the statement that belong together. Changed while groups form, and never after. */
export interface Part {
  ours: Item[];
  theirs: Item[];
  /** Statement less ours: of what counts, and of all. 分 */
  balance: number;
  grossBalance: number;
  rule: MatchRule | null;
  /** Where it went. */
  into: Part | null;
  /** The decided case that holds these items: nothing joins them any more. */
  readonly decided: KnownCase | null;
  /** What was decided before this was told. */
  after: Part | null;
  /** Others are as likely: nobody knows which. */
  ambiguous: boolean;
  contradictions: Contradiction[];
}

/** Strongest first. */
const RULES: readonly MatchRule[] = [
  'channel-trade-no',
  'merchant-order-no',
  'terminal-batch-trace',
  'rrn',
  'order',
  'payout-reference',
  'payout-total',
  'amount-and-time',
  'by-hand',
];

/** Shared by all parts that lack something, and never changed. */
const NONE: never[] = [];

const some = (items: readonly Item[], side: Item['side']): Item[] => {
  const found = items.filter((item) => item.side === side);
  return found.length > 0 ? found : NONE;
};

export function partOf(items: readonly Item[], decided: KnownCase | null = null): Part {
  const [ours, theirs] = [some(items, 'ledger'), some(items, 'statement')];
  return {
    ours,
    theirs,
    balance: totalOf(theirs, valueOf) - totalOf(ours, valueOf),
    grossBalance: totalOf(theirs, grossOf) - totalOf(ours, grossOf),
    rule: null,
    into: null,
    decided,
    after: null,
    ambiguous: false,
    contradictions: NONE,
  };
}

export function rootOf(part: Part): Part {
  let root = part;
  while (root.into) root = root.into;
  for (let at = part; at.into;) {
    const next: Part = at.into;
    at.into = root;
    at = next;
  }
  return root;
}

/** Joins roots; what they were put together by is the weakest rule of all. */
export function join([first, ...others]: readonly Part[], rule: MatchRule): void {
  if (!first) return;
  for (const part of others) {
    first.ours = appended(first.ours, part.ours);
    first.theirs = appended(first.theirs, part.theirs);
    first.balance += part.balance;
    first.grossBalance += part.grossBalance;
    first.contradictions = appended(first.contradictions, part.contradictions);
    first.rule = weaker(first.rule, part.rule);
    part.into = first;
  }
  first.rule = weaker(first.rule, rule);
}

/** The longer list takes what is in the other. */
function appended<T>(items: T[], more: T[]): T[] {
  if (more.length > items.length) return appended(more, items);
  for (const item of more) items.push(item);
  return items;
}

export function weaker(a: MatchRule | null, b: MatchRule | null): MatchRule | null {
  if (!a || !b) return a ?? b;
  return RULES.indexOf(a) > RULES.indexOf(b) ? a : b;
}

export const isTwoSided = ({ ours, theirs }: Part): boolean => ours.length > 0 && theirs.length > 0;

/** Whether anything may still join it, or it something. */
export const isFree = ({ after, decided, into }: Part): boolean => !into && !decided && !after;

/** Free, and its counterpart is missing. */
export const isAlone = (part: Part): boolean => isFree(part) && !isTwoSided(part);
