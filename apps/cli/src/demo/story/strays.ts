import type { Cast } from './cast.js';
import { TAG, pushItem, type OrderIds, type PushItem } from './douyin-messages.js';
import { MINUTE_MS, clock, unixSeconds } from './moments.js';
import { Random } from './random.js';

/** Messages for a shop that nobody has bound. */
export const STRAYS_ELSEWHERE = 3;

const OTHER_TAGS = ['400', '417', '999'] as const;

/** Messages that are none of the ledger's business, and some for a shop that nobody has bound: these it parks. */
export function straysOf(cast: Cast, orderCount: number): PushItem[] {
  const random = new Random(cast.tale, 'strays');
  const { shopId } = cast.shop;
  const anyTime = (): number => clock('10:00') + random.between(0, 12 * 60) * MINUTE_MS;
  const idsOf = (shop: string, serial: number): OrderIds => {
    const orderId = `69${cast.tale}9999${String(serial).padStart(4, '0')}`;
    return { shopId: shop, orderId, subOrderIds: [orderId] };
  };
  const probe = pushItem(TAG.probe, idsOf(shopId, 0), clock('08:00'), {});
  const other = Array.from({ length: 3 + Math.ceil(orderCount / 200) }, (_, index) =>
    pushItem(random.pick(OTHER_TAGS), idsOf(shopId, index + 1), anyTime(), { product_id: 35_000_000 + index, status: 1 }),
  );
  const elsewhere = Array.from({ length: STRAYS_ELSEWHERE }, (_, index) => {
    const paidAt = anyTime();
    const paid = { pay_type: 1, pay_time: unixSeconds(paidAt), pay_amount: 1990, order_status: 2, order_type: 0, biz: 2 };
    return pushItem(TAG.paid, idsOf(`19${cast.tale.slice(0, 8)}`, 9000 + index), paidAt, paid);
  });
  return [probe, ...other, ...elsewhere];
}
