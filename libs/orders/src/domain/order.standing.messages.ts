import type { Instant, Money, Sealed } from '#kernel';
import type { AftersaleCase } from './order-aftersale.messages.js';

/** Monotone rank in this order: a further fact never takes an order back. The function is in order.status.ts, as a table in the README. */
export type OrderStatus =
  | 'created'
  | 'held'
  /** The deposit of a deposit-and-balance order is paid, the balance not yet. */
  | 'deposit_paid'
  | 'paid'
  | 'partly_shipped'
  | 'shipped'
  | 'completed'
  | 'settled'
  | 'cancelled'
  /** Cancelled with only the deposit paid: the buyer forfeits it, unless it is refunded. */
  | 'deposit_kept'
  /** Cancelled after payment, and the money is not given back yet. */
  | 'refund_due'
  | 'partly_refunded'
  | 'refunded';

/** Contradictions and gaps of an order; its money stands on suspense where it has nowhere else to go. */
export type OrderException =
  | 'REFUND_ABOVE_PAID'
  | 'REFUND_WITHOUT_PAYMENT'
  | 'COMPLETED_WITHOUT_PAYMENT'
  | 'PAID_AFTER_CANCELLATION'
  | 'SETTLED_WITHOUT_PAYMENT'
  | 'SETTLED_ABOVE_PAID'
  | 'ROW_DOES_NOT_ADD_UP'
  | 'SHIPPED_WITHOUT_PAYMENT'
  | 'REPRICED_AFTER_PAYMENT'
  | 'PAID_ABOVE_PRICE'
  | 'PHASES_DISAGREE'
  | 'AFTERSALE_CLOSED_AND_REFUNDED'
  | 'REFUND_ABOVE_ASKED'
  | 'REFUND_NOT_TOLD'
  | 'DISCOUNTS_DO_NOT_ADD_UP'
  | 'FACTS_CONTRADICT';

/** Where an order stands after a set of facts. */
export interface OrderStanding {
  readonly orderId: string;
  readonly shopId: string;
  readonly merchant: string;
  readonly store: string;
  readonly status: OrderStatus;
  readonly aftersaleOpen: boolean;
  readonly method: string;
  readonly liveRoomId: string | null;
  readonly createdAt: Instant | null;
  readonly paidAt: Instant | null;
  readonly shippedAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly cancelledAt: Instant | null;
  /** 分 */
  readonly paid: Money;
  readonly refunded: Money;
  /** Part of `refunded` that came out of other money than the buyer's payment: deposit, reserve, advance, cash; as far as no settle row books it. 分 */
  readonly refundedElsewhere: Money;
  /** Part of `paid` that stages of a deposit-and-balance order brought. 分 */
  readonly paidInPhases: Money;
  /**
   * What the buyer is to pay, postage and changes of price included: as the last change of price or detail says. What was paid
   * once that is all; null while nobody says an amount. 分
   */
  readonly payable: Money | null;
  /** Before discounts, and who gave them; null while nobody detailed the order. 分 */
  readonly listPrice: Money | null;
  readonly discountShop: Money | null;
  readonly discountPlatform: Money | null;
  readonly discountTalent: Money | null;
  readonly discountPayment: Money | null;
  /** Taken off the receivable by settlement rows, less what was given back after settlement. May be negative. 分 */
  readonly settledGross: number;
  /** Part of `settledGross` that the buyer did not pay. Open with Douyin: paid + subsidy − (refunded − refundedElsewhere) − settledGross. 分 */
  readonly subsidy: number;
  readonly fees: number;
  readonly settledNet: number;
  /** The buyer's open id, where a detail told it. */
  readonly buyer?: Sealed;
  /** It was handed to a terminal, however often. */
  readonly handedToPos?: true;
  /** After-sale cases in the order of their ids. */
  readonly aftersales: readonly AftersaleCase[];
  readonly exceptions: readonly OrderException[];
}
