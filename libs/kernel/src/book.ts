import { Fault } from './fault.js';
import { isMoney, money, type Money } from './money.js';
import type { BusinessDate } from './instant.js';

export type Side = 'debit' | 'credit';
export type Currency = 'CNY';

/** A path that plain-text accounting tools accept: `assets:receivable:douyin:4463798`. See accounts.ts. */
export type Account = string;

export interface Line {
  readonly account: Account;
  readonly side: Side;
  readonly amount: Money;
}

/**
 * What a group of lines is for; reports read it.
 * authorization: memo only. sale: the buyer paid. recognition: contract liability becomes revenue. refund: given back.
 * subsidy: a platform adds to what the buyer paid. settlement: the channel paid out and kept its fees. instruction: memo hold
 * of what was instructed and is not confirmed yet. transfer: between accounts of ours. charge: a channel took or gave something beside
 * its settlements (premiums, penalties, fees returned). suspense: money of a contradiction. correction: a person adjusted accounts.
 * write-off: a difference between us and a statement that nobody makes good.
 */
export type EntryKind =
  | 'authorization'
  | 'sale'
  | 'recognition'
  | 'refund'
  | 'subsidy'
  | 'settlement'
  | 'instruction'
  | 'transfer'
  | 'charge'
  | 'suspense'
  | 'correction'
  | 'write-off';

/** The axes of the unified report. */
export interface Dimensions {
  readonly merchant: string;
  /** Store id; `-` where the fact names none (a Douyin shop without a store). */
  readonly store: string;
  readonly side: 'online' | 'offline';
  /** Who collects: douyin, unionpay, wechat, alipay, jdpay … */
  readonly channel: string;
  /** How the buyer paid: card, wechat, alipay, … `unknown` where the fact does not say. */
  readonly method: string;
}

/** Lines that sum to zero, of one purpose and one accounting day. */
export interface Entry {
  readonly kind: EntryKind;
  readonly businessDate: BusinessDate;
  readonly currency: Currency;
  readonly of: Dimensions;
  readonly lines: readonly Line[];
}

/** Net amount by account under one entry key; positive is debit. */
interface NetEntry {
  readonly head: Omit<Entry, 'lines'>;
  readonly net: Map<Account, number>;
}

/** All that a stream has booked so far, netted: key of entry head → net lines. Treat as immutable. */
export type Book = ReadonlyMap<string, NetEntry>;

export const EMPTY_BOOK: Book = new Map();

export const debit = (account: Account, amount: Money): Line => ({ account, side: 'debit', amount });
export const credit = (account: Account, amount: Money): Line => ({ account, side: 'credit', amount });
export const signed = (line: Line): number => (line.side === 'debit' ? line.amount : 0 - line.amount);

/** The entry of a fact without its zero lines, as a list: empty where nothing is left to book. */
export function entry(
  kind: EntryKind,
  { businessDate, of }: Pick<Entry, 'businessDate' | 'of'>,
  lines: readonly Line[],
): Entry[] {
  const moving = lines.filter(({ amount }) => amount > 0);
  return moving.length === 0 ? [] : [{ kind, businessDate, currency: 'CNY', of, lines: moving }];
}

/** Money that goes back takes every line the other way round. */
export const turnedRound = (lines: readonly Line[]): Line[] =>
  lines.map((line) => ({ ...line, side: line.side === 'debit' ? 'credit' : 'debit' }));

/** Lines with what they lack to sum to zero on one account: what came is booked as it came, the rest waits to be explained. */
export function closedOn(account: Account, lines: readonly Line[]): Line[] {
  const rest = lines.reduce((total, line) => total + signed(line), 0);
  const amount = money(Math.abs(rest));
  return [...lines, rest > 0 ? credit(account, amount) : debit(account, amount)];
}

/** @throws Fault when an entry has no lines, a zero or unsafe amount, or does not sum to zero. */
export function assertBalanced(entries: readonly Entry[]): void {
  for (const entry of entries) {
    if (entry.lines.length < 2) throw new Fault(`an entry needs two lines: ${entry.kind}`);
    let total = 0;
    for (const line of entry.lines) {
      if (!isMoney(line.amount) || line.amount === 0) throw new Fault(`not a line amount: ${String(line.amount)}`);
      total += signed(line);
    }
    if (total !== 0) throw new Fault(`entry ${entry.kind} of ${entry.businessDate} is off by ${String(total)}`);
  }
}

const keyOf = ({ kind, businessDate, currency, of }: Omit<Entry, 'lines'>): string =>
  [kind, businessDate, currency, of.merchant, of.store, of.side, of.channel, of.method].join('\n');

/** The book after more entries. */
export function post(book: Book, entries: readonly Entry[]): Book {
  if (entries.length === 0) return book;
  const next = new Map(book);
  for (const { lines, ...head } of entries) {
    const key = keyOf(head);
    const net = new Map(next.get(key)?.net);
    for (const line of lines) net.set(line.account, (net.get(line.account) ?? 0) + signed(line));
    next.set(key, { head, net });
  }
  return next;
}

/**
 * The entries that take a book to its target: what should stand (a pure function of all facts known) less what is booked.
 * Because each event books just this difference, the sum over a stream depends on the set of its facts alone, whatever
 * order they came in. A fact undone (reversal) thereby negates the original's lines exactly.
 */
export function difference(target: readonly Entry[], booked: Book): Entry[] {
  const wanted = post(EMPTY_BOOK, target);
  const entries: Entry[] = [];
  for (const key of new Set([...booked.keys(), ...wanted.keys()])) {
    const head = (wanted.get(key) ?? booked.get(key))?.head;
    const lines = differingLines(wanted.get(key)?.net, booked.get(key)?.net);
    if (head && lines.length > 0) entries.push({ ...head, lines });
  }
  assertBalanced(entries);
  return entries;
}

function differingLines(wanted: Map<Account, number> = new Map(), booked: Map<Account, number> = new Map()): Line[] {
  const lines: Line[] = [];
  for (const account of new Set([...wanted.keys(), ...booked.keys()])) {
    const amount = (wanted.get(account) ?? 0) - (booked.get(account) ?? 0);
    if (amount !== 0) lines.push({ account, side: amount > 0 ? 'debit' : 'credit', amount: money(Math.abs(amount)) });
  }
  return lines;
}

/** Net amount by account over all entries; positive is debit. Accounts at zero are left out. */
export function balances(book: Book): Map<Account, number> {
  const totals = new Map<Account, number>();
  for (const { net } of book.values()) {
    for (const [account, amount] of net) totals.set(account, (totals.get(account) ?? 0) + amount);
  }
  for (const [account, amount] of totals) if (amount === 0) totals.delete(account);
  return totals;
}
