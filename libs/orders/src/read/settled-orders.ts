import type { Instant, Money } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import { orderDetails } from './order-details.js';

/** A Douyin order that was settled, as those look at it who count fees. */
export interface SettledOrder {
  readonly orderId: string;
  readonly method: string;
  /** When it was paid; where no message told that, when it was created or completed. */
  readonly at: Instant;
  /** What its settle rows paid out and kept, together, 分. */
  readonly settledGross: Money;
  /** What they kept: service fee, commissions and all, 分. */
  readonly fees: number;
}

export interface SettledAsked extends Freshness {
  readonly merchant: string;
  /** Paid from then on … */
  readonly from: Instant;
  /** … and before then. */
  readonly before: Instant;
}

const PAGE = 1_000;
const AT = 'coalesce(paid_at, created_at, completed_at)';

const SETTLED = `
  select order_id as "orderId", method, ${AT} as at, settled_gross as "settledGross", fees
  from read.orders
  where merchant = $1 and settled_gross > 0 and (${AT}, order_id) > ($2::timestamptz, $3::text) and ${AT} < $4
  order by ${AT}, order_id limit $5`;

/** Settled orders by time, page after page: never more than a page in memory. Orders known by settle rows alone are left out. */
export async function* settledOrders(reader: Reader, asked: SettledAsked): AsyncGenerator<Answer<SettledOrder[]>> {
  const { merchant, from, before, minPosition } = asked;
  let after: Pick<SettledOrder, 'at' | 'orderId'> | undefined = { at: from, orderId: '' };
  while (after) {
    const params = [merchant, after.at, after.orderId, before, PAGE];
    const page: Answer<SettledOrder[]> = await reader.rows({ projection: orderDetails, sql: SETTLED, params, minPosition });
    yield page;
    after = page.data.length < PAGE ? undefined : page.data.at(-1);
  }
}

/** Settled orders of which only settle rows tell, so that they have no time: how many, and their gross. */
export interface UndatedOrders {
  readonly count: number;
  readonly amount: number;
}

const UNDATED = `
  select count(*)::integer as count, coalesce(sum(settled_gross), 0)::bigint as amount
  from read.orders where merchant = $1 and settled_gross > 0 and ${AT} is null`;

export async function undatedOrders(reader: Reader, merchant: string): Promise<UndatedOrders> {
  const { data } = await reader.rows<UndatedOrders>({ projection: orderDetails, sql: UNDATED, params: [merchant] });
  return data[0] ?? { count: 0, amount: 0 };
}
