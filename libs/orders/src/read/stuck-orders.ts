import type { Instant } from '#kernel';
import type { Reader } from '#projections';
import { orderDetails } from './order-details.js';

const PAGE = 200;

/** What has not come to an end: the buyer's money, or the goods, are still under way. */
const STUCK = `
  select order_id as "orderId" from read.orders
  where shop_id = $1 and status in ('created', 'held', 'paid', 'partly_shipped', 'shipped')
    and coalesce(paid_at, created_at) < $2 and order_id > $3
  order by order_id limit ${String(PAGE)}`;

/** Ids of the orders of a shop that were paid (or opened) before a moment and have not come to an end since, page by page. */
export async function* stuckOrders(reader: Reader, shopId: string, before: Instant): AsyncGenerator<string[]> {
  for (let after = ''; ;) {
    const question = { projection: orderDetails, sql: STUCK, params: [shopId, before, after] };
    const { data } = await reader.rows<{ readonly orderId: string }>(question);
    const ids = data.map(({ orderId }) => orderId);
    if (ids.length > 0) yield ids;
    after = ids.at(-1) ?? '';
    if (ids.length < PAGE) return;
  }
}
