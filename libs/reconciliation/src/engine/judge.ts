import type { CaseId, Difference, MatchStanding, Verdict } from '../domain/match.messages.js';
import type { Item } from '../item.js';
import { caseIdOf, compareItems, totalOf, valueOf } from './canonical.js';
import { keysOf } from './keys.js';
import type { MatchingTerms } from './terms.data.js';

/** A case as a run knows it. */
export type KnownCase = Pick<MatchStanding, 'caseId' | 'status' | 'items'>;

/** All that a judgement rests on: one book of one account. */
export interface JudgeInput {
  readonly of: Pick<Item, 'book' | 'channel' | 'account'>;
  /** As they are told now: all that no decided case holds, and those of a matched case that are told otherwise since. */
  readonly items: readonly Item[];
  /** Undecided cases that hold one of the items, and decided ones that hold one or share one of `keysOf` with one. */
  readonly cases: readonly KnownCase[];
  /** `apart` of every case, whatever its status: ids of items that a person refused to see together. */
  readonly apart: readonly (readonly string[])[];
  readonly terms: MatchingTerms;
  /** yyyy-mm-dd */
  readonly today: string;
  /** First and last day for which statements are there, without a gap between them; null: none is. */
  readonly covered: { readonly from: string; readonly until: string } | null;
}

/**
 * What becomes of the items of an account. Pure; the same whatever order items and cases come in; an item is in one verdict at most.
 * Items of days that no statement covers are in none.
 */
export function judge(input: JudgeInput): readonly Verdict[] {
  const groups = new Map<string, Item[]>();
  for (const item of input.items.toSorted(compareItems)) {
    const key = keysOf(item)[0] ?? item.id;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const known = new Map(input.cases.flatMap(({ caseId, items }) => items.map(({ id }) => [id, caseId] as const)));
  return [...groups.values()].flatMap((items) => verdictOf(items, input, known) ?? []);
}

function verdictOf(items: Item[], input: JudgeInput, known: ReadonlyMap<string, CaseId>): Verdict | undefined {
  const [first] = items;
  const ours = items.filter(({ side }) => side === 'ledger');
  const theirs = items.filter(({ side }) => side === 'statement');
  if (!first || (theirs.length === 0 && !isCovered(first.day, input))) return undefined;
  const amount = totalOf(theirs, valueOf) - totalOf(ours, valueOf);
  const cases = [...new Set(items.flatMap(({ id }) => known.get(id) ?? []))].sort();
  const [caseId = caseIdOf(first.id), ...absorbs] = cases;
  const differences = amount === 0 ? [] : [differenceOf(amount, ours, theirs)];
  return {
    caseId,
    merchant: first.merchant,
    ...input.of,
    day: (theirs[0] ?? first).day,
    items,
    rule: ours.length > 0 && theirs.length > 0 ? 'channel-trade-no' : null,
    outcome: amount === 0 ? 'matched' : 'difference',
    differences,
    contradictions: [],
    absorbs,
  };
}

const isCovered = (day: string, { covered }: JudgeInput): boolean =>
  covered !== null && day >= covered.from && day < covered.until;

function differenceOf(amount: number, ours: readonly Item[], theirs: readonly Item[]): Difference {
  const common = { leg: 'statement', amount, explained: false } as const;
  const size = Math.abs(amount);
  if (ours.length === 0)
    return { ...common, class: 'surplus', cause: 'NOT_TOLD', proposal: { action: 'record', amount: size } };
  if (theirs.length === 0)
    return { ...common, class: 'shortage', cause: 'NOT_ON_STATEMENT', proposal: { action: 'inquire', amount: size } };
  return { ...common, class: 'amount', cause: 'UNEXPLAINED', proposal: { action: 'adjust', amount: size } };
}
