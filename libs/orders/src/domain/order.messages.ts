import type { FactEvent, Money } from '#kernel';
import type { AftersaleMoved, RefundSucceeded } from './order-aftersale.messages.js';
import type { OfOrder } from './order.fact.js';
import type { OrderDetailed, OrderPhasePaid } from './order-particulars.messages.js';
import type { OrderStanding } from './order.standing.messages.js';

/** Push tag 100. key `created` */
export interface OrderCreated extends OfOrder<'DouyinOrderCreated'> {
  /** `order_type`: 0 ordinary, 2 virtual, 4 POI voucher, 5 third-party voucher, 6 service market. */
  readonly orderType?: number;
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

/** We handed the order to a terminal to be paid there: from now on its collection wants to know how it moves. key `handed:<request id>` */
export interface OrderHandedToPos extends OfOrder<'DouyinOrderHandedToPos'> {
  readonly requestId: string;
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
  | OrderSettled
  | OrderDetailed
  | OrderPhasePaid
  | OrderHandedToPos;

/** Records what Douyin said. Never refused. */
export interface RecordOrderFact {
  readonly type: 'RecordOrderFact';
  readonly fact: OrderFact;
}

export type OrderCommand = RecordOrderFact;
export type OrderEvent = FactEvent<OrderFact, OrderStanding>;
