/**
 * Who tells of a piece of money. `order`: what was to be collected (a payment request, a Douyin order). `ledger`: what we recorded of it.
 * `statement`: what the channel, the platform or the bank says.
 */
export type ItemSide = 'order' | 'ledger' | 'statement';

/** `trades`: what customers paid and got back. `payouts`: what left a channel for a bank account, and what the bank saw of it. */
export type MatchBook = 'trades' | 'payouts';

/** Numbers under which others know it. A refund names its original in `channelTradeNo` and `merchantOrderNo`. */
export interface ItemRefs {
  readonly channelTradeNo?: string;
  readonly channelRefundNo?: string;
  readonly merchantOrderNo?: string;
  readonly merchantRefundNo?: string;
  readonly paymentId?: string;
  readonly requestId?: string;
  readonly orderId?: string;
  readonly subOrderId?: string;
  readonly terminalNo?: string;
  readonly batchNo?: string;
  readonly traceNo?: string;
  readonly rrn?: string;
}

/** One piece of money as one side tells it. Amounts: integer 分, unsigned; `direction` as the merchant sees it. */
export interface Item {
  readonly side: ItemSide;
  /** Unique among all items: the stream that tells it, with the fact's key where the stream tells several. */
  readonly id: string;
  readonly book: MatchBook;
  /** `wechat`, `alipay`, `unionpay`, `allinpay`, `douyin` … Of a bank's line: `bank`. */
  readonly channel: string;
  /** Merchant number, shop or bank account. */
  readonly account: string;
  readonly merchant: string;
  /** A reversal row is a `payment` of direction `out`. `movement`: what else moved a channel's account; it only ever explains a payout. */
  readonly kind: 'payment' | 'refund' | 'payout' | 'movement';
  /** As the merchant sees it; in the book of payouts as the bank account does: `in` arrives there. */
  readonly direction: 'in' | 'out';
  readonly amount: number;
  /** Charged (positive) or returned (negative). On the ledger's side: what the fee schedule leads to expect. Absent where nobody says. */
  readonly fee?: number;
  /** Signed, where it is told. */
  readonly net?: number;
  /** `undone`: voided or reversed, no money. `open`: its outcome is not known. */
  readonly status: 'done' | 'undone' | 'open';
  /** Part of what was asked for: the issuer approved less. */
  readonly requested?: number;
  /** yyyy-mm-dd: accounting day, or day of the statement. */
  readonly day: string;
  readonly occurredAt: string;
  readonly refs: ItemRefs;
}
