import type { Instant } from '#kernel';

/** What a fact is to whoever watches a terminal. `undo`: a sale, taken back before it was settled. `hold`: no money yet. */
export type Role = 'sale' | 'refund' | 'undo' | 'decline' | 'hold';

/** One transaction of a terminal. */
export interface Sighting {
  readonly stream: string;
  /** The same transaction told again has the same, whatever event told it. */
  readonly identity: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
  /** Who was at the till; empty where the terminal did not say. */
  readonly operatorNo: string;
  readonly merchant: string;
  readonly store: string;
  /** Accounting day. */
  readonly day: string;
  readonly role: Role;
  readonly method: string;
  readonly at: Instant;
  readonly amount: number;
}

interface Counted {
  readonly count: number;
  /** 分 */
  readonly amount: number;
}

export interface Hour {
  readonly approved: number;
  readonly declined: number;
  /** Of what was approved. 分 */
  readonly amount: number;
}

/** A sale and its void: minutes between them, and what was sold. */
export interface Pair {
  readonly minutes: number;
  readonly amount: number;
}

/** Whose day it is: an operator's at one terminal (the same number elsewhere is somebody else), or a terminal's. */
export interface DayOf {
  readonly merchantNo: string;
  readonly terminalNo: string;
  /** Empty: the terminal's. */
  readonly operatorNo: string;
}

/**
 * A terminal, or an operator at it, on one accounting day: counts that no threshold is baked into, so that rules may change
 * afterwards. Refunds and voids are those of the operator who made them; the terminal has those of which it does not tell one,
 * beside all that was sold, and hours and steps.
 */
export interface TerminalDay extends DayOf {
  readonly day: string;
  readonly merchant: string;
  /** Of the latest transaction. */
  readonly store: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly sales: Counted;
  readonly refunds: Counted;
  readonly declines: number;
  /** By hour of the day in Asia/Shanghai, `0` to `23`. */
  readonly hours: Readonly<Record<string, Hour>>;
  /** Sales by steps of ten yuan, rounded down: `99` are those from 990.00 to 999.99. */
  readonly steps: Readonly<Record<string, Counted>>;
  /** By payment; counted to terminal and day of the void. */
  readonly pairs: Readonly<Record<string, Pair>>;
}

export const STEP_FEN = 1_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SHANGHAI_HOURS = 8;

export const hourOf = (at: Instant): number => (Math.floor(Date.parse(at) / HOUR_MS) + SHANGHAI_HOURS) % 24;

/** The terminal's day after one more transaction, but for what is attributed: sums alone, so their order is nothing. */
export function counted(day: TerminalDay | undefined, seen: Sighting): TerminalDay {
  const { at, amount, role } = seen;
  const known = day ?? emptyDay({ ...seen, operatorNo: '' });
  const hour = hourOf(at);
  const base = { ...withStore(known, seen), hours: { ...known.hours, [hour]: hourAfter(known.hours[hour], role, amount) } };
  if (role === 'decline') return { ...base, declines: known.declines + 1 };
  if (role !== 'sale') return base;
  const step = String(Math.floor(amount / STEP_FEN));
  return { ...base, sales: plus(known.sales, amount), steps: { ...known.steps, [step]: plus(known.steps[step], amount) } };
}

/** The day of whoever made a transaction, with what is theirs. */
export const attributed = (day: TerminalDay | undefined, seen: Sighting): TerminalDay =>
  shared(withStore(day ?? emptyDay(seen), seen), seen, plus);

/** The day without what turned out to be another's. */
export const unattributed = (day: TerminalDay, seen: Sighting): TerminalDay => shared(day, seen, minus);

/** A terminal's sales are all that it sold, whoever did. */
function shared(day: TerminalDay, { amount, operatorNo, role }: Sighting, by: typeof plus): TerminalDay {
  if (role === 'refund') return { ...day, refunds: by(day.refunds, amount) };
  return role === 'sale' && operatorNo !== '' ? { ...day, sales: by(day.sales, amount) } : day;
}

const withStore = (known: TerminalDay, { at, store }: Sighting): TerminalDay => ({
  ...known,
  firstAt: at < known.firstAt ? at : known.firstAt,
  lastAt: at > known.lastAt ? at : known.lastAt,
  store: at > known.lastAt || (at === known.lastAt && store > known.store) ? store : known.store,
});

/** The day with a payment's pair, or without it. */
export function withPair(day: TerminalDay, stream: string, pair: Pair | undefined): TerminalDay {
  const { [stream]: _, ...others } = day.pairs;
  return { ...day, pairs: pair ? { ...others, [stream]: pair } : others };
}

/** The pair of a payment out of all its transactions, with the one that it counts to. A reversal of the network is no void. */
export function pairOf(seen: readonly Sighting[]): { readonly pair: Pair; readonly counts: Sighting } | undefined {
  const inOrder = [...seen].sort((a, b) => (a.at === b.at ? inOrderOf(a, b) : a.at < b.at ? -1 : 1));
  const sale = inOrder.find(({ role }) => role === 'sale');
  const counts = inOrder.findLast(({ role }) => role === 'undo');
  if (!sale || !counts || counts.at < sale.at) return undefined;
  const minutes = Math.floor((Date.parse(counts.at) - Date.parse(sale.at)) / MINUTE_MS);
  return { pair: { minutes, amount: sale.amount }, counts };
}

const inOrderOf = (a: Sighting, b: Sighting): number => a.amount - b.amount || (a.identity < b.identity ? -1 : 1);

const emptyDay = ({ merchantNo, terminalNo, operatorNo, day, merchant, store, at }: Sighting): TerminalDay => ({
  merchantNo,
  terminalNo,
  operatorNo,
  day,
  merchant,
  store,
  firstAt: at,
  lastAt: at,
  sales: NOTHING,
  refunds: NOTHING,
  declines: 0,
  hours: {},
  steps: {},
  pairs: {},
});

const NOTHING: Counted = { count: 0, amount: 0 };

const plus = (known: Counted = NOTHING, amount: number): Counted => ({ count: known.count + 1, amount: known.amount + amount });
const minus = (known: Counted = NOTHING, amount: number): Counted => ({
  count: known.count - 1,
  amount: known.amount - amount,
});

function hourAfter(known: Hour = { approved: 0, declined: 0, amount: 0 }, role: Role, amount: number): Hour {
  if (role === 'decline') return { ...known, declined: known.declined + 1 };
  return { ...known, approved: known.approved + 1, amount: known.amount + (role === 'hold' ? 0 : amount) };
}
