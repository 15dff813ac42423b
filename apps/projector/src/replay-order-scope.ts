import { collectionStream } from '#collections';
import { START, type Position, type RecordedEvent } from '#event-log';
import { balances } from '#ledger';
import { orderStream } from '#orders';
import { paymentStream } from '#payments';
import { NothingOfScope, stretchOf, type EventSource, type Projection, type Scope, type View } from '#projections';
import { voucherStream } from '#vouchers';
import { SET_UP, leftOutBecause, linesView, unnumbered } from './replay-scopes.js';

/** Streams that one reading of the log finds for an order. */
interface Found {
  readonly orderId: string;
  /** Streams that name the order, and its payments: what names them was looked for as well. */
  readonly near: readonly string[];
  /** These, and streams that name one of them. */
  readonly all: readonly string[];
}

/** Which rows of a table belong to the order: a condition, and what it is given. */
interface Part {
  readonly where: string;
  readonly params: (found: Found) => readonly unknown[];
}

const partsOf = (streams: readonly string[], kind: string): string[] =>
  streams.flatMap((stream) => (stream.startsWith(`${kind}.`) ? [stream.slice(kind.length + 1)] : []));

const ORDER: Part = { where: 'order_id = $1', params: ({ orderId }) => [orderId] };
const STREAM: Part = { where: 'stream = any($1)', params: ({ all }) => [all] };
/** Rows that follow from one stream, by the id that it is named after. */
const named = (column: string, kind: string): Part => ({
  where: `${column} = any($1)`,
  params: ({ all }) => [partsOf(all, kind)],
});
/** Rows that what names their stream may change: cases that hold an item, hands on an exception. */
const near = (where: string): Part => ({ where, params: ({ near: streams }) => [streams] });

const PAYMENT = named('payment_id', 'payment');
const CASE = named('case_id', 'match');
const CORRECTION = named('correction_id', 'correction');
const STATEMENT_ROW: Part = {
  where: '(channel, book, account, key) in (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]))',
  params: ({ all }) => {
    const rows = partsOf(all, 'statement-row').map((name) => name.split('.'));
    return [0, 1, 2].map((at) => rows.map((parts) => parts[at] ?? '')).concat([rows.map((parts) => parts.slice(3).join('.'))]);
  },
};
/** What counts by the day counts other payments too. */
const EXCEPTION = "stream = any($1) and day = ''";

const OF_THE_ORDER: Readonly<Record<string, Part>> = {
  orders: ORDER,
  order_collections: ORDER,
  vouchers: ORDER,
  payment_requests: ORDER,
  payments: PAYMENT,
  terminal_transactions: PAYMENT,
  disputes: named('dispute_id', 'dispute'),
  settlements: STREAM,
  late_entries: STREAM,
  report_streams: STREAM,
  transactions: STREAM,
  transaction_entries: STREAM,
  transaction_moves: STREAM,
  transaction_fees: STREAM,
  transaction_versions: STREAM,
  transaction_references: STREAM,
  transaction_followers: STREAM,
  follower_versions: STREAM,
  charged_rows: STREAM,
  collected_orders: STREAM,
  statement_rows: STATEMENT_ROW,
  worklist: near(EXCEPTION),
  worklist_past: near("item->>'stream' = any($1) and item->>'day' = ''"),
  worklist_comments: near(`exception_id in (select exception_id from worklist where ${EXCEPTION})`),
  worklist_sightings: STREAM,
  worklist_undone_uses: STREAM,
  worklist_handed_orders: STREAM,
  // A sum of all that a channel paid out on a day is held by cases that do not name the order.
  match_items: near("stream = any($1) and coalesce(part_of, '') not like 'payout-day.%'"),
  match_facts: STREAM,
  match_cases: CASE,
  match_history: CASE,
  corrections: CORRECTION,
  correction_steps: CORRECTION,
  correction_links: CORRECTION,
};
const PAYMENT_ID = /"(pay_[^"\\]{1,200})"/g;

/**
 * One order: its own stream, requests to collect it with the payments that did, vouchers, rows of statements that name it, and what names
 * one of these: cases, disputes, corrections, hands on exceptions. No stream leads there, so readings of the log, in which nothing is
 * decoded, look for its number and then for what they found; the streams are then read whole. What is compared are the tables whose rows
 * follow from these streams: of sums over many orders a part says nothing.
 */
export const orderScope = (orderId: string): Scope => ({
  says: `order ${orderId}`,
  select: async (source, until, signal) => {
    const setUp: RecordedEvent[] = [];
    const own = [orderStream(orderId), collectionStream(orderId), voucherStream(orderId)];
    const keep = (event: RecordedEvent): boolean => SET_UP.has(event.type) && setUp.push(event) > 0;
    const naming = await streamsNaming(source, [orderId], { until, signal, keep });
    const streams = new Set([...own, ...naming]);
    const ofOrder = await wholeStreams(source, [...streams], until);
    if (!ofOrder.some(({ stream }) => own.includes(stream))) throw new NothingOfScope(`order ${orderId}`);
    const payments = ofOrder
      .filter(({ stream }) => stream === collectionStream(orderId))
      .flatMap(({ data }) => [...bytesOf(data).toString().matchAll(PAYMENT_ID)].map(([, id = '']) => paymentStream(id)));
    const near = [...new Set([...streams, ...payments])];
    const unnamed = near.filter((stream) => !stream.includes(orderId)).map(withoutKind);
    const further = unnamed.length === 0 ? [] : await streamsNaming(source, unnamed, { until, signal });
    const all = [...new Set([...near, ...further])];
    const more = await wholeStreams(
      source,
      all.filter((stream) => !streams.has(stream)),
      until,
    );
    const events = [...setUp, ...ofOrder, ...more].sort((a, b) => (a.position < b.position ? -1 : 1));
    return {
      source: { ...source, ...fixed(events) },
      views: orderViews({ orderId, near, all }),
      leftOutBecause: leftOutBecause('order'),
    };
  },
});

/** A payment is named by its id, all others by their stream. */
const withoutKind = (stream: string): string => stream.replace(/^payment\./, '');

const bytesOf = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

const IN_A_NUMBER = /[0-9A-Za-z]/;

/** Whether a text stands in bytes by itself, not as a part of a longer number. */
function isNamedIn(bytes: Buffer, text: string): boolean {
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    const [before, after] = [at - 1, at + text.length].map((place) => bytes.toString('latin1', place, place + 1)) as [
      string,
      string,
    ];
    if (!IN_A_NUMBER.test(before) && !IN_A_NUMBER.test(after)) return true;
  }
  return false;
}

interface Looking {
  readonly until: Position;
  readonly signal?: AbortSignal | undefined;
  /** An event that is taken whatever it names. */
  readonly keep?: (event: RecordedEvent) => boolean;
}

/** Streams of which an event has one of these texts in its data. */
async function streamsNaming(source: EventSource, texts: readonly string[], looking: Looking): Promise<ReadonlySet<string>> {
  const { until, signal, keep } = looking;
  const found = new Set<string>();
  for await (const events of stretchOf(source, { after: START, until, signal })) {
    for (const event of events) {
      if (keep?.(event) || found.has(event.stream) || SET_UP.has(event.type)) continue;
      const bytes = bytesOf(event.data);
      if (texts.some((text) => isNamedIn(bytes, text))) found.add(event.stream);
    }
  }
  return found;
}

const orderViews =
  (found: Found) =>
  ({ name, tables }: Projection): readonly View[] => [
    ...(name === balances.name ? [linesView('stream = any($1)', [found.all], [])] : []),
    ...tables.flatMap((table): View[] => {
      const part = OF_THE_ORDER[table.name];
      return part ? [{ ...unnumbered(table), where: part.where, params: part.params(found) }] : [];
    }),
  ];

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
