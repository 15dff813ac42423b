import type { Dimensions } from '#kernel';
import { Table, column, nullable, streamColumns, type LastOfStream } from '#projections';
import type { Mutable, Sums } from './entry-sums.js';
import type { ChargedRow, DestinationEnd, Follower, KnownDestination, Reference, Transaction } from './transaction.js';

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

export interface ReferenceRow extends Reference {
  readonly stream: string;
}

const heading = {
  stream: column('text', ({ stream }: StreamHeading) => stream),
  business_date: column('date', ({ businessDate }: StreamHeading) => businessDate),
  merchant: column('text', ({ merchant }: StreamHeading) => merchant),
  store: column('text', ({ store }: StreamHeading) => store),
  side: column('text', ({ side }: StreamHeading) => side),
  channel: column('text', ({ channel }: StreamHeading) => channel),
  method: column('text', ({ method }: StreamHeading) => method),
} as const;
const HEADING = ['stream', 'business_date', 'merchant', 'store', 'side', 'channel', 'method'] as const;

export const entryTable = new Table<EntryRow>({
  name: 'transaction_entries',
  columns: {
    ...heading,
    gross: column('bigint', ({ gross }) => gross, 'add'),
    subsidies: column('bigint', ({ subsidies }) => subsidies, 'add'),
    refunds: column('bigint', ({ refunds }) => refunds, 'add'),
    settled_gross: column('bigint', ({ settledGross }) => settledGross, 'add'),
    adjustments: column('bigint', ({ adjustments }) => adjustments, 'add'),
    outstanding: column('bigint', ({ outstanding }) => outstanding, 'add'),
    fees: column('bigint', ({ fees }) => fees, 'add'),
    settled_net: column('bigint', ({ settledNet }) => settledNet, 'add'),
  },
  key: HEADING,
  indexes: ['(business_date)'],
});

export const feeTable = new Table<FeeRow>({
  name: 'transaction_fees',
  columns: {
    ...heading,
    kind: column('text', ({ kind }) => kind),
    amount: column('bigint', ({ amount }) => amount, 'add'),
  },
  key: [...HEADING, 'kind'],
  indexes: ['(business_date)'],
});

export const transactionTable = new Table<TransactionRow>({
  name: 'transactions',
  columns: {
    stream: column('text', ({ standing }) => standing.stream),
    kind: column('text', ({ standing }) => standing.kind),
    id: column('text', ({ standing }) => standing.id),
    merchant: column('text', ({ standing }) => standing.merchant),
    store: column('text', ({ standing }) => standing.store),
    side: column('text', ({ standing }) => standing.side),
    channel: column('text', ({ standing }) => standing.channel),
    account: column('text', ({ standing }) => standing.account),
    method: column('text', ({ standing }) => standing.method),
    status: column('text', ({ standing }) => standing.status),
    happened_at: nullable('timestamptz', ({ standing }) => standing.at),
    terminal: nullable('text', ({ standing }) => standing.terminal),
    operator: nullable('text', ({ standing }) => standing.operator),
    live_room: nullable('text', ({ standing }) => standing.liveRoom),
    product: nullable('text', ({ standing }) => standing.product),
    card_type: nullable('text', ({ standing }) => standing.cardType),
    amount: column('bigint', ({ standing }) => standing.amount),
    taken: column('bigint', ({ standing }) => standing.taken),
    refunded: column('bigint', ({ standing }) => standing.refunded),
    list_price: nullable('bigint', ({ standing }) => standing.listPrice),
    discount_shop: nullable('bigint', ({ standing }) => standing.discountShop),
    discount_platform: nullable('bigint', ({ standing }) => standing.discountPlatform),
    discount_talent: nullable('bigint', ({ standing }) => standing.discountTalent),
    discount_payment: nullable('bigint', ({ standing }) => standing.discountPayment),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<Transaction>(),
  },
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

export const referenceTable = new Table<ReferenceRow>({
  name: 'transaction_references',
  columns: {
    value: column('text', ({ value }) => value),
    kind: column('text', ({ kind }) => kind),
    scope: column('text', ({ scope }) => scope),
    stream: column('text', ({ stream }) => stream),
  },
  key: ['value', 'kind', 'scope', 'stream'],
  indexes: ['(stream)'],
});

export const followerTable = new Table<Follower>({
  name: 'transaction_followers',
  columns: {
    stream: column('text', ({ stream }) => stream),
    kind: nullable('text', ({ follows }) => follows?.kind ?? null),
    scope: nullable('text', ({ follows }) => follows?.scope ?? null),
    value: nullable('text', ({ follows }) => follows?.value ?? null),
    channel: nullable('text', ({ channel }) => channel),
    account: nullable('text', ({ account }) => account),
    terminal: nullable('text', ({ terminal }) => terminal),
    happened_at: nullable('timestamptz', ({ at }) => at),
  },
  key: ['stream'],
});

export const chargedTable = new Table<ChargedRow>({
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
  },
  key: ['stream'],
  indexes: [
    '(merchant, bill_date)',
    '(trade_no, merchant) where trade_no is not null',
    '(rrn, account) where rrn is not null',
    '(numbers, account) where numbers is not null',
  ],
});

export const destinationTable = new Table<KnownDestination>({
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
  },
  key: ['channel', 'account', 'id'],
});

export const destinationEndTable = new Table<DestinationEnd>({
  name: 'report_destination_ends',
  columns: {
    channel: column('text', ({ channel }) => channel),
    account: column('text', ({ account }) => account),
    id: column('text', ({ id }) => id),
    to_at: column('timestamptz', ({ to }) => to),
  },
  key: ['channel', 'account', 'id'],
});
