import { ZERO, assertNever, atRate, least, money, subtract, type Money } from '#kernel';

/** `full`: only a refund of everything returns the fee, and then all of it. `proportional`: in the measure of what was refunded. */
export const REFUND_POLICIES = ['full', 'proportional', 'none'] as const;
export type RefundPolicy = (typeof REFUND_POLICIES)[number];

/** Stands for every product, or every kind of card. */
export const ANY = '*';

/** One line of a schedule: what a transaction of a kind and size costs. */
export interface FeeLine {
  /** Product of the acquirer (`contactless_small`) or method (`card`, `wechat`); `*` for any. */
  readonly product: string;
  /** `debit`, `credit` …; `*` for any, and for what is no card. */
  readonly cardType: string;
  /** Counts for amounts above this one, 分. */
  readonly above: Money;
  /** … up to this one, 分, itself included; absent: without limit. */
  readonly upTo?: Money;
  /** Parts per million of the whole amount: 0.60 % is 6000. */
  readonly ratePpm: number;
  /** 分 per transaction. */
  readonly cap?: Money;
  readonly floor?: Money;
}

/** What a channel takes for what it collects. */
export interface FeeTerms {
  readonly refundReturnsFee: RefundPolicy;
  readonly lines: readonly FeeLine[];
}

/** A transaction as fees look at it. */
export interface Charged {
  readonly method: string;
  readonly product?: string | null;
  readonly cardType?: string | null;
  /** What was taken, 分. */
  readonly amount: Money;
}

/** Rate, half-up to the 分, then floor, then cap. */
export function feeOf({ ratePpm, cap, floor }: FeeLine, amount: Money): Money {
  const fee = atRate(amount, ratePpm);
  const raised = floor !== undefined && fee < floor ? floor : fee;
  return cap === undefined ? raised : least(raised, cap);
}

/**
 * The line for a transaction, the closest first: its product before its method before any; for each its kind of card before any.
 * Undefined where none covers it.
 */
export function lineFor({ lines }: FeeTerms, { method, product, cardType, amount }: Charged): FeeLine | undefined {
  for (const wanted of [product ?? method, method, ANY]) {
    for (const card of [cardType ?? ANY, ANY]) {
      const found = lines.find((line) => line.product === wanted && line.cardType === card && covers(line, amount));
      if (found) return found;
    }
  }
  return undefined;
}

const covers = ({ above, upTo }: FeeLine, amount: Money): boolean => amount > above && (upTo === undefined || amount <= upTo);

/**
 * What of a fee has come back once so much of an order was refunded, in all: fee × refunded / order, half-up. A full refund
 * returns exactly the fee, and each refund alone `returnedFee(…, with it) − returnedFee(…, without it)`, never below zero.
 */
export function returnedFee(policy: RefundPolicy, fee: Money, { order, refunded }: Refunded): Money {
  const returned = least(refunded, order);
  switch (policy) {
    case 'none':
      return ZERO;
    case 'full':
      return returned === order ? fee : ZERO;
    case 'proportional':
      return order === ZERO ? fee : money(Number((BigInt(fee) * BigInt(returned) * 2n + BigInt(order)) / (BigInt(order) * 2n)));
    default:
      return assertNever(policy, 'refund policy');
  }
}

/** All that was taken, and all that was given back of it, 分. More given back than taken counts as all of it. */
export interface Refunded {
  readonly order: Money;
  readonly refunded: Money;
}

/** What is left of the fee after refunds; undefined where no line covers the transaction. */
export function netFee(terms: FeeTerms, charged: Charged, refunded: Money): Money | undefined {
  const line = lineFor(terms, charged);
  if (!line) return undefined;
  const fee = feeOf(line, charged.amount);
  return subtract(fee, returnedFee(terms.refundReturnsFee, fee, { order: charged.amount, refunded }));
}
