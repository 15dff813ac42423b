import { signed, type Account, type EntryKind, type Line } from '#kernel';

/**
 * Money by what it is for, minor units. All but `fees` and `settledNet` is what entries of some kind move on the accounts
 * that wait for money (assets:receivable, assets:clearing), so whatever is booked:
 * gross + subsidies − refunds − settledGross + adjustments = outstanding.
 */
export interface Sums {
  /** Buyers paid. */
  readonly gross: number;
  /** Platforms and talents added. */
  readonly subsidies: number;
  /** Given back to buyers. */
  readonly refunds: number;
  /** Paid out by the channels, their fees included. Negative where they took back more. */
  readonly settledGross: number;
  /** Whatever else moved what we wait for. */
  readonly adjustments: number;
  /** Change of what the channels owe us. */
  readonly outstanding: number;
  /** Kept by the channels. */
  readonly fees: number;
  /** Arrived on our own accounts. */
  readonly settledNet: number;
}

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const NO_SUMS: Sums = {
  gross: 0,
  subsidies: 0,
  refunds: 0,
  settledGross: 0,
  adjustments: 0,
  outstanding: 0,
  fees: 0,
  settledNet: 0,
};

export function addSums(to: Mutable<Sums>, more: Sums): void {
  for (const column of Object.keys(NO_SUMS) as (keyof Sums)[]) to[column] += more[column];
}

type Waiting = 'gross' | 'subsidies' | 'refunds' | 'settledGross' | 'adjustments';

/** Column, and its sign, of what an entry moves on the accounts that wait for money. */
const WAITING: Readonly<Record<EntryKind, readonly [Waiting, 1 | -1]>> = {
  sale: ['gross', 1],
  subsidy: ['subsidies', 1],
  refund: ['refunds', -1],
  settlement: ['settledGross', -1],
  recognition: ['adjustments', 1],
  suspense: ['adjustments', 1],
  authorization: ['adjustments', 1],
  instruction: ['adjustments', 1],
  transfer: ['adjustments', 1],
  charge: ['adjustments', 1],
  correction: ['adjustments', 1],
  'write-off': ['adjustments', 1],
};

const FEES = 'expenses:fees:';

/** What kind of fee an account holds: `commission` of `expenses:fees:tea:commission`; undefined where it holds none. */
export const feeKindOf = (account: Account): string | undefined =>
  account.startsWith(FEES) ? account.slice(account.lastIndexOf(':') + 1) : undefined;

/** Adds a line of an entry of some kind; answers the column of those that make up what is outstanding, and what it took. */
export function addLine(
  sums: Mutable<Sums>,
  kind: EntryKind,
  line: Line,
): { readonly column: Waiting; readonly amount: number } | undefined {
  const { account } = line;
  const amount = signed(line);
  if (account.startsWith('assets:receivable:') || account.startsWith('assets:clearing:')) {
    const [column, sign] = WAITING[kind];
    sums[column] += sign * amount;
    sums.outstanding += amount;
    return { column, amount: sign * amount };
  }
  if (account.startsWith(FEES)) sums.fees += amount;
  else if (kind === 'settlement' && account.startsWith('assets:')) sums.settledNet += amount;
  return undefined;
}
