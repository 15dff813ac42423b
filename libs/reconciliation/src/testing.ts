import { canonicalJson } from '#kernel';
import { withExceptions } from './domain/match.exceptions.js';
import type { MatchRule, MatchStanding, Verdict } from './domain/match.messages.js';
import type { JudgeInput } from './engine/judge.js';
import { termsOf } from './engine/terms.data.js';
import type { Item, ItemRefs } from './item.js';

export const PLACE = { book: 'trades', channel: 'wechat', account: '1230000109' } as const;

/** A payment of 100.00 on the ledger on 2026-10-02 at noon, unless said otherwise. */
export const item = (id: string, over: Partial<Item> = {}): Item => ({
  side: 'ledger',
  id,
  ...PLACE,
  merchant: 'm1',
  kind: 'payment',
  direction: over.kind === 'refund' ? 'out' : 'in',
  amount: 100_00,
  status: 'done',
  day: '2026-10-02',
  occurredAt: `${over.day ?? '2026-10-02'}T04:00:00.000Z`,
  refs: {},
  ...over,
});
export const row = (id: string, over: Partial<Item> = {}): Item => item(id, { side: 'statement', ...over });
export const order = (id: string, over: Partial<Item> = {}): Item => item(id, { side: 'order', ...over });

/** Statements of all of October are there, unless said otherwise. */
export const judging = (items: readonly Item[], over: Partial<JudgeInput> = {}): JudgeInput => ({
  of: PLACE,
  items,
  cases: [],
  apart: [],
  terms: termsOf('wechat'),
  today: '2026-11-01',
  covered: { from: '2026-10-01', until: '2026-10-31' },
  ...over,
});

/** `matched wechat-1+row-1`, `difference: amount -5.00 UNEXPLAINED adjust`: a verdict for people. */
export function saidOf({ outcome, rule, items, differences }: Verdict): string {
  const told = differences.map(({ class: of, leg, amount, cause, explained, proposal }) =>
    [of, ...(leg === 'order' ? ['of the order'] : []), amount, cause, explained ? 'explained' : proposal?.action].join(' '),
  );
  return [`${outcome} ${items.map(({ id }) => id).join('+')}${rule ? ` by ${rule}` : ''}`, ...told].join('; ');
}

/** What a run leaves behind: the case of each verdict, for the next run. */
export const standingsOf = (verdicts: readonly Verdict[]): MatchStanding[] =>
  verdicts.map(({ outcome, absorbs: _, ...verdict }) =>
    withExceptions({ ...verdict, status: outcome, apart: [], decided: null, into: null }),
  );

export const sameVerdicts = (verdicts: readonly Verdict[]): readonly string[] => verdicts.map(canonicalJson).sort();

/** Items, and what a judgement has to say of them. */
export interface Plant {
  readonly items: readonly Item[];
  readonly said: readonly string[];
}

type Planting = (refs: ItemRefs, id: string, amount: number) => Plant;

const ids = (id: string) => ({ l: `l${id}`, l2: `m${id}`, s: `s${id}`, s2: `t${id}`, o: `o${id}` });

/** One of every class, between sides that go by the same numbers. `by` is the rule that those numbers lead to. */
export const plantings = (by: MatchRule): Readonly<Record<string, Planting>> => {
  const pair =
    (
      says: (amount: number) => string,
      mine: (amount: number) => Partial<Item>,
      theirs: (amount: number) => Partial<Item>,
    ): Planting =>
    (refs, id, amount) => ({
      items: [item(ids(id).l, { amount, refs, ...mine(amount) }), row(ids(id).s, { amount, refs, ...theirs(amount) })],
      said: [says(amount).replace('#', `${ids(id).l}+${ids(id).s} by ${by}`)],
    });
  const none = () => ({});
  return {
    same: pair(() => 'matched #', none, none),
    'cut-off': pair(
      () => 'matched #; date 0 CUT_OFF explained',
      none,
      () => ({ day: '2026-10-03' }),
    ),
    amount: pair(
      () => 'difference #; amount 7 UNEXPLAINED adjust',
      none,
      (amount) => ({ amount: amount + 7 }),
    ),
    'approved in part': pair(
      () => 'difference #; amount -9 APPROVED_IN_PART adjust',
      none,
      (amount) => ({ amount: amount - 9, requested: amount }),
    ),
    'fee taken off': pair(
      () => 'matched #; amount -6 FEE_NETTED explained',
      () => ({ fee: 6 }),
      (amount) => ({ amount: amount - 6 }),
    ),
    fee: pair(
      () => 'difference #; fee -3 RATE_DIFFERS agree-fees',
      () => ({ fee: 6 }),
      () => ({ fee: 9 }),
    ),
    'undone there': pair(
      (amount) => `difference #; status ${String(-amount)} UNDONE_AT_CHANNEL record`,
      none,
      () => ({ status: 'undone' }),
    ),
    'undone here': pair(
      (amount) => `difference #; status ${String(amount)} UNDONE_HERE_ONLY refund`,
      () => ({ status: 'undone' }),
      none,
    ),
    'undone on both': pair(
      () => 'matched #',
      () => ({ status: 'undone' }),
      () => ({ status: 'undone' }),
    ),
    open: pair(
      (amount) => `difference #; status ${String(amount)} OUTCOME_OPEN record`,
      () => ({ status: 'open' }),
      none,
    ),
    shortage: (refs, id, amount) => ({
      items: [item(ids(id).l, { amount, refs })],
      said: [`difference ${ids(id).l}; shortage ${String(-amount)} NOT_ON_STATEMENT inquire`],
    }),
    suspended: (refs, id, amount) => ({
      items: [item(ids(id).l, { amount, refs, day: '2026-10-31' })],
      said: [`suspended ${ids(id).l}; shortage ${String(-amount)} NOT_ON_STATEMENT inquire`],
    }),
    early: (refs, id, amount) => ({ items: [item(ids(id).l, { amount, refs, day: '2026-11-01' })], said: [] }),
    surplus: (refs, id, amount) => ({
      items: [row(ids(id).s, { amount, refs })],
      said: [`difference ${ids(id).s}; surplus ${String(amount)} NOT_TOLD record`],
    }),
    split: (refs, id, amount) => ({
      items: [
        item(ids(id).l, { amount, refs }),
        row(ids(id).s, { amount: 8, refs }),
        row(ids(id).s2, { amount: amount - 8, refs }),
      ],
      said: [`matched ${ids(id).l}+${ids(id).s}+${ids(id).s2} by ${by}`],
    }),
    reversed: (refs, id, amount) => ({
      items: [
        item(ids(id).l, { amount, refs, status: 'undone' }),
        row(ids(id).s, { amount, refs }),
        row(ids(id).s2, { amount, refs, direction: 'out' }),
      ],
      said: [`matched ${ids(id).l}+${ids(id).s}+${ids(id).s2} by ${by}`],
    }),
    twice: (refs, id, amount) => ({
      items: [item(ids(id).l, { amount, refs }), row(ids(id).s, { amount, refs }), row(ids(id).s2, { amount, refs })],
      said: [`difference ${ids(id).l}+${ids(id).s}+${ids(id).s2} by ${by}; duplicate ${String(amount)} TOLD_TWICE inquire`],
    }),
    'collected twice': (refs, id, amount) => {
      const other = Object.fromEntries(Object.entries(refs).map(([name, no]) => [name, `${String(no)}9`]));
      const orderId = `order${id}`;
      return {
        items: [
          order(ids(id).o, { amount, refs: { requestId: orderId } }),
          item(ids(id).l, { amount, refs: { ...refs, requestId: orderId } }),
          item(ids(id).l2, { amount, refs: { ...other, requestId: orderId } }),
          row(ids(id).s, { amount, refs }),
          row(ids(id).s2, { amount, refs: other }),
        ],
        said: [
          `difference ${ids(id).o}+${ids(id).l}+${ids(id).l2}+${ids(id).s}+${ids(id).s2} by ${by}; ` +
            `duplicate of the order ${String(amount)} CHARGED_TWICE refund`,
        ],
      };
    },
    'by amount and time': (_, id, amount) => ({
      items: [
        item(ids(id).l, { amount: amount * 1_000 + Number(id) }),
        row(ids(id).s, { amount: amount * 1_000 + Number(id) }),
      ],
      said: [`proposed ${ids(id).l}+${ids(id).s} by amount-and-time`],
    }),
  };
};
