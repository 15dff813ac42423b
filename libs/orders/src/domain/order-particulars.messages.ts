import type { Money, Sealed } from '#kernel';
import type { OfOrder } from './order.fact.js';

/** An item of an order: settled, shipped and refunded on its own. */
export interface SubOrder {
  readonly subOrderId: string;
  /** `sum_amount`: price × number, 分. */
  readonly amount?: Money;
  /** `pay_amount`, 分. */
  readonly payAmount?: Money;
  /** Who sold it. */
  readonly authorId?: string;
  readonly liveRoomId?: string;
}

/**
 * What the platform details of an order at one time, by push or by query; any field may be hidden from us. Amounts 分.
 * key `detailed:<update_time>:<digest of what it says>`: the platform does not move `update_time` with every field, so what is
 * said anew is a fact anew. The latest that says a field stands.
 */
export interface OrderDetailed extends OfOrder<'DouyinOrderDetailed'> {
  readonly orderStatus?: number;
  readonly mainStatus?: number;
  /** `pay_type`, more finely than a push has it. */
  readonly payType?: number;
  readonly channelPaymentNo?: string;
  /** Before discounts. */
  readonly orderAmount?: Money;
  /** After the discounts of shop, platform and talent; a payment discount is still in it. */
  readonly payAmount?: Money;
  readonly postAmount?: Money;
  /** Freight insurance (运费险) that the buyer paid. */
  readonly postInsurance?: Money;
  /** What the merchant changed the price by; of either sign. */
  readonly modifyAmount?: number;
  readonly modifyPostAmount?: number;
  /** `promotion_amount`: the next three together. */
  readonly discounts?: Money;
  readonly discountShop?: Money;
  readonly discountPlatform?: Money;
  readonly discountTalent?: Money;
  /** `promotion_pay_amount` (支付优惠): part of `payAmount` that the payment's promoter pays for the buyer. */
  readonly discountPayment?: Money;
  readonly subOrders?: readonly SubOrder[];
  /** The buyer's open id. */
  readonly buyer?: Sealed;
}

/** A stage of a deposit-and-balance order (定金预售) is paid: `order_phase_list`. key `phase:<phase_order_id>:<phase>` */
export interface OrderPhasePaid extends OfOrder<'DouyinOrderPhasePaid'> {
  /** 1 the deposit, 2 the balance. */
  readonly phase: number;
  /** `total_phase`; two unless said. */
  readonly phases?: number;
  /** `phase_pay_amount`, 分. */
  readonly amount: Money;
  readonly payType?: number;
}
