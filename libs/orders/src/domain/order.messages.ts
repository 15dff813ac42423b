import type { Fact, FactEvent, Instant, Money } from '#kernel';

/** Fields that every fact of a Douyin order carries. Ids are digits as text: they exceed 2^53. */
interface OfOrder<T extends string> extends Fact<T> {
  /** Parent order id (`p_id`). */
  readonly orderId: string;
  readonly shopId: string;
}

/** Push tag 100. key `created` */
export interface OrderCreated extends OfOrder<'DouyinOrderCreated'> {
  /** `order_type`: 0 ordinary, 2 virtual, 4 POI voucher, 5 third-party voucher, 6 service market. */
  readonly orderType: number;
  /** Live room it was sold in, where the message says. */
  readonly liveRoomId?: string;
}

/** Push tag 101, or 110 with a `pay_time`. key `paid` */
export interface OrderPaid extends OfOrder<'DouyinOrderPaid'> {
  /** `pay_amount`, 分. */
  readonly amount: Money;
  /** `pay_type`: 0 cash on delivery, 1 WeChat, 2 Alipay … (domain of the platform, kept as it came). A field that may be hidden from us. */
  readonly payType?: number;
  readonly liveRoomId?: string;
}

/** Push tag 110 without a `pay_time`: paid, held for risk review. key `held` */
export type OrderPaymentHeld = OfOrder<'DouyinOrderPaymentHeld'>;

/** Push tag 109. key `repriced:<modify_time>` */
export interface OrderRepriced extends OfOrder<'DouyinOrderRepriced'> {
  readonly totalAmount: Money;
  readonly postAmount: Money;
}

/** Push tag 108. key `partly_shipped:<update_time>` */
export type OrderPartlyShipped = OfOrder<'DouyinOrderPartlyShipped'>;

/** Push tag 102. key `shipped` */
export type OrderShipped = OfOrder<'DouyinOrderShipped'>;

/** Push tag 103. key `completed` */
export type OrderCompleted = OfOrder<'DouyinOrderCompleted'>;

/** Push tag 106, before or after payment. key `cancelled` */
export interface OrderCancelled extends OfOrder<'DouyinOrderCancelled'> {
  readonly reason?: string;
}

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
}

/** Push tags 206 and 225. key `refund:<aftersale_id>` */
export interface RefundSucceeded extends OfOrder<'DouyinRefundSucceeded'> {
  readonly aftersaleId: string;
  readonly subOrderId?: string;
  /** `refund_amount`, 分, postage included. */
  readonly amount: Money;
}

/** A row of the settle bill (`order.getSettleBillDetailV3`) named this order: one settlement of one sub-order. key `settled:<request_no>` */
export interface OrderSettled extends OfOrder<'DouyinOrderSettled'> {
  readonly requestNo: string;
  /** `trade_type`: 0 settled · 1 refund after settlement, original way · 2 refund out of the deposit · 3 refund after settlement, other way. */
  readonly tradeType: 0 | 1 | 2 | 3;
  /** What the row takes off the receivable (`total_income`), 分; gives back unless `tradeType` is 0. */
  readonly gross: Money;
  /** Part of `gross` that platforms and talents added to the buyer's money. */
  readonly subsidy: Money;
  /** Kept by the platform; given back where money goes back. */
  readonly fees: SettlementFees;
  /** `settle_amount`: gross less fees. */
  readonly net: Money;
}

/** 平台服务费, 达人佣金, 渠道分成, 招商/团长服务费, 站外推广费, 其他分成. */
export interface SettlementFees {
  readonly platformService: Money;
  readonly commission: Money;
  readonly channel: Money;
  readonly colonel: Money;
  readonly promotion: Money;
  readonly other: Money;
}

export type OrderFact =
  | OrderCreated
  | OrderPaid
  | OrderPaymentHeld
  | OrderRepriced
  | OrderPartlyShipped
  | OrderShipped
  | OrderCompleted
  | OrderCancelled
  | AftersaleMoved
  | RefundSucceeded
  | OrderSettled;

/** Monotone rank in this order: a further fact never takes an order back. The function is in order.standing.ts, as a table in the README. */
export type OrderStatus =
  | 'created'
  | 'held'
  | 'paid'
  | 'partly_shipped'
  | 'shipped'
  | 'completed'
  | 'settled'
  | 'cancelled'
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
  /** Taken off the receivable by settlement rows, less what was given back after settlement. May be negative. 分 */
  readonly settledGross: number;
  /** Part of `settledGross` that the buyer did not pay. Open with Douyin: paid + subsidy − refunded − settledGross. 分 */
  readonly subsidy: number;
  readonly fees: number;
  readonly settledNet: number;
  readonly exceptions: readonly OrderException[];
}

/** Records what Douyin said. Never refused. */
export interface RecordOrderFact {
  readonly type: 'RecordOrderFact';
  readonly fact: OrderFact;
}

export type OrderCommand = RecordOrderFact;
export type OrderEvent = FactEvent<OrderFact, OrderStanding>;
