import type { StoredEvent } from '#event-log';
import { Table, column, nullable, streamColumns, type LastOfStream } from '#projections';
import type { MatchStanding, MatchStatus } from '../domain/match.messages.js';
import type { Item } from '../item.js';

/** No better rule changes it. */
export const DECIDED: readonly MatchStatus[] = ['matched', 'resolved', 'written_off'];
/** What somebody still has to look at, or wait for. */
export const UNDECIDED: readonly MatchStatus[] = ['proposed', 'suspended', 'difference'];

/** What a case moves, by side. 分 */
export interface CaseMoney {
  readonly statementCount: number;
  readonly statementIn: number;
  readonly statementOut: number;
  readonly ledgerCount: number;
  readonly ledgerIn: number;
  readonly ledgerOut: number;
}

type Told = LastOfStream<MatchStanding>;

export function moneyOf(items: readonly Item[]): CaseMoney {
  const of = (side: Item['side'], direction?: Item['direction']): Item[] =>
    items.filter((item) => item.side === side && item.status !== 'undone' && (direction ?? item.direction) === item.direction);
  const sum = (some: readonly Item[]): number => some.reduce((total, { amount }) => total + amount, 0);
  return {
    statementCount: of('statement').length,
    statementIn: sum(of('statement', 'in')),
    statementOut: sum(of('statement', 'out')),
    ledgerCount: of('ledger').length,
    ledgerIn: sum(of('ledger', 'in')),
    ledgerOut: sum(of('ledger', 'out')),
  };
}

const open = ({ differences }: MatchStanding) => differences.filter(({ explained }) => !explained);

/** What a case is about: the side that tells more. */
export const volumeOf = (items: readonly Item[]): number => {
  const { ledgerIn, ledgerOut, statementIn, statementOut } = moneyOf(items);
  return Math.max(statementIn + statementOut, ledgerIn + ledgerOut);
};

/** Money at stake: what is unexplained, else what the case is about. */
const worthOf = (standing: MatchStanding): number => {
  const unexplained = open(standing).reduce((total, { amount }) => total + Math.abs(amount), 0);
  return unexplained > 0 ? unexplained : volumeOf(standing.items);
};

const money = (name: keyof CaseMoney) => column<Told, 'bigint'>('bigint', ({ standing }) => moneyOf(standing.items)[name]);

const COLUMNS = {
  case_id: column<Told, 'text'>('text', ({ standing }) => standing.caseId),
  merchant: column<Told, 'text'>('text', ({ standing }) => standing.merchant),
  book: column<Told, 'text'>('text', ({ standing }) => standing.book),
  channel: column<Told, 'text'>('text', ({ standing }) => standing.channel),
  account: column<Told, 'text'>('text', ({ standing }) => standing.account),
  day: column<Told, 'date'>('date', ({ standing }) => standing.day),
  status: column<Told, 'text'>('text', ({ standing }) => standing.status),
  rule: nullable<Told, 'text'>('text', ({ standing }) => standing.rule),
  classes: column<Told, 'codes'>('codes', ({ standing }) => [...new Set(standing.differences.map((one) => one.class))]),
  explained: column<Told, 'boolean'>(
    'boolean',
    ({ standing }) => standing.differences.length > 0 && open(standing).length === 0,
  ),
  difference: column<Told, 'bigint'>('bigint', ({ standing }) =>
    open(standing).reduce((total, { amount }) => total + amount, 0),
  ),
  worth: column<Told, 'bigint'>('bigint', ({ standing }) => worthOf(standing)),
  volume: column<Told, 'bigint'>('bigint', ({ standing }) => volumeOf(standing.items)),
  statement_count: money('statementCount'),
  statement_in: money('statementIn'),
  statement_out: money('statementOut'),
  ledger_count: money('ledgerCount'),
  ledger_in: money('ledgerIn'),
  ledger_out: money('ledgerOut'),
  differences: column<Told, 'json'>('json', ({ standing }) => standing.differences),
  decided: nullable<Told, 'json'>('json', ({ standing }) => standing.decided),
  into_case: nullable<Told, 'text'>('text', ({ standing }) => standing.into),
};

/** Cases as they stand. */
export const caseTable = new Table<Told>({
  name: 'match_cases',
  columns: {
    ...COLUMNS,
    items: column('json', ({ standing }) => standing.items),
    contradictions: column('json', ({ standing }) => standing.contradictions),
    apart: nullable('json', ({ standing }) => (standing.apart.length === 0 ? null : standing.apart)),
    exceptions: column('codes', () => []),
    ...streamColumns<MatchStanding>(),
  },
  key: ['case_id'],
  indexes: [
    '(opened_position)',
    '(position)',
    '(merchant, opened_position)',
    '(channel, account, opened_position)',
    '(status, opened_position)',
    `(book, channel, account) where status in ('proposed', 'suspended', 'difference')`,
    '(merchant, day)',
    '(book, channel, account) where apart is not null',
  ],
});

/** Each standing that a case ever had. */
export const historyTable = new Table<Told>({
  name: 'match_history',
  columns: {
    ...COLUMNS,
    revision: column('integer', ({ event }) => event.revision),
    position: column('text', ({ event }) => event.position),
    recorded_at: column('timestamptz', ({ event }) => event.recordedAt),
  },
  key: ['case_id', 'revision'],
  addedOnly: true,
  indexes: [
    '(position)',
    '(recorded_at)',
    `(merchant, position) where status in ('proposed', 'suspended', 'difference')`,
    '(merchant, day)',
  ],
});

export const tellingsOf = (events: readonly StoredEvent[]): Told[] =>
  events.map((event) => ({ standing: (event.data as { readonly standing: MatchStanding }).standing, event, first: event }));

/** Each case once, as the last of these leaves it. */
export function lastOf(tellings: readonly Told[]): Told[] {
  const cases = new Map<string, Told>();
  for (const told of tellings) {
    const { caseId } = told.standing;
    cases.set(caseId, { ...told, first: cases.get(caseId)?.first ?? told.first });
  }
  return [...cases.values()];
}
