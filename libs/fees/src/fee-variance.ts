import type { BusinessDate, Money } from '#kernel';
import { netFee, type Charged, type FeeTerms } from './domain/fee.js';

/** A transaction with what the channel says it cost. Amounts 分. */
export interface ToldCharge extends Charged {
  /** Of `amount`, given back since. */
  readonly refunded: Money;
  /** Net of what was returned; null where nobody says. */
  readonly charged: number | null;
}

/**
 * `unscheduled`: no line of a schedule in force covers it, so nothing can be expected. `untold`: no statement says what it cost.
 * Neither is compared.
 */
export type VarianceFinding = 'as_agreed' | 'charged_more' | 'charged_less' | 'unscheduled' | 'untold';

export interface Variance {
  readonly finding: VarianceFinding;
  /** By the schedule in force when it was made; null where none covers it. 分 */
  readonly expected: number | null;
  /** Charged less expected; null where they are not compared. 分 */
  readonly variance: number | null;
}

/** What one transaction cost beside what was agreed for it. */
export function varianceOf(terms: FeeTerms | undefined, charge: ToldCharge): Variance {
  const expected = terms && netFee(terms, charge, charge.refunded);
  const { charged } = charge;
  if (expected === undefined) return { finding: 'unscheduled', expected: null, variance: null };
  if (charged === null) return { finding: 'untold', expected, variance: null };
  const variance = charged - expected;
  return { finding: variance === 0 ? 'as_agreed' : variance > 0 ? 'charged_more' : 'charged_less', expected, variance };
}

/** Sums over the transactions of a day, a channel and a method; each was priced and rounded before. Amounts 分. */
export interface VarianceRow {
  readonly businessDate: BusinessDate;
  readonly channel: string;
  readonly method: string;
  /** Compared: what they took, should have cost, and did cost. */
  readonly count: number;
  readonly amount: number;
  readonly expected: number;
  readonly charged: number;
  readonly variance: number;
  /** Of those compared, where charged is not what was expected. */
  readonly differingCount: number;
  readonly unscheduledCount: number;
  readonly unscheduledAmount: number;
  /** As far as statements say. */
  readonly unscheduledCharged: number;
  readonly untoldCount: number;
  readonly untoldAmount: number;
  readonly untoldExpected: number;
  /** Rows of statements of the day that name no transaction of ours, or several. */
  readonly unmatchedCount: number;
  readonly unmatchedAmount: number;
  readonly unmatchedCharged: number;
}

type Heading = Pick<VarianceRow, 'businessDate' | 'channel' | 'method'>;
type Sums = { -readonly [K in Exclude<keyof VarianceRow, keyof Heading>]: number };

const NOTHING: Sums = {
  count: 0,
  amount: 0,
  expected: 0,
  charged: 0,
  variance: 0,
  differingCount: 0,
  unscheduledCount: 0,
  unscheduledAmount: 0,
  unscheduledCharged: 0,
  untoldCount: 0,
  untoldAmount: 0,
  untoldExpected: 0,
  unmatchedCount: 0,
  unmatchedAmount: 0,
  unmatchedCharged: 0,
};

/** Variances summed up: a row a heading is held, however many come. */
export class FeeVariances {
  private readonly byHeading = new Map<string, Heading & Sums>();

  add(heading: Heading, { amount, charged }: ToldCharge, { finding, expected, variance }: Variance): void {
    const row = this.rowOf(heading);
    if (finding === 'unscheduled') {
      row.unscheduledCount += 1;
      row.unscheduledAmount += amount;
      row.unscheduledCharged += charged ?? 0;
      return;
    }
    if (finding === 'untold') {
      row.untoldCount += 1;
      row.untoldAmount += amount;
      row.untoldExpected += expected ?? 0;
      return;
    }
    row.count += 1;
    row.amount += amount;
    row.expected += expected ?? 0;
    row.charged += charged ?? 0;
    row.variance += variance ?? 0;
    row.differingCount += Number(variance !== 0);
  }

  addUnmatched(
    heading: Heading,
    unmatched: { readonly rowCount: number; readonly amount: number; readonly charged: number },
  ): void {
    const row = this.rowOf(heading);
    row.unmatchedCount += unmatched.rowCount;
    row.unmatchedAmount += unmatched.amount;
    row.unmatchedCharged += unmatched.charged;
  }

  /** By day, channel and method. */
  rows(): VarianceRow[] {
    return [...this.byHeading].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  private rowOf({ businessDate, channel, method }: Heading): Heading & Sums {
    const key = JSON.stringify([businessDate, channel, method]);
    let row = this.byHeading.get(key);
    if (!row) this.byHeading.set(key, (row = { businessDate, channel, method, ...NOTHING }));
    return row;
  }
}
