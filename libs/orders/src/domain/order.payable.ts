import { ZERO, add, money, sum, type Money } from '#kernel';
import type { OrderFact, OrderRepriced } from './order.messages.js';
import { all } from './order.facts-in.js';
import { particularsOf } from './order.particulars.js';
import { paymentIn } from './order.payment.js';

/**
 * What the buyer is to pay, as far as it was told; once all is paid, that. A detail says it with discounts and postage; a price
 * that was changed after it takes its place. Where a detail hides it, list price less discounts is what there is. Facts in
 * canonical order.
 */
export function payableIn(facts: readonly OrderFact[]): Money | null {
  const payment = paymentIn(facts);
  if (payment?.isWhole) return payment.total;
  const detail = all(facts, 'DouyinOrderDetailed').findLast(({ payAmount }) => payAmount !== undefined);
  const repriced = all(facts, 'DouyinOrderRepriced').at(-1);
  if (repriced && (!detail || repriced.occurredAt > detail.occurredAt)) return priceOf(repriced);
  return detail?.payAmount ?? discountedIn(facts);
}

/** Price and postage after a change. Discounts that were given before may still take off it. */
export const priceOf = ({ totalAmount, postAmount }: OrderRepriced): Money => add(totalAmount, postAmount);

function discountedIn(facts: readonly OrderFact[]): Money | null {
  const { orderAmount, discountShop = ZERO, discountPlatform = ZERO, discountTalent = ZERO } = particularsOf(facts);
  return orderAmount === undefined
    ? null
    : money(Math.max(0, orderAmount - sum([discountShop, discountPlatform, discountTalent])));
}
