import type { OrderIds } from './douyin-messages.js';
import { billTime } from './moments.js';

/** A row of `order.getSettleBillDetailV3` as it stands in the answer of Douyin's API; amounts 分. */
export interface SettleRow {
  readonly settledAt: number;
  readonly fields: Readonly<Record<string, string | number>>;
}

export interface SettleRowFacts {
  readonly tale: string;
  readonly order: number;
  /** Of the order's rows. */
  readonly index: number;
  readonly orderedAt: number;
  readonly settledAt: number;
  /** As in the push: 1 WeChat, 2 Alipay. */
  readonly payType: number;
  readonly tradeType: 0 | 1 | 2 | 3;
  readonly income: number;
  readonly subsidy: number;
  /** Part of the subsidy that the talent gave. */
  readonly byTalent: number;
  readonly platformFee: number;
  readonly commission: number;
}

/** Fees stand negative, as in the merchant console's exports: the ledger has to cope. */
export function settleRow({ orderId, subOrderIds: [subOrderId = orderId] }: OrderIds, facts: SettleRowFacts): SettleRow {
  const { tale, order, index, orderedAt, settledAt, tradeType, income, subsidy, byTalent, platformFee, commission } = facts;
  return {
    settledAt,
    fields: {
      request_no: `88${tale}${String(order).padStart(7, '0')}${String(index)}`,
      settle_time: billTime(settledAt),
      order_time: billTime(orderedAt),
      shop_order_id: orderId,
      order_id: subOrderId,
      trade_type: tradeType,
      pay_type_desc: facts.payType === 2 ? '支付宝' : '微信',
      flow_type_desc: '小店自卖',
      total_amount: income - subsidy,
      real_pay_amount: income - subsidy,
      platform_coupon: subsidy - byTalent,
      author_coupon: byTalent,
      zt_pay_promotion: 0,
      zr_pay_promotion: 0,
      refund_before_settle: 0,
      total_income: income,
      platform_service_fee: -platformFee,
      commission: -commission,
      good_learn_channel_fee: 0,
      colonel_service_fee: 0,
      channel_promotion_fee: 0,
      other_sharing_amount: 0,
      total_outcome: -(platformFee + commission),
      settle_amount: income - platformFee - commission,
    },
  };
}
