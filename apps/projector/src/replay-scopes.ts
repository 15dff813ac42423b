import { CORRECTION_RULES_EVENTS } from '#corrections';
import { START, type EventCodec, type RecordedEvent } from '#event-log';
import { FEE_EVENTS } from '#fees';
import { balances } from '#ledger';
import { MERCHANT_EVENTS } from '#merchants';
import { PERIOD_EVENTS } from '#periods';
import {
  LogEvent,
  NothingOfScope,
  entriesOf,
  stretchOf,
  viewOf,
  type EventSource,
  type Projection,
  type Scope,
  type View,
} from '#projections';
import { EXCEPTION_RULES_EVENTS } from '#worklist';

/** What money is booked by: whatever part is replayed, these are taken, for rows may depend on them. */
export const SET_UP: ReadonlySet<string> = new Set(
  [MERCHANT_EVENTS, FEE_EVENTS, PERIOD_EVENTS, EXCEPTION_RULES_EVENTS, CORRECTION_RULES_EVENTS].flatMap((events) =>
    Object.keys(events),
  ),
);

/** Tables of sums and of numbers given out in the log's order, in the eyes of any part. */
const SUMS: ReadonlySet<string> = new Set([
  ...['accounts', 'account_merchants', 'balance_nodes', 'booked_months', 'recorded_moments'],
  ...['report_days', 'report_months', 'report_moves', 'terminal_days', 'match_accounts', 'match_told_days'],
]);

/** Why a table of which a part shows no rows is left out. */
export const leftOutBecause =
  (what: string) =>
  (table: string): string =>
    SUMS.has(table) ? 'its rows sum up more than the part' : `its rows do not say of which ${what} they are`;

type Keeps = (event: RecordedEvent) => boolean;

/** A source without what is of no concern. */
const filtered = (source: EventSource, keeps: Keeps): EventSource => ({
  ...source,
  async *batches(after, signal) {
    for await (const { events } of source.batches(after, signal)) {
      yield { events: events.filter(keeps), through: events.at(-1)?.position ?? START };
    }
  },
});

async function hasAny(events: AsyncIterable<readonly RecordedEvent[]>, isMeant: Keeps): Promise<boolean> {
  for await (const some of events) if (some.some(isMeant)) return true;
  return false;
}

const LINES = `(select account, currency, journal_lines.position, line, stream, kind, business_date, true_date, recorded_at, amount, balance
  from journal_lines join accounts using (account_id)) lines`;
const LINE_KEY = ['account', 'currency', 'position', 'line'];
const LINE_COLUMNS = [...LINE_KEY, 'stream', 'kind', 'business_date', 'true_date', 'recorded_at', 'amount'];
const NODE_KEY = ['account', 'currency', 'merchant', 'level', 'node', 'block'];
const NODE_COLUMNS = [...NODE_KEY, 'debit', 'credit', 'lines', 'last_day', 'position', 'line'];
const NODES = `(select account, currency, ${NODE_COLUMNS.slice(2)
  .map((name) => `balance_nodes.${name}`)
  .join(', ')}
  from balance_nodes join accounts using (account_id)) nodes`;
const HOLDERS = '(select merchant, account, currency from account_merchants join accounts using (account_id)) holders';
const HOLDER_KEY = ['merchant', 'account', 'currency'];

/** Accounts by their names: their numbers follow from the whole log. Running balances only where all lines of an account are there. */
export const linesView = (where: string, params: readonly unknown[], balance: readonly string[]): View => ({
  table: 'journal_lines',
  columns: [...LINE_COLUMNS, ...balance],
  key: LINE_KEY,
  from: LINES,
  where,
  params,
  isMade: true,
  isHistory: true,
});

/** Sums over days, block by block. Blocks are counted over all lines of an account. */
const nodesView = (account: string): View => ({
  table: 'balance_nodes',
  columns: NODE_COLUMNS,
  key: NODE_KEY,
  from: NODES,
  where: 'account = $1',
  params: [account],
  isMade: true,
  isHistory: false,
});

const holdersView = (merchant: string): View => ({
  table: 'account_merchants',
  columns: HOLDER_KEY,
  key: HOLDER_KEY,
  from: HOLDERS,
  where: 'merchant = $1',
  params: [merchant],
  isMade: true,
  isHistory: false,
});

/**
 * One account: what it stands at, its lines with running balances, its sums over days. Each follows from the entries that name the
 * account, and the closings that move them to other days; so one reading of the log finds all that is needed, and nothing else is decoded.
 */
export const accountScope = (account: string, codec: EventCodec): Scope => {
  const names: Keeps = (event) =>
    entriesOf(new LogEvent(event, codec)).some(({ lines }) => lines.some((line) => line.account === account));
  const params = [account];
  const standing: View = {
    table: 'accounts',
    columns: ['account', 'currency', 'debit', 'credit', 'position'],
    key: ['account', 'currency'],
    from: 'accounts',
    where: 'account = $1',
    params,
    isMade: true,
    isHistory: false,
  };
  const views = [standing, linesView('account = $1', params, ['balance']), nodesView(account)];
  return {
    says: `account ${account}`,
    select: async (source, until, signal) => {
      const isNamed: Keeps = (event) => codec.knows(event.type) && names(event);
      if (!(await hasAny(stretchOf(source, { after: START, until, signal }), isNamed)))
        throw new NothingOfScope(`account ${account}`);
      return {
        source: filtered(source, (event) => SET_UP.has(event.type) || isNamed(event)),
        views: ({ name }) => (name === balances.name ? views : []),
        leftOutBecause: leftOutBecause('account'),
      };
    },
  };
};

/** Columns that number headings and months by first appearance in the whole log: a part of it numbers otherwise. */
const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  report_days: ['cell'],
  report_months: ['month'],
  report_streams: ['cell'],
  report_moves: ['cell', 'month'],
};
const HEADING = ['business_date', 'merchant', 'store', 'side', 'channel', 'method'];

/** The rows of a table, headings by what they say and not by their numbers. */
export function unnumbered(table: Projection['tables'][number]): View {
  const view = viewOf(table);
  const isNumber = (name: string): boolean => NUMBERS[table.name]?.includes(name) ?? false;
  const [columns, key] = [view.columns, view.key].map((names) => names.filter((name) => !isNumber(name))) as [
    string[],
    string[],
  ];
  if (columns.length === view.columns.length) return view;
  if (!view.key.some(isNumber)) return { ...view, columns, isMade: true };
  const own = columns.map((name) => `${table.name}.${name}`);
  const from = `(select ${[...HEADING, ...own].join(', ')} from ${table.name} join report_days using (cell)) headed`;
  return { ...view, columns: [...HEADING, ...columns], key: [...HEADING, ...key], from, isMade: true };
}

/** Tables whose rows name a merchant, or a stream of one, but follow from more than its events. */
const NOT_ALONE: ReadonlySet<string> = new Set(['account_merchants', 'balance_nodes', 'journal_lines']);
/** Tables that name no merchant, by the rows of another that does. */
const BESIDE: Readonly<Record<string, string>> = {
  worklist_comments: 'exception_id in (select exception_id from worklist where merchant = $1)',
  correction_steps: 'correction_id in (select correction_id from corrections where merchant = $1)',
};
const NAMES_MERCHANT = /"merchant(?:Id)?":"([^"\\]+)"/g;

/**
 * One merchant: all streams but those that name other merchants and never this one, so that what belongs to nobody is taken too; a
 * first reading finds them. What is compared are rows that say the merchant, and rows of streams that name it.
 */
export const merchantScope = (merchant: string): Scope => ({
  says: `merchant ${merchant}`,
  select: async (source, until, signal) => {
    const ours = new Set<string>();
    const others = new Set<string>();
    for await (const events of stretchOf(source, { after: START, until, signal })) {
      for (const { stream, data } of events) {
        if (ours.has(stream)) continue;
        for (const [, name] of Buffer.from(data.buffer, data.byteOffset, data.length)
          .toString('latin1')
          .matchAll(NAMES_MERCHANT))
          (name === merchant ? ours : others).add(stream);
      }
    }
    if (ours.size === 0) throw new NothingOfScope(`merchant ${merchant}`);
    const keeps: Keeps = ({ stream, type }) => SET_UP.has(type) || ours.has(stream) || !others.has(stream);
    return {
      source: filtered(source, keeps),
      views: (projection) => merchantViews(projection, merchant, [...ours]),
      leftOutBecause: leftOutBecause('merchant'),
    };
  },
});

function merchantViews({ name, tables }: Projection, merchant: string, streams: readonly string[]): readonly View[] {
  const ofBalances = [linesView('stream = any($1)', [streams], []), holdersView(merchant)];
  return [
    ...(name === balances.name ? ofBalances : []),
    ...tables.flatMap((table): View[] => {
      if (NOT_ALONE.has(table.name)) return [];
      const beside = BESIDE[table.name];
      if (beside !== undefined) return [{ ...viewOf(table), where: beside, params: [merchant] }];
      if (table.columns.includes('merchant')) return [{ ...unnumbered(table), where: 'merchant = $1', params: [merchant] }];
      return table.columns.includes('stream') ? [{ ...unnumbered(table), where: 'stream = any($1)', params: [streams] }] : [];
    }),
  ];
}
