import type { Fact, FactEvent, Instant, Money } from '#kernel';

/** Who names the order: Douyin (`order_id`), or the mini-app itself (`cp_orderno`) where Douyin's id is not said. */
export type OrderNaming = 'order' | 'cp';

/** Fields that every fact of a payment in a mini-app carries. */
interface OfPayment<T extends string> extends Fact<T> {
  readonly appId: string;
  readonly naming: OrderNaming;
  /** Text: Douyin's ids exceed 2^53. */
  readonly orderNo: string;
  /** The mini-app's own number of the order, where the message says. */
  readonly outOrderNo?: string;
}

/** ecpay `payment`, or `payment` of the general trade system with status SUCCESS. key `paid` */
export interface MiniAppPaid extends OfPayment<'MiniAppPaymentSucceeded'> {
  /** `total_amount`, 分. */
  readonly amount: Money;
  /** `way` / `pay_channel`: 1 WeChat, 2 Alipay, 10 Douyin Pay; kept as it came. */
  readonly way?: number;
  /** The wallet's own number of the payment. */
  readonly channelTradeNo?: string;
}

/** `payment` of the trade system with another status: closed without payment. key `cancelled` */
export type MiniAppCancelled = OfPayment<'MiniAppPaymentCancelled'>;

/** `pre_create_refund`: somebody asks for money back. key `applied:<refund id>` */
export interface MiniAppRefundApplied extends OfPayment<'MiniAppRefundApplied'> {
  readonly refundId: string;
  /** Asked for, 分. */
  readonly amount: Money;
}

/** `refund` with status SUCCESS. key `refund:<refund id>` */
export interface MiniAppRefunded extends OfPayment<'MiniAppRefundSucceeded'> {
  readonly refundId: string;
  /** 分 */
  readonly amount: Money;
}

/** `refund` with another status. key `refund-failed:<refund id>` */
export interface MiniAppRefundFailed extends OfPayment<'MiniAppRefundFailed'> {
  readonly refundId: string;
}

export type MiniAppFact = MiniAppPaid | MiniAppCancelled | MiniAppRefundApplied | MiniAppRefunded | MiniAppRefundFailed;

/** Monotone rank in this order. The function is in mini-payment.standing.ts, as a table in the README. */
export type MiniAppStatus = 'unpaid' | 'cancelled' | 'paid' | 'partly_refunded' | 'refunded';

export type MiniAppException =
  'PAID_AND_CANCELLED' | 'REFUND_WITHOUT_PAYMENT' | 'REFUND_ABOVE_PAID' | 'REFUND_FAILED_AND_SUCCEEDED' | 'FACTS_CONTRADICT';

/** Where a payment in a mini-app stands after a set of facts. */
export interface MiniAppStanding {
  /** `<app id>.<naming>.<order no>` */
  readonly paymentId: string;
  readonly appId: string;
  readonly orderNo: string;
  readonly outOrderNo: string | null;
  readonly merchant: string;
  readonly store: string;
  readonly status: MiniAppStatus;
  /** A refund was asked for that neither succeeded nor failed. */
  readonly refundOpen: boolean;
  readonly method: string;
  readonly channelTradeNo: string | null;
  readonly paidAt: Instant | null;
  readonly refundedAt: Instant | null;
  /** 分 */
  readonly paid: Money;
  readonly refunded: Money;
  readonly exceptions: readonly MiniAppException[];
}

/** Records what Douyin said of a payment in a mini-app. Never refused. */
export interface RecordMiniAppFact {
  readonly type: 'RecordMiniAppFact';
  readonly fact: MiniAppFact;
}

export type MiniAppCommand = RecordMiniAppFact;
export type MiniAppEvent = FactEvent<MiniAppFact, MiniAppStanding>;
