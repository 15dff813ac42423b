import { Fault } from './fault.js';

declare const moneyBrand: unique symbol;

/**
 * An amount in minor units (分 for CNY): a non-negative safe integer. Direction is never a sign but a side (debit, credit).
 * The currency stands on the entry that carries the amount.
 */
export type Money = number & { readonly [moneyBrand]: 'Money' };

export const ZERO = 0 as Money;

/** The most that one transaction can say: twelve digits, as ISO 8583 field 4 has them. Edges refuse more; sums may pass it. */
export const AMOUNT_LIMIT = 999_999_999_999 as Money;

/** An amount as one message may say it. */
export const isAmount = (value: unknown): value is Money => isMoney(value) && value <= AMOUNT_LIMIT;

export const isMoney = (value: unknown): value is Money => Number.isSafeInteger(value) && (value as number) >= 0;

/** @throws Fault when the value is not a non-negative safe integer: input is refused at the edge, long before. */
export function money(minorUnits: number): Money {
  if (!isMoney(minorUnits)) throw new Fault(`not an amount in minor units: ${String(minorUnits)}`);
  return minorUnits;
}

const YUAN = /^([+-]?)(\d{1,10})(?:\.(\d{1,2})0*)?$/;

/** 元 as written in 分: `129.9` is 12990, `-0.02000` is -2. Undefined where it is no amount of whole 分: nothing is rounded. */
export function fenOfYuan(text: string): number | undefined {
  const [, sign = '', yuan, decimals = ''] = YUAN.exec(text) ?? [];
  if (yuan === undefined) return undefined;
  const fen = Number(yuan) * 100 + Number(decimals.padEnd(2, '0'));
  return sign === '-' && fen > 0 ? -fen : fen;
}

export const add = (a: Money, b: Money): Money => money(a + b);

/** @throws Fault when b exceeds a. */
export const subtract = (a: Money, b: Money): Money => money(a - b);

/** What is left of a after b, never below zero. */
export const remainder = (a: Money, b: Money): Money => (b >= a ? ZERO : money(a - b));

export const sum = (amounts: Iterable<Money>): Money => {
  let total = ZERO;
  for (const amount of amounts) total = add(total, amount);
  return total;
};

export const least = (a: Money, b: Money): Money => (a < b ? a : b);

/**
 * Rate in parts per million, rounded half-up to the minor unit: 750 分 at 6000 ppm (0.60 %) is 5 分.
 * Integer arithmetic throughout.
 */
export function atRate(amount: Money, ratePpm: number): Money {
  if (!Number.isSafeInteger(ratePpm) || ratePpm < 0) throw new Fault(`not a rate in ppm: ${String(ratePpm)}`);
  return money(Number((BigInt(amount) * BigInt(ratePpm) * 2n + 1_000_000n) / 2_000_000n));
}

/** floor(amount × percent / 100): 999 分 at 115 is 1148 分. */
export const percentOf = (amount: Money, percent: number): Money => money(Number((BigInt(amount) * BigInt(percent)) / 100n));

/** Splits an amount by weights; every minor unit finds a home (largest remainder, earlier share first on a tie). */
export function allocate(amount: Money, weights: readonly number[]): Money[] {
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0))
    throw new Fault('weights are non-negative integers');
  const total = weights.reduce((left, right) => left + BigInt(right), 0n);
  if (total === 0n) throw new Fault('nothing to allocate to');
  const shares = weights.map((weight) => (BigInt(amount) * BigInt(weight)) / total);
  const rests = weights.map((weight, index) => ({ index, rest: (BigInt(amount) * BigInt(weight)) % total }));
  let missing = BigInt(amount) - shares.reduce((left, right) => left + right, 0n);
  rests.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of rests) {
    if (missing === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    missing -= 1n;
  }
  return shares.map((share) => money(Number(share)));
}
