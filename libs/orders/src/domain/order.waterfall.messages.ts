/** An event that explains a step. */
export interface Evidence {
  readonly stream: string;
  readonly position: string;
}

export type WaterfallName =
  | 'list_price'
  | 'discount_shop'
  | 'discount_platform'
  | 'discount_talent'
  | 'postage'
  | 'price_change'
  | 'buyer_insurance'
  | 'paid'
  | 'refunds'
  | 'subsidies'
  | 'platform_service'
  | 'commission'
  | 'channel_share'
  | 'colonel'
  | 'promotion'
  | 'other_sharing'
  | 'row_difference'
  | 'insurance'
  | 'other_movements'
  | 'net'
  | 'unsettled'
  | 'elsewhere'
  | 'settled'
  | 'withdrawn'
  | 'on_account';

/** One step down from the list price to the bank, 分. */
export interface WaterfallStep {
  readonly step: WaterfallName;
  /** What it adds or takes; of a total, where the money stands by a source of its own. */
  readonly amount: number;
  readonly isTotal: boolean;
  /** What is left after it. Of an explained total, its amount. */
  readonly after: number;
  readonly events: readonly Evidence[];
}

/** The money of one order, step by step. */
export interface Waterfall {
  readonly orderId: string;
  readonly shopId: string;
  readonly steps: readonly WaterfallStep[];
  /** Part of `paid` that the promoter of a payment method paid for the buyer; null where nobody said. */
  readonly discountPayment: number | null;
  /** Not at the bank yet: with Douyin or the courier, and on the shop's account. */
  readonly open: number;
  readonly isExplained: boolean;
  /** Between each total and the steps before it, together, whatever the direction. */
  readonly unexplained: number;
}

/** Money on the shop's account that names this order beside its settle rows. */
export interface OrderMovement extends Evidence {
  readonly purpose: string | null;
  /** Out is negative, 分. */
  readonly net: number;
}

/** What of the order's money on the shop's account was paid out to the bank. */
export interface Withdrawn {
  readonly amount: number;
  readonly events: readonly Evidence[];
}
