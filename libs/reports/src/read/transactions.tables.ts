import type { Position } from '#event-log';
import type { Dimensions } from '#kernel';
import { Table, column, nullable, streamColumns, type Column, type LastOfStream } from '#projections';
import type { Mutable, Sums } from './entry-sums.js';
import type {
  ChargedRow,
  CollectedOrder,
  DestinationEnd,
  Follower,
  KnownDestination,
  Reference,
  Transaction,
} from './transaction.js';

/** What a stream books stands under a day and the axes of its entry. */
export interface StreamHeading extends Dimensions {
  readonly stream: string;
  readonly businessDate: string;
}

export type EntryRow = StreamHeading & Mutable<Sums>;

export interface FeeRow extends StreamHeading {
  readonly kind: string;
  amount: number;
}

/** A transaction with the event that left it so. */
export type TransactionRow = LastOfStream<Transaction>;

/** A transaction as one of its events left it. */
export type TransactionVersion = Pick<TransactionRow, 'standing' | 'event'>;

export interface ReferenceRow extends Reference {
  readonly stream: string;
  /** Of the event that told it first. */
  readonly position: Position;
}

/** What became known with an event. */
export type Known<T> = T & { readonly position: Position };

const heading = {
  stream: column('text', ({ stream }: StreamHeading) => stream),
  business_date: column('date', ({ businessDate }: StreamHeading) => businessDate),
  merchant: column('text', ({ merchant }: StreamHeading) => merchant),
  store: column('text', ({ store }: StreamHeading) => store),
  side: column('text', ({ side }: StreamHeading) => side),
  channel: column('text', ({ channel }: StreamHeading) => channel),
  method: column('text', ({ method }: StreamHeading) => method),
} as const;
const position = column('text', (known: { readonly position: Position }) => known.position);
const HEADING = ['stream', 'business_date', 'merchant', 'store', 'side', 'channel', 'method'] as const;

const summed = (merge: 'add' | 'replace'): Record<string, Column<Sums>> => ({
  gross: column('bigint', ({ gross }) => gross, merge),
  subsidies: column('bigint', ({ subsidies }) => subsidies, merge),
  refunds: column('bigint', ({ refunds }) => refunds, merge),
  settled_gross: column('bigint', ({ settledGross }) => settledGross, merge),
  adjustments: column('bigint', ({ adjustments }) => adjustments, merge),
  outstanding: column('bigint', ({ outstanding }) => outstanding, merge),
  fees: column('bigint', ({ fees }) => fees, merge),
  settled_net: column('bigint', ({ settledNet }) => settledNet, merge),
});

export const entryTable = new Table<EntryRow>({
  name: 'transaction_entries',
  columns: { ...heading, ...summed('add') },
  key: HEADING,
  indexes: ['(business_date)'],
});

/** The same event by event: what a stream had booked at a position is the sum up to it. */
export const moveTable = new Table<Known<EntryRow>>({
  name: 'transaction_moves',
  columns: { ...heading, position, ...summed('replace') },
  key: [...HEADING, 'position'],
  addedOnly: true,
  indexes: ['(business_date)'],
});

/** Event by event. */
export const feeTable = new Table<Known<FeeRow>>({
  name: 'transaction_fees',
  columns: {
    ...heading,
    position,
    kind: column('text', ({ kind }) => kind),
    amount: column('bigint', ({ amount }) => amount),
  },
  key: [...HEADING, 'kind', 'position'],
  addedOnly: true,
  indexes: ['(business_date)'],
});

const said = {
  stream: column('text', ({ standing }: TransactionVersion) => standing.stream),
  kind: column('text', ({ standing }: TransactionVersion) => standing.kind),
  id: column('text', ({ standing }: TransactionVersion) => standing.id),
  merchant: column('text', ({ standing }: TransactionVersion) => standing.merchant),
  store: column('text', ({ standing }: TransactionVersion) => standing.store),
  side: column('text', ({ standing }: TransactionVersion) => standing.side),
  channel: column('text', ({ standing }: TransactionVersion) => standing.channel),
  account: column('text', ({ standing }: TransactionVersion) => standing.account),
  method: column('text', ({ standing }: TransactionVersion) => standing.method),
  status: column('text', ({ standing }: TransactionVersion) => standing.status),
  happened_at: nullable('timestamptz', ({ standing }: TransactionVersion) => standing.at),
  terminal: nullable('text', ({ standing }: TransactionVersion) => standing.terminal),
  operator: nullable('text', ({ standing }: TransactionVersion) => standing.operator),
  live_room: nullable('text', ({ standing }: TransactionVersion) => standing.liveRoom),
  product: nullable('text', ({ standing }: TransactionVersion) => standing.product),
  card_type: nullable('text', ({ standing }: TransactionVersion) => standing.cardType),
  amount: column('bigint', ({ standing }: TransactionVersion) => standing.amount),
  taken: column('bigint', ({ standing }: TransactionVersion) => standing.taken),
  refunded: column('bigint', ({ standing }: TransactionVersion) => standing.refunded),
  list_price: nullable('bigint', ({ standing }: TransactionVersion) => standing.listPrice),
  discount_shop: nullable('bigint', ({ standing }: TransactionVersion) => standing.discountShop),
  discount_platform: nullable('bigint', ({ standing }: TransactionVersion) => standing.discountPlatform),
  discount_talent: nullable('bigint', ({ standing }: TransactionVersion) => standing.discountTalent),
  discount_payment: nullable('bigint', ({ standing }: TransactionVersion) => standing.discountPayment),
  exceptions: column('codes', ({ standing }: TransactionVersion) => standing.exceptions),
} satisfies Record<string, Column<TransactionVersion>>;

export const transactionTable = new Table<TransactionRow>({
  name: 'transactions',
  columns: { ...said, ...streamColumns<Transaction>() },
  key: ['stream'],
  indexes: [
    '(opened_position)',
    '(position)',
    '(merchant, happened_at, stream)',
    '(terminal, opened_position) where terminal is not null',
    '(live_room, opened_position) where live_room is not null',
    '(status, opened_position)',
  ],
});

/** What was said of a transaction at a position is its last version up to it: one seek. */
export const versionTable = new Table<TransactionVersion>({
  name: 'transaction_versions',
  columns: {
    ...said,
    revision: column('integer', ({ event }) => event.revision),
    position: column('text', ({ event }) => event.position),
    updated_at: column('timestamptz', ({ event }) => event.recordedAt),
  },
  key: ['stream', 'position'],
  addedOnly: true,
  indexes: ['(merchant, happened_at, stream)'],
});

export const referenceTable = new Table<ReferenceRow>({
  name: 'transaction_references',
  columns: {
    value: column('text', ({ value }) => value),
    kind: column('text', ({ kind }) => kind),
    scope: column('text', ({ scope }) => scope),
    stream: column('text', ({ stream }) => stream),
    position: column('text', ({ position }) => position, 'keep'),
  },
  key: ['value', 'kind', 'scope', 'stream'],
  indexes: ['(stream)'],
});

const follower = {
  stream: column('text', ({ stream }: Follower) => stream),
  kind: nullable('text', ({ follows }: Follower) => follows?.kind ?? null),
  scope: nullable('text', ({ follows }: Follower) => follows?.scope ?? null),
  value: nullable('text', ({ follows }: Follower) => follows?.value ?? null),
  channel: nullable('text', ({ channel }: Follower) => channel),
  account: nullable('text', ({ account }: Follower) => account),
  terminal: nullable('text', ({ terminal }: Follower) => terminal),
  happened_at: nullable('timestamptz', ({ at }: Follower) => at),
} satisfies Record<string, Column<Follower>>;

export const followerTable = new Table<Follower>({ name: 'transaction_followers', columns: follower, key: ['stream'] });

export const followerVersionTable = new Table<Known<Follower>>({
  name: 'follower_versions',
  columns: { ...follower, position: column('text', ({ position }) => position) },
  key: ['stream', 'position'],
  addedOnly: true,
});

/** As each event of a row left it: what a row said at a position is the last up to it. */
export const chargedTable = new Table<Known<ChargedRow>>({
  name: 'charged_rows',
  columns: {
    stream: column('text', ({ stream }) => stream),
    merchant: column('text', ({ merchant }) => merchant),
    channel: column('text', ({ channel }) => channel),
    account: column('text', ({ account }) => account),
    method: nullable('text', ({ method }) => method),
    trade_no: nullable('text', ({ tradeNo }) => tradeNo),
    rrn: nullable('text', ({ rrn }) => rrn),
    numbers: nullable('text', ({ numbers }) => numbers),
    amount: column('bigint', ({ amount }) => amount),
    fee: nullable('bigint', ({ fee }) => fee),
    bill_date: column('date', ({ billDate }) => billDate),
    position: column('text', ({ position }) => position),
  },
  key: ['stream', 'position'],
  addedOnly: true,
  indexes: [
    '(merchant, bill_date)',
    '(trade_no, merchant) where trade_no is not null',
    '(rrn, account) where rrn is not null',
    '(numbers, account) where numbers is not null',
  ],
});

/** What terminals collected for an order that was handed to one, under the order's stream, as each event left it. */
export const collectedOrderTable = new Table<Known<CollectedOrder>>({
  name: 'collected_orders',
  columns: {
    stream: column('text', ({ stream }) => stream),
    collected: column('bigint', ({ collected }) => collected),
    position: column('text', ({ position }) => position),
  },
  key: ['stream', 'position'],
  addedOnly: true,
});

export const destinationTable = new Table<Known<KnownDestination>>({
  name: 'report_destinations',
  columns: {
    channel: column('text', ({ channel }) => channel),
    account: column('text', ({ account }) => account),
    id: column('text', ({ id }) => id),
    from_at: column('timestamptz', ({ from }) => from),
    to_at: nullable('timestamptz', ({ to }) => to),
    payee: column('text', ({ payee }) => payee),
    cycle: column('text', ({ cycle }) => cycle),
    cut_off: column('text', ({ cutOff }) => cutOff),
    position: column('text', ({ position }) => position),
  },
  key: ['channel', 'account', 'id', 'position'],
});

export const destinationEndTable = new Table<Known<DestinationEnd>>({
  name: 'report_destination_ends',
  columns: {
    channel: column('text', ({ channel }) => channel),
    account: column('text', ({ account }) => account),
    id: column('text', ({ id }) => id),
    to_at: column('timestamptz', ({ to }) => to),
    position: column('text', ({ position }) => position),
  },
  key: ['channel', 'account', 'id', 'position'],
});
