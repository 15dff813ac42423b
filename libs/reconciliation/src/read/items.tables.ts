import { createHash } from 'node:crypto';
import { canonicalJson } from '#kernel';
import { Table, column, nullable } from '#projections';
import { keysOf } from '../engine/keys.js';
import type { Item } from '../item.js';

/** What told an item: decides when it is ripe, and what it is held against. */
export type ItemSource =
  'payment' | 'mini-app' | 'order' | 'settle-row' | 'statement' | 'funds' | 'bank' | 'settlement' | 'withdrawal' | 'request';

/** What a fee depends on. Of a refund: of which amount, and what was given back of it before. 分 */
export interface Charged {
  readonly method: string;
  readonly product?: string;
  readonly cardType?: string;
  readonly order?: number;
  readonly refundedBefore?: number;
}

/** An item, and what the runs need beside it. */
export interface ItemRow extends Item {
  readonly source: ItemSource;
  readonly stream: string;
  /** Of a payout: where it went, where that was told. */
  readonly bankAccount: string | null;
  /** The sum that this is part of, and that cases hold in its place: see `SUM_OF`. */
  readonly partOf: string | null;
  /** Of a bank's line: what it is for, as told. */
  readonly purpose: string | null;
  readonly charged: Charged | null;
}

/**
 * How ids of sums begin. What a channel paid out for a day, where it tells each transaction: banks see one sum. What Douyin settled of an
 * order, which may be in many rows.
 */
export const SUM_OF = { payout: 'payout-day', order: 'settled-order' } as const;

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 20);

/** What an item may be found by that others share a number with. */
export const hashedKeysOf = (item: Item): string[] =>
  keysOf(item).map((key) => hashed(`${item.book}|${item.channel}|${item.account}|${key}`));

/** Equal where an item is told as before. */
export const digestOfItem = (row: ItemRow): string => hashed(canonicalJson(row));

export const itemTable = new Table<ItemRow>({
  name: 'match_items',
  columns: {
    id: column('text', ({ id }) => id),
    source: column('text', ({ source }) => source),
    stream: column('text', ({ stream }) => stream),
    side: column('text', ({ side }) => side),
    book: column('text', ({ book }) => book),
    channel: column('text', ({ channel }) => channel),
    account: column('text', ({ account }) => account),
    merchant: column('text', ({ merchant }) => merchant),
    bank_account: nullable('text', ({ bankAccount }) => bankAccount),
    kind: column('text', ({ kind }) => kind),
    direction: column('text', ({ direction }) => direction),
    amount: column('bigint', ({ amount }) => amount),
    fee: nullable('bigint', ({ fee }) => fee ?? null),
    net: nullable('bigint', ({ net }) => net ?? null),
    status: column('text', ({ status }) => status),
    requested: nullable('bigint', ({ requested }) => requested ?? null),
    day: column('date', ({ day }) => day),
    occurred_at: column('timestamptz', ({ occurredAt }) => occurredAt),
    refs: column('json', ({ refs }) => refs),
    order_id: nullable('text', ({ refs }) => refs.orderId ?? null),
    request_id: nullable('text', ({ refs }) => refs.requestId ?? null),
    part_of: nullable('text', ({ partOf }) => partOf),
    purpose: nullable('text', ({ purpose }) => purpose),
    charged: nullable('json', ({ charged }) => charged),
    keys: column('codes', hashedKeysOf),
    digest: column('text', digestOfItem),
    /** The case that holds it; empty while none does. */
    case_id: column('text', () => '', 'keep'),
    /** No decided case holds it, or it was told otherwise since. */
    open: column('boolean', () => true),
  },
  key: ['id'],
  indexes: [
    '(book, channel, account, day) where open',
    `(merchant, day) where open and book = 'payouts'`,
    `(account, order_id) where source = 'order'`,
    `(channel, account) where source = 'settlement'`,
    '(part_of) where part_of is not null',
    'using gin (keys) where not open',
    `(request_id) where source = 'request'`,
    `(case_id) where case_id <> ''`,
    '(merchant, book, channel, account, day)',
  ],
});

/** Facts of a stream whose standing does not tell its transactions one by one. */
export interface StreamFacts {
  readonly stream: string;
  readonly facts: readonly object[];
}

export const factTable = new Table<StreamFacts>({
  name: 'match_facts',
  columns: { stream: column('text', ({ stream }) => stream), facts: column('json', ({ facts }) => facts) },
  key: ['stream'],
});

/** A file of a statement, as far as it says for which days it speaks. */
export interface StatementFile {
  readonly file: string;
  readonly format: string;
  readonly channel: string;
  readonly account: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly imported: boolean;
}

export const fileTable = new Table<StatementFile>({
  name: 'match_files',
  columns: {
    file: column('text', ({ file }) => file),
    format: column('text', ({ format }) => format),
    channel: column('text', ({ channel }) => channel),
    account: nullable('text', ({ account }) => account),
    from_day: nullable('date', ({ from }) => from),
    to_day: nullable('date', ({ to }) => to),
    imported: column('boolean', ({ imported }) => imported),
  },
  key: ['file'],
  indexes: ['(channel, account)'],
});

/** A file told rows of an account on a day. */
export interface ToldDay {
  readonly file: string;
  readonly merchant: string;
  readonly book: Item['book'];
  readonly channel: string;
  readonly account: string;
  readonly day: string;
}

export const toldDayTable = new Table<ToldDay>({
  name: 'match_told_days',
  columns: {
    file: column('text', ({ file }) => file),
    merchant: column('text', ({ merchant }) => merchant),
    book: column('text', ({ book }) => book),
    channel: column('text', ({ channel }) => channel),
    account: column('text', ({ account }) => account),
    day: column('date', ({ day }) => day),
  },
  key: ['file', 'book', 'channel', 'account', 'day'],
  indexes: ['(book, channel, account, day)'],
});

/** Payouts of a merchant are one account: which bank account one went to is not always told. */
export const ALL_BANKS = { channel: 'bank', account: '*' } as const;

/** One (book, channel, account) of a merchant, and the position at which what it consists of moved last. */
export interface MatchedAccount {
  readonly book: Item['book'];
  readonly channel: string;
  readonly account: string;
  readonly merchant: string;
  readonly moved: string;
}

export const accountTable = new Table<MatchedAccount>({
  name: 'match_accounts',
  columns: {
    merchant: column('text', ({ merchant }) => merchant),
    book: column('text', ({ book }) => book),
    channel: column('text', ({ channel }) => channel),
    account: column('text', ({ account }) => account),
    moved: column('text', ({ moved }) => moved),
  },
  key: ['merchant', 'book', 'channel', 'account'],
  indexes: ['(moved)'],
});
