import { STEP_FEN, type Pair, type TerminalDay } from './terminal-day.js';
import type { Thresholds } from './rules.js';

export type FraudCode =
  | 'FRAUD_REFUND_RATE'
  | 'FRAUD_QUICK_VOIDS'
  | 'FRAUD_LATE_VOID'
  | 'FRAUD_DECLINES_THEN_APPROVAL'
  | 'FRAUD_NEAR_LIMIT'
  | 'FRAUD_AFTER_HOURS';

/** What an operator may be told of; the rest is the terminal's. */
export const OPERATOR_CODES = ['FRAUD_REFUND_RATE', 'FRAUD_QUICK_VOIDS', 'FRAUD_LATE_VOID'] as const satisfies FraudCode[];

/** What a rule found on one day of one terminal, or of one operator at it. */
export interface Finding {
  readonly code: FraudCode;
  /** 分 */
  readonly worth: number;
  /** The counts behind it, as numbers. */
  readonly evidence: Readonly<Record<string, number>>;
}

type Rule = (day: TerminalDay, limits: Thresholds) => Omit<Finding, 'code'> | undefined;

const HUNDRED = 100;

/** Each rule looks at one day of one terminal or operator; the compiler misses none. */
const FRAUD_RULES: Readonly<Record<FraudCode, Rule>> = {
  FRAUD_REFUND_RATE({ sales, refunds }, { refund_rate_percent: percent, refund_rate_refunds: least }) {
    if (refunds.count < least || refunds.amount * HUNDRED < sales.amount * percent) return undefined;
    return { worth: refunds.amount, evidence: { refunds: refunds.count, refunded: refunds.amount, sold: sales.amount } };
  },
  FRAUD_QUICK_VOIDS({ pairs }, { quick_void_minutes: most, quick_voids: least }) {
    return voids(pairs, ({ minutes }) => minutes <= most, least);
  },
  FRAUD_LATE_VOID({ pairs }, { late_void_minutes: from, late_voids: least }) {
    return voids(pairs, ({ minutes }) => minutes >= from, least);
  },
  FRAUD_DECLINES_THEN_APPROVAL({ hours }, { declines_before_approval: least }) {
    const found = Object.values(hours).filter(({ approved, declined }) => approved > 0 && declined >= least);
    if (found.length === 0) return undefined;
    const declines = total(found.map(({ declined }) => declined));
    return { worth: total(found.map(({ amount }) => amount)), evidence: { hours: found.length, declines } };
  },
  FRAUD_NEAR_LIMIT({ steps }, { near_limit_fen: limit, near_limit_margin_fen: margin, near_limit_sales: least }) {
    const found = Object.entries(steps).flatMap(([step, sold]) => (isBelow(Number(step), limit, margin) ? [sold] : []));
    const sales = total(found.map(({ count }) => count));
    return sales < least ? undefined : { worth: total(found.map(({ amount }) => amount)), evidence: { sales, limit } };
  },
  FRAUD_AFTER_HOURS({ hours }, { opening_hour: opens, closing_hour: closes, after_hours_transactions: least }) {
    const found = Object.entries(hours).flatMap(([hour, seen]) => (isOpen(Number(hour), opens, closes) ? [] : [seen]));
    const transactions = total(found.map(({ approved, declined }) => approved + declined));
    if (transactions < least) return undefined;
    return { worth: total(found.map(({ amount }) => amount)), evidence: { transactions, opens, closes } };
  },
};

export const FRAUD_CODES = Object.keys(FRAUD_RULES) as readonly FraudCode[];

export const findingsOf = (day: TerminalDay, limits: Thresholds): Finding[] =>
  FRAUD_CODES.flatMap((code) => {
    const found = FRAUD_RULES[code](day, limits);
    return found ? [{ code, ...found }] : [];
  });

function voids(pairs: TerminalDay['pairs'], isOdd: (pair: Pair) => boolean, least: number): Omit<Finding, 'code'> | undefined {
  const found = Object.values(pairs).filter(isOdd);
  if (found.length < least) return undefined;
  return { worth: total(found.map(({ amount }) => amount)), evidence: { voids: found.length } };
}

/** A step counts where it begins below the limit and ends within the margin: limits that are no whole steps lose their last one. */
const isBelow = (step: number, limit: number, margin: number): boolean =>
  (step + 1) * STEP_FEN <= limit && step * STEP_FEN >= limit - margin;

/** Business past midnight closes at an hour that is not after the one it opens at. */
const isOpen = (hour: number, opens: number, closes: number): boolean =>
  opens < closes ? hour >= opens && hour < closes : hour >= opens || hour < closes;

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
