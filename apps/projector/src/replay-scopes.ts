import { collectionStream } from '#collections';
import { CORRECTION_RULES_EVENTS } from '#corrections';
import { START, type EventCodec, type Position, type RecordedEvent } from '#event-log';
import { FEE_EVENTS } from '#fees';
import { balances } from '#ledger';
import { MERCHANT_EVENTS } from '#merchants';
import { orderStream } from '#orders';
import { paymentStream } from '#payments';
import { PERIOD_EVENTS } from '#periods';
import { LogEvent, entriesOf, stretchOf, viewOf, type EventSource, type Projection, type Scope, type View } from '#projections';
import { voucherStream } from '#vouchers';
import { EXCEPTION_RULES_EVENTS } from '#worklist';

/** What money is booked by: whatever part is replayed, these are taken, for rows may depend on them. */
const SET_UP: ReadonlySet<string> = new Set(
  [MERCHANT_EVENTS, FEE_EVENTS, PERIOD_EVENTS, EXCEPTION_RULES_EVENTS, CORRECTION_RULES_EVENTS].flatMap((events) =>
    Object.keys(events),
  ),
);

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
const linesView = (where: string, params: readonly unknown[], balance: readonly string[]): View => ({
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
    select: (source) =>
      Promise.resolve({
        source: filtered(source, (event) => SET_UP.has(event.type) || (codec.knows(event.type) && names(event))),
        views: ({ name }) => (name === balances.name ? views : []),
      }),
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
function unnumbered(table: Projection['tables'][number]): View {
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

/** Tables whose rows follow from the events of their own stream and the set-up, by the column that says which. */
const OF_STREAMS: Readonly<Record<string, 'stream' | 'order_id' | 'payment_id'>> = {
  orders: 'order_id',
  vouchers: 'order_id',
  payment_requests: 'order_id',
  payments: 'payment_id',
  settlements: 'stream',
  late_entries: 'stream',
  report_streams: 'stream',
  transactions: 'stream',
  transaction_entries: 'stream',
  transaction_fees: 'stream',
};
const PAYMENT_ID = /"(pay_[^"\\]{1,200})"/g;

/**
 * One order: its own stream, requests to collect it with the payments that did, vouchers, and rows of statements that name it. No stream
 * leads to those rows, so one reading of the log, in which nothing is decoded, looks for its number; the streams it finds are then
 * read whole. What is compared are the tables whose rows follow from one stream: of sums over many orders a part says nothing.
 */
export const orderScope = (orderId: string): Scope => ({
  says: `order ${orderId}`,
  select: async (source, until, signal) => {
    const named = new Set([orderStream(orderId), collectionStream(orderId), voucherStream(orderId)]);
    const setUp: RecordedEvent[] = [];
    for await (const events of stretchOf(source, { after: START, until, signal })) {
      for (const event of events) {
        if (SET_UP.has(event.type)) setUp.push(event);
        else if (Buffer.from(event.data.buffer, event.data.byteOffset, event.data.length).includes(orderId))
          named.add(event.stream);
      }
    }
    const collected = await wholeStreams(source, [...named], until);
    const payments = collected
      .filter(({ stream }) => stream === collectionStream(orderId))
      .flatMap(({ data }) => [...Buffer.from(data).toString().matchAll(PAYMENT_ID)].map(([, id = '']) => id));
    const streams = new Set([...named, ...payments.map((id) => paymentStream(id))]);
    const more = await wholeStreams(
      source,
      [...streams].filter((stream) => !named.has(stream)),
      until,
    );
    const events = [...setUp, ...collected, ...more].sort((a, b) => (a.position < b.position ? -1 : 1));
    return { source: { ...source, ...fixed(events) }, views: orderViews(orderId, [...streams]) };
  },
});

function orderViews(orderId: string, streams: readonly string[]): (projection: Projection) => readonly View[] {
  const payments = streams.flatMap((stream) => /^payment\.(pay_.+)$/.exec(stream)?.[1] ?? []);
  const params = { stream: streams, order_id: [orderId], payment_id: payments };
  return ({ name, tables }) => [
    ...(name === balances.name ? [linesView('stream = any($1)', [streams], [])] : []),
    ...tables.flatMap((table): View[] => {
      const column = OF_STREAMS[table.name];
      return column ? [{ ...unnumbered(table), where: `${column} = any($1)`, params: [params[column]] }] : [];
    }),
  ];
}

const fixed = (events: readonly RecordedEvent[]): Pick<EventSource, 'batches'> => ({
  async *batches(after) {
    await Promise.resolve();
    yield { events: events.filter(({ position }) => position > after) };
  },
});

/** All events of some streams up to a position, one by one where the source can, else by one reading of it. */
async function wholeStreams(source: EventSource, streams: readonly string[], until: Position): Promise<RecordedEvent[]> {
  const { readStream } = source;
  if (streams.length === 0) return [];
  if (readStream) {
    const all: RecordedEvent[] = [];
    for (const stream of streams) all.push(...(await readStream(stream)));
    return all.filter(({ position }) => position <= until);
  }
  const wanted = new Set(streams);
  const found: RecordedEvent[] = [];
  for await (const events of stretchOf(source, { after: START, until }))
    found.push(...events.filter(({ stream }) => wanted.has(stream)));
  return found;
}

/** Tables whose rows name a merchant, or a stream of one, but follow from more than its events. */
const NOT_ALONE: ReadonlySet<string> = new Set(['account_merchants', 'balance_nodes', 'journal_lines']);
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
    const keeps: Keeps = ({ stream, type }) => SET_UP.has(type) || ours.has(stream) || !others.has(stream);
    return { source: filtered(source, keeps), views: (projection) => merchantViews(projection, merchant, [...ours]) };
  },
});

function merchantViews({ name, tables }: Projection, merchant: string, streams: readonly string[]): readonly View[] {
  const ofBalances = [linesView('stream = any($1)', [streams], []), holdersView(merchant)];
  return [
    ...(name === balances.name ? ofBalances : []),
    ...tables.flatMap((table): View[] => {
      if (NOT_ALONE.has(table.name)) return [];
      if (table.columns.includes('merchant')) return [{ ...unnumbered(table), where: 'merchant = $1', params: [merchant] }];
      return table.columns.includes('stream') ? [{ ...unnumbered(table), where: 'stream = any($1)', params: [streams] }] : [];
    }),
  ];
}
