import type { Instant } from '#kernel';

export const TRANSACTION_KINDS = ['order', 'payment', 'mini-app', 'voucher'] as const;

/** What was sold in one go: a Douyin order, a payment at a terminal or in a mini-app, an order of vouchers. */
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];

/** Before discounts, and who gave them, 分; null while nobody detailed the order. */
export interface Discounts {
  readonly listPrice: number | null;
  readonly discountShop: number | null;
  readonly discountPlatform: number | null;
  readonly discountTalent: number | null;
  /** Part of what was paid that the promoter of a payment method paid for the buyer. */
  readonly discountPayment: number | null;
}

/** A transaction as its last event left it. Amounts 分. */
export interface Transaction extends Discounts {
  readonly stream: string;
  readonly kind: TransactionKind;
  /** Of the order or payment, as its own list has it. */
  readonly id: string;
  readonly merchant: string;
  readonly store: string;
  readonly side: 'online' | 'offline';
  /** Who collects. */
  readonly channel: string;
  /** Its number of the merchant: shop, merchant number, app, client key. */
  readonly account: string;
  readonly method: string;
  readonly status: string;
  /** When it was paid or opened; null where only rows of settlement tell of it. */
  readonly at: Instant | null;
  /** `<merchant no>/<terminal no>` */
  readonly terminal: string | null;
  /** As the terminal numbers them. */
  readonly operator: string | null;
  readonly liveRoom: string | null;
  readonly product: string | null;
  readonly cardType: string | null;
  /** To be paid, or held: the price of an order, the amount of an authorization. */
  readonly amount: number;
  /** What the buyer paid. */
  readonly taken: number;
  readonly refunded: number;
  readonly exceptions: readonly string[];
}

/**
 * `id`: of whatever the platform or we call it. `rrn`: F37 of a transaction, within a merchant number. `trade`: a wallet's own number,
 * within a merchant. `numbers`: `<terminal>.<batch>.<trace>.<yyyymmdd>` within a merchant number.
 */
export type ReferenceKind = 'id' | 'rrn' | 'trade' | 'numbers';

/** A number under which a transaction is known. */
export interface Reference {
  readonly kind: ReferenceKind;
  /** Within what the number is unique; empty for ids. */
  readonly scope: string;
  readonly value: string;
}

/** What books beside transactions and belongs to one: an acquirer's row, a movement on a shop's account, a dispute. */
export interface Follower {
  readonly stream: string;
  /** The strongest number by which it names its transaction. */
  readonly follows: Reference | null;
  /** Its own, where no transaction tells them. */
  readonly channel: string | null;
  readonly account: string | null;
  readonly terminal: string | null;
  readonly at: Instant | null;
}

/** What terminals collected for an order that was handed to one and did not give back, 分. */
export interface CollectedOrder {
  /** Of the order. */
  readonly stream: string;
  readonly collected: number;
}

/** A row of a trade bill: what a statement says a transaction cost. */
export interface ChargedRow {
  readonly stream: string;
  readonly merchant: string;
  readonly channel: string;
  readonly account: string;
  readonly method: string | null;
  /** Numbers by which it names its transaction, the strongest first. */
  readonly tradeNo: string | null;
  readonly rrn: string | null;
  readonly numbers: string | null;
  /** Signed: negative where money went back. 分 */
  readonly amount: number;
  /** Positive: charged; negative: returned; null where the row does not say. 分 */
  readonly fee: number | null;
  readonly billDate: string;
}

/** Where a channel's money of one number goes, for a time. */
export interface KnownDestination {
  readonly channel: string;
  readonly account: string;
  readonly id: string;
  readonly from: Instant;
  /** As it was agreed. */
  readonly to: Instant | null;
  /** `bank:<account>` or `douyin:<shop>` */
  readonly payee: string;
  readonly cycle: string;
  readonly cutOff: string;
}

/** An end that was set afterwards. */
export interface DestinationEnd {
  readonly channel: string;
  readonly account: string;
  readonly id: string;
  readonly to: Instant;
}
