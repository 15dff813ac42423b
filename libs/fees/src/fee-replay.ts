import { ZERO, add, type Instant, type Money } from '#kernel';
import { netFee, type Charged, type FeeTerms } from './domain/fee.js';

/** A transaction of the past, as a read model has it. */
export interface PastCharge extends Charged {
  readonly channel: string;
  readonly at: Instant;
  /** Of `amount`, given back since, 分. */
  readonly refunded: Money;
  /** What the channel says it kept, where it says so for each transaction: fees and commissions of Douyin's settle rows, 分. */
  readonly recorded?: number;
}

/** Terms that count for a channel at a moment; undefined where there are none. */
export type TermsOf = (channel: string, at: Instant) => FeeTerms | undefined;

interface Tally {
  readonly count: number;
  /** 分 */
  readonly amount: Money;
}

interface Sums extends Tally {
  /** Of `amount`, given back, 分. */
  readonly refunded: Money;
  readonly feeThen: Money;
  readonly feeNew: Money;
  /** New less then, over those transactions that both price. 分, negative where the new terms are cheaper. */
  readonly difference: number;
  /** What the channel says it kept; null where it does not say so. 分 */
  readonly recorded: number | null;
  /** Not in `feeThen`, as no line of a schedule in force covers them. */
  readonly unpricedThen: Tally;
  readonly unpricedNew: Tally;
}

/** Under one heading: what was charged, what it cost then, and what it would cost. */
export interface ReplayRow extends Sums {
  readonly channel: string;
  readonly product: string;
  readonly cardType: string | null;
}

const NOTHING: Tally = { count: 0, amount: ZERO };
const EMPTY: Sums = {
  ...NOTHING,
  refunded: ZERO,
  feeThen: ZERO,
  feeNew: ZERO,
  difference: 0,
  recorded: null,
  unpricedThen: NOTHING,
  unpricedNew: NOTHING,
};

/** Charges priced one by one under two sets of terms, and only then summed up. Holds one row per heading, however many come. */
export class FeeReplay {
  private readonly headings = new Map<string, ReplayRow>();

  constructor(
    private readonly then: TermsOf,
    private readonly proposed: TermsOf,
  ) {}

  add(charge: PastCharge): void {
    const { channel, method, product, cardType = null, at } = charge;
    const heading = { channel, product: product ?? method, cardType };
    const key = JSON.stringify(heading);
    const known = this.headings.get(key) ?? { ...heading, ...EMPTY };
    const sums = charged(known, charge, {
      before: feeUnder(this.then(channel, at), charge),
      after: feeUnder(this.proposed(channel, at), charge),
    });
    this.headings.set(key, { ...heading, ...sums });
  }

  /** Sorted by channel, product and kind of card. */
  rows(): ReplayRow[] {
    return [...this.headings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  total(): Sums {
    return this.rows().reduce(together, EMPTY);
  }
}

const feeUnder = (terms: FeeTerms | undefined, charge: PastCharge): Money | undefined =>
  terms && netFee(terms, charge, charge.refunded);

interface Priced {
  readonly before: Money | undefined;
  readonly after: Money | undefined;
}

function charged(sums: Sums, { amount, refunded, recorded }: PastCharge, { before, after }: Priced): Sums {
  const one = { count: 1, amount };
  return together(sums, {
    ...one,
    refunded,
    feeThen: before ?? ZERO,
    feeNew: after ?? ZERO,
    difference: before === undefined || after === undefined ? 0 : after - before,
    recorded: recorded ?? null,
    unpricedThen: before === undefined ? one : NOTHING,
    unpricedNew: after === undefined ? one : NOTHING,
  });
}

function together(a: Sums, b: Sums): Sums {
  return {
    ...tallied(a, b),
    refunded: add(a.refunded, b.refunded),
    feeThen: add(a.feeThen, b.feeThen),
    feeNew: add(a.feeNew, b.feeNew),
    difference: a.difference + b.difference,
    recorded: a.recorded === null && b.recorded === null ? null : (a.recorded ?? 0) + (b.recorded ?? 0),
    unpricedThen: tallied(a.unpricedThen, b.unpricedThen),
    unpricedNew: tallied(a.unpricedNew, b.unpricedNew),
  };
}

const tallied = (a: Tally, b: Tally): Tally => ({ count: a.count + b.count, amount: add(a.amount, b.amount) });
