import { tableOf, yuanText, type PrintedColumn } from '../tables.js';
import type { Found } from './reconciling.js';
import type { CaseView } from './views.js';

interface Cleared {
  readonly channel: string;
  readonly cases: readonly CaseView[];
}

const total = (cases: readonly CaseView[], of: (one: CaseView) => number): number =>
  cases.reduce((sum, one) => sum + of(one), 0);
const count = (status: string): PrintedColumn<Cleared> => ({
  head: status,
  cell: ({ cases }) => String(cases.filter((one) => one.status === status).length),
  align: 'right',
});
const money = (head: string, of: (one: CaseView) => number): PrintedColumn<Cleared> => ({
  head,
  cell: ({ cases }) => yuanText(total(cases, of)),
  align: 'right',
});

/** Rows of the statement, what came in and went out by it, how far it differs from the ledger; and cases by how they stand. */
const CLEARED: readonly PrintedColumn<Cleared>[] = [
  { head: 'channel', cell: ({ channel }) => channel },
  { head: 'rows', cell: ({ cases }) => String(total(cases, ({ statementCount }) => statementCount)), align: 'right' },
  money('in', ({ statementIn }) => statementIn),
  money('out', ({ statementOut }) => statementOut),
  money('difference', ({ difference }) => difference),
  ...['matched', 'proposed', 'suspended', 'difference', 'resolved'].map(count),
];

/** One line a channel; payouts stand under the bank that saw them. */
export function clearedLines(cases: readonly CaseView[]): string[] {
  const channels = Map.groupBy(cases, ({ channel }) => channel);
  const rows = [...channels]
    .map(([channel, own]) => ({ channel, cases: own }))
    .sort((a, b) => (a.channel < b.channel ? -1 : 1));
  return tableOf(CLEARED, rows);
}

interface Kind {
  readonly found: Found;
  readonly times: number;
  readonly amount: number;
}

const FOUND: readonly PrintedColumn<Kind>[] = [
  { head: 'class', cell: ({ found }) => found.class ?? found.outcome },
  { head: 'channel', cell: ({ found }) => found.channel },
  { head: 'times', cell: ({ times }) => String(times), align: 'right' },
  { head: 'amount', cell: ({ amount }) => yuanText(amount), align: 'right' },
  { head: 'cause', cell: ({ found }) => found.cause ?? '' },
  { head: 'proposed', cell: ({ found }) => (found.outcome === 'matched' ? 'explained' : found.proposal) },
];

/** What is not plainly matched, by class, channel and cause. */
export function classLines(found: readonly Found[]): string[] {
  const kinds = Map.groupBy(found, (each) => [each.class ?? each.outcome, each.channel, each.cause].join('/'));
  const rows = [...kinds.values()].flatMap((alike): Kind[] => {
    const [first] = alike;
    return first ? [{ found: first, times: alike.length, amount: alike.reduce((sum, { amount }) => sum + amount, 0) }] : [];
  });
  return tableOf(
    FOUND,
    rows.sort((a, b) => ((a.found.class ?? 'z') < (b.found.class ?? 'z') ? -1 : 1)),
  );
}
