/** One piece of money as the channel that moved it knows it. Amounts: integer 分. */
export interface ChannelRow {
  readonly channel: string;
  /** Whose it is, as the channel calls the merchant. */
  readonly merchantNo: string;
  /** A reversal takes a payment back whole. */
  readonly kind: 'payment' | 'refund' | 'reversal';
  /** ms */
  readonly at: number;
  readonly method: string;
  readonly cardType?: 'debit' | 'credit';
  /** Unsigned. */
  readonly amount: number;
  /** Positive: charged; negative: returned. */
  readonly fee: number;
  readonly numbers: ChannelNumbers;
}

/** What it goes by. A refund or reversal names what it is about. */
export interface ChannelNumbers {
  /** The channel's own, of this row. */
  readonly tradeNo: string;
  readonly originalTradeNo?: string;
  /** Ours, as far as whoever asked for the money gave one. */
  readonly orderNo: string;
  readonly originalOrderNo?: string;
  /** As the slip has them. */
  readonly terminalNo?: string;
  readonly batchNo?: string;
  readonly traceNo?: string;
  readonly rrn?: string;
}

/** Signed by what it does to the merchant's money, less what the channel keeps. 分 */
export const netOf = ({ kind, amount, fee }: ChannelRow): number => (kind === 'payment' ? amount : -amount) - fee;
