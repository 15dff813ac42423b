import type { Difference, DifferenceCause, Proposal } from '../domain/match.messages.js';
import type { Item } from '../item.js';
import { dayNumberOf, firstDayOf, grossOf, totalOf, valueOf } from './canonical.js';
import type { MatchingTerms } from './terms.data.js';

/** What both sides say, in canonical order. */
export interface Sides {
  readonly ours: readonly Item[];
  readonly theirs: readonly Item[];
  /** Others were as likely to be the counterpart. */
  readonly ambiguous: boolean;
}

type Action = Proposal['action'];
type Rest = Pick<Difference, 'class' | 'amount' | 'cause'>;

const SAID = { leg: 'statement', explained: false } as const;

/** One that somebody has to mend. Proposals carry the size, not the sign. */
export const open = (rest: Rest, action: Action, amount = Math.abs(rest.amount)): Difference => ({
  ...SAID,
  ...rest,
  proposal: { action, amount },
});
export const explained = (rest: Rest): Difference => ({ ...SAID, ...rest, explained: true, proposal: null });

/** Where statement and ledger differ. All but fees sum up to the statement less ours. */
export function differencesOf(sides: Sides, terms: MatchingTerms): readonly Difference[] {
  const { ours, theirs } = sides;
  if (ours.length === 0) return surplusOf(sides);
  if (theirs.length === 0) return shortageOf(sides);
  const money = moneyOf(sides, terms);
  if (money.some((difference) => !difference.explained)) return money;
  return [...money, ...feeOf(sides, terms), ...dateOf(sides, terms)];
}

function surplusOf({ theirs, ambiguous }: Sides): Difference[] {
  const amount = totalOf(theirs, valueOf);
  if (amount === 0) return [];
  const twice = twiceOf(theirs, amount);
  const cause = ambiguous ? 'UNEXPLAINED' : 'NOT_TOLD';
  const surplus = open({ class: 'surplus', amount: amount - twice, cause }, 'record');
  return twice === 0 ? [surplus] : [surplus, toldTwice(twice, 'inquire')];
}

function shortageOf({ ours, ambiguous }: Sides): Difference[] {
  const amount = 0 - totalOf(ours, valueOf);
  const unknown = ours.filter(({ status }) => status === 'open');
  const size = Math.abs(totalOf(unknown, grossOf));
  return [
    ...(unknown.length === 0 ? [] : [open({ class: 'status', amount: 0, cause: 'OUTCOME_OPEN' }, 'inquire', size)]),
    ...(amount === 0
      ? []
      : [open({ class: 'shortage', amount, cause: ambiguous ? 'UNEXPLAINED' : 'NOT_ON_STATEMENT' }, 'inquire')]),
  ];
}

/** What several rows say more than one of them, all being alike. */
function twiceOf(theirs: readonly Item[], amount: number): number {
  const [first, ...more] = theirs.filter(({ status }) => status === 'done');
  if (!first || more.length === 0 || !theirs.every((row) => grossOf(row) === grossOf(first))) return 0;
  return amount - grossOf(first);
}

const toldTwice = (amount: number, action: Action): Difference =>
  open({ class: 'duplicate', amount, cause: 'TOLD_TWICE' }, action);

function moneyOf(sides: Sides, terms: MatchingTerms): Difference[] {
  const amount = totalOf(sides.theirs, valueOf) - totalOf(sides.ours, valueOf);
  const status = statusOf(sides, amount);
  if (status) return [status];
  return amount === 0 ? [] : [duplicateOf(sides, amount) ?? amountOf(sides, amount, terms)];
}

function statusOf({ ours, theirs }: Sides, amount: number): Difference | undefined {
  const gross = Math.abs(totalOf(theirs, grossOf));
  const isAll = (items: readonly Item[], status: Item['status']): boolean => items.every((item) => item.status === status);
  const differs = (cause: DifferenceCause, action: Action): Difference =>
    open({ class: 'status', amount, cause }, action, gross);
  if (theirs.some(({ status }) => status === 'open')) return amount === 0 ? undefined : differs('OUTCOME_OPEN', 'inquire');
  if (ours.some(({ status }) => status === 'open'))
    return amount !== 0 || isAll(theirs, 'undone') ? differs('OUTCOME_OPEN', 'record') : undefined;
  if (amount === 0) return undefined;
  const isUneven = totalOf(theirs, grossOf) !== totalOf(ours, grossOf);
  const [theirValue, ourValue] = [totalOf(theirs, valueOf), totalOf(ours, valueOf)];
  if (isAll(ours, 'undone') || (!isUneven && Math.abs(theirValue) > Math.abs(ourValue)))
    return differs('UNDONE_HERE_ONLY', ours[0]?.kind === 'payment' ? 'refund' : 'record');
  return theirValue === 0 || !isUneven ? open({ class: 'status', amount, cause: 'UNDONE_AT_CHANNEL' }, 'record') : undefined;
}

/** The same amount once more on one side, or several times. */
function duplicateOf({ ours, theirs }: Sides, amount: number): Difference | undefined {
  const [side, more] = amount * totalOf(theirs, valueOf) > 0 ? [theirs, amount] : [ours, 0 - amount];
  const counts = new Map<number, Item[]>();
  for (const item of side) if (item.status === 'done') listIn(counts, grossOf(item)).push(item);
  for (const [gross, alike] of counts) {
    const times = more / gross;
    if (!Number.isInteger(times) || times < 1 || times >= alike.length) continue;
    if (side === ours) return toldTwice(amount, 'adjust');
    const numbers = new Set(alike.map(({ kind, refs }) => (kind === 'refund' ? refs.channelRefundNo : refs.channelTradeNo)));
    if (numbers.size === 1) return toldTwice(amount, 'inquire');
    return open({ class: 'duplicate', amount, cause: 'CHARGED_TWICE' }, alike[0]?.kind === 'payment' ? 'refund' : 'inquire');
  }
  return undefined;
}

function listIn<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function amountOf({ ours, theirs }: Sides, amount: number, { tolerance }: MatchingTerms): Difference {
  const asked = (item: Item): number =>
    item.requested === undefined ? valueOf(item) : Math.sign(valueOf(item)) * item.requested;
  const differs = { class: 'amount', amount } as const;
  if (totalOf(ours, asked) === totalOf(theirs, valueOf) || totalOf(theirs, asked) === totalOf(ours, valueOf))
    return open({ ...differs, cause: 'APPROVED_IN_PART' }, 'adjust');
  const fee = totalFee(theirs) ?? totalFee(ours) ?? 0;
  if (fee !== 0 && amount === 0 - fee) return explained({ ...differs, cause: 'FEE_NETTED' });
  if (Math.abs(amount) <= tolerance) return explained({ ...differs, cause: 'WITHIN_TOLERANCE' });
  return open({ ...differs, cause: 'UNEXPLAINED' }, 'adjust');
}

/** Of what counts; undefined where one of them does not say. */
function totalFee(items: readonly Item[]): number | undefined {
  let total = 0;
  for (const { fee, status } of items) {
    if (status !== 'done') continue;
    if (fee === undefined) return undefined;
    total += fee;
  }
  return total;
}

function feeOf({ ours, theirs }: Sides, { feeTolerance }: MatchingTerms): Difference[] {
  const [expected, charged] = [totalFee(ours), totalFee(theirs)];
  if (expected === undefined || charged === undefined || expected === charged) return [];
  const differs = { class: 'fee', amount: expected - charged } as const;
  if (Math.abs(differs.amount) <= feeTolerance) return [explained({ ...differs, cause: 'WITHIN_TOLERANCE' })];
  return [open({ ...differs, cause: 'RATE_DIFFERS' }, 'agree-fees')];
}

function dateOf({ ours, theirs }: Sides, { dayWindow }: MatchingTerms): Difference[] {
  const [first] = ours;
  const [here, there] = [firstDayOf(ours), firstDayOf(theirs)];
  if (here === there || !first || first.kind === 'movement') return [];
  const days = Math.abs(dayNumberOf(there) - dayNumberOf(here));
  const differs = { class: 'date', amount: 0 } as const;
  if (days <= dayWindow[first.kind]) return [explained({ ...differs, cause: 'CUT_OFF' })];
  return [open({ ...differs, cause: 'UNEXPLAINED' }, 'inquire', Math.abs(totalOf(theirs, grossOf)))];
}

const isMoney = (difference: Difference): boolean => difference.class !== 'fee' && difference.class !== 'date';

/**
 * What came after its counterpart was decided. What a person resolved is explained where both come out even; what was written off, or
 * does not come out even, is not. After a match it is judged as if it had been there.
 */
export function differencesAfter(
  sides: Sides,
  decided: Omit<Sides, 'ambiguous'> & { readonly status: string },
  terms: MatchingTerms,
): readonly Difference[] {
  const both = { ours: [...decided.ours, ...sides.ours], theirs: [...decided.theirs, ...sides.theirs], ambiguous: false };
  const amount = totalOf(sides.theirs, valueOf) - totalOf(sides.ours, valueOf);
  const before = totalOf(decided.theirs, valueOf) - totalOf(decided.ours, valueOf);
  if (decided.status === 'matched' && before === 0) return differencesOf(both, terms).filter(isMoney);
  if (amount === 0) return [];
  const late = { class: sides.theirs.length > 0 ? 'surplus' : 'shortage', amount, cause: 'AFTER_DECISION' } as const;
  return decided.status !== 'written_off' && before + amount === 0 ? [explained(late)] : [open(late, 'adjust')];
}
