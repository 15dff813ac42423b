import { accounts, type Account, type Dimensions } from '#kernel';
import type { OrderFact, OrderPaid } from './order.messages.js';

/** `pay_type` → how the buyer paid. 0–2 in pushes, all in order details. */
const METHODS: Readonly<Record<number, string>> = {
  0: 'cod',
  1: 'wechat',
  2: 'alipay',
  3: 'mini_program',
  4: 'card',
  5: 'balance',
  7: 'none',
  8: 'instalment',
  9: 'card',
  12: 'pay_later',
};

const CASH_ON_DELIVERY = 0;

/** How the report names a buyer's way to pay: `other` where the platform has a new one, `unknown` where it did not say. */
export const methodOf = ({ payType }: OrderPaid): string => (payType === undefined ? 'unknown' : (METHODS[payType] ?? 'other'));

/** Who holds the buyer's money until it is settled: the platform, or the courier (货到付款). */
export const receivableOf = (shopId: string, paid: OrderPaid | undefined): Account =>
  paid?.payType === CASH_ON_DELIVERY ? accounts.cashOnDelivery(shopId) : accounts.douyinReceivable(shopId);

/** The day of the fact, the dimensions of the payment: a report nets a sale, its refunds and its settlement under one heading. */
export const bookingOf = (fact: OrderFact, paid: OrderPaid | undefined): OrderFact['booking'] => ({
  businessDate: fact.booking.businessDate,
  of: paid ? dimensionsOf(paid) : fact.booking.of,
});

const dimensionsOf = (paid: OrderPaid): Dimensions => ({ ...paid.booking.of, method: methodOf(paid) });
