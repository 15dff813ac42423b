import type { Money } from '#kernel';
import type { OfOrder } from './order.fact.js';

export type AftersaleStep =
  | 'applied'
  | 'refund_agreed'
  | 'return_agreed'
  | 'goods_returned'
  | 'refund_refused'
  | 'return_refused'
  | 'closed'
  | 'modified'
  | 'arbitration'
  | 'other';

/** Push tags 200–205, 207–224, 226 …: no money moves. key `aftersale:<aftersale_id>:<tag>:<update_time>` */
export interface AftersaleMoved extends OfOrder<'DouyinAftersaleMoved'> {
  readonly aftersaleId: string;
  readonly subOrderId?: string;
  readonly step: AftersaleStep;
  /** Asked for, 分; where the message says. */
  readonly refundAmount?: Money;
  /** What the case is about, where its tag says: goods instead of money (211, 226, 227), a special right (224). */
  readonly about?: 'exchange' | 'resend' | 'special_right';
  /** `aftersale_type`: 0 return and refund · 1 refund after shipping · 2 before · 3 exchange · 6 price protection · 7 re-send … */
  readonly aftersaleType?: number;
  /** `aftersale_status`, as the platform numbers it. */
  readonly aftersaleStatus?: number;
}

/** Push tags 206 and 225. key `refund:<aftersale_id>` */
export interface RefundSucceeded extends OfOrder<'DouyinRefundSucceeded'> {
  readonly aftersaleId: string;
  readonly subOrderId?: string;
  /** `refund_amount`, 分, postage included. */
  readonly amount: Money;
  /** Part of `amount` that is postage. */
  readonly postAmount?: Money;
  /** `aftersale_refund_type`: out of whose money, see order.refund-channel.ts. The buyer's payment where it is not said. */
  readonly refundChannel?: number;
  /** Tag 225: a special right of the buyer, not an ordinary case. */
  readonly specialRight?: true;
}

/** Where a case stands: its last step, or how it ended. `goods_given`: an exchange or re-send was done, no money moved. */
export type AftersaleStatus = AftersaleStep | 'refunded' | 'goods_given';

/** One after-sale case after a set of facts. */
export interface AftersaleCase {
  readonly aftersaleId: string;
  readonly subOrderId: string | null;
  readonly status: AftersaleStatus;
  readonly aftersaleType: number | null;
  /** The most that was asked for, 分. */
  readonly asked: Money | null;
  /** 分 */
  readonly refunded: Money;
  readonly refundChannel: number | null;
}
