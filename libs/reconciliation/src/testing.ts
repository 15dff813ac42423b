import { canonicalJson } from '#kernel';
import type { MatchStanding, Verdict } from './domain/match.messages.js';
import type { JudgeInput } from './engine/judge.js';
import { termsOf } from './engine/terms.data.js';
import type { Item } from './item.js';

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
  verdicts.map(({ outcome, absorbs: _, ...verdict }) => ({
    ...verdict,
    status: outcome,
    apart: [],
    decided: null,
    into: null,
  }));

export const sameVerdicts = (verdicts: readonly Verdict[]): readonly string[] => verdicts.map(canonicalJson).sort();
