import { tableOf, yuanText, type PrintedColumn } from './tables.js';

interface Share {
  readonly count: number;
  readonly amount: number;
}

/** A day of an account, as it is answered. 分 */
export interface ClearingRow {
  readonly book: string;
  readonly channel: string;
  readonly account: string;
  readonly day: string;
  readonly count: number;
  readonly income: number;
  readonly expense: number;
  readonly difference: number;
  readonly clearedPpm: number;
  readonly suspended: Share;
  readonly different: Share;
  readonly proposed: Share;
  readonly waiting: Share;
  readonly ageing: Readonly<Record<string, Share>>;
}

/** A case that is not decided, as it is answered. 分 */
export interface OpenCase {
  readonly caseId: string;
  readonly channel: string;
  readonly day: string;
  readonly status: string;
  readonly worth: number;
  readonly differences: readonly {
    readonly class: string;
    readonly cause: string;
    readonly amount: number;
    readonly explained: boolean;
    readonly proposal: { readonly action: string; readonly amount: number } | null;
  }[];
}

const fen = <Row>(head: string, of: (row: Row) => number): PrintedColumn<Row> => ({
  head,
  cell: (row) => yuanText(of(row)),
  align: 'right',
});
const percent = (ppm: number): string => `${(Math.floor(ppm / 100) / 100).toFixed(2)} %`;

const DAY_COLUMNS: readonly PrintedColumn<ClearingRow>[] = [
  { head: 'day', cell: ({ day }) => day },
  { head: 'book', cell: ({ book }) => book },
  { head: 'channel', cell: ({ channel }) => channel },
  { head: 'account', cell: ({ account }) => account },
  { head: 'count', cell: ({ count }) => String(count), align: 'right' },
  fen('income', ({ income }) => income),
  fen('expense', ({ expense }) => expense),
  fen('difference', ({ difference }) => difference),
  fen('waiting', ({ waiting }) => waiting.amount),
  { head: 'cleared', cell: ({ clearedPpm }) => percent(clearedPpm), align: 'right' },
];

interface Line {
  readonly case: OpenCase;
  readonly difference: OpenCase['differences'][number] | undefined;
}

const CASE_COLUMNS: readonly PrintedColumn<Line>[] = [
  { head: 'class', cell: ({ difference, case: { status } }) => difference?.class ?? status },
  { head: 'cause', cell: ({ difference }) => difference?.cause ?? '-' },
  { head: 'day', cell: ({ case: { day } }) => day },
  { head: 'channel', cell: ({ case: { channel } }) => channel },
  fen('amount', ({ difference, case: { worth } }) => difference?.amount ?? worth),
  { head: 'proposal', cell: ({ difference }) => proposalOf(difference) },
  { head: 'case', cell: ({ case: { caseId } }) => caseId },
];

const proposalOf = (difference: Line['difference']): string =>
  difference?.proposal ? `${difference.proposal.action} ${yuanText(difference.proposal.amount)}` : '-';

interface Age {
  readonly head: string;
  readonly share: Share;
}

const AGE_COLUMNS: readonly PrintedColumn<Age>[] = [
  { head: 'open for', cell: ({ head }) => head },
  { head: 'cases', cell: ({ share }) => String(share.count), align: 'right' },
  fen('amount', ({ share }) => share.amount),
];

const AGES: Readonly<Record<string, string>> = {
  days0to1: '0-1 days',
  days2to3: '2-3 days',
  days4to7: '4-7 days',
  days8to30: '8-30 days',
  over30days: 'over 30 days',
};

/** The result of each day and account, what is open by its class with cause and proposal, and how old it is. */
export function reconcileLines(days: readonly ClearingRow[], cases: readonly OpenCase[]): string[] {
  const lines = cases.flatMap((one): Line[] => {
    const open = one.differences.filter(({ explained }) => !explained);
    return open.length === 0 ? [{ case: one, difference: undefined }] : open.map((difference) => ({ case: one, difference }));
  });
  const sorted = lines.toSorted((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
  return [
    ...tableOf(DAY_COLUMNS, days),
    ...(sorted.length === 0 ? ['', 'Nothing is open.'] : ['', ...tableOf(CASE_COLUMNS, sorted)]),
    '',
    ...tableOf(AGE_COLUMNS, agesOf(days)),
  ];
}

const sortKeyOf = ({ case: { caseId, day, status }, difference }: Line): string =>
  [difference?.class ?? status, day, caseId].join('|');

const agesOf = (days: readonly ClearingRow[]): Age[] =>
  Object.entries(AGES).map(([name, head]) => ({
    head,
    share: days.reduce(
      (total, { ageing }) => ({
        count: total.count + (ageing[name]?.count ?? 0),
        amount: total.amount + (ageing[name]?.amount ?? 0),
      }),
      { count: 0, amount: 0 },
    ),
  }));
