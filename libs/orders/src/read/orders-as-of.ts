import type { PastCollections } from '#collections';
import { standingAfter } from '#kernel';
import {
  StreamsAsOf,
  hasException,
  isAsAsked,
  streamAsOf,
  streamRowOf,
  type Answer,
  type LastOfStream,
  type Page,
  type PastLog,
  type Reader,
  type Times,
} from '#projections';
import type { OrderEvent } from '../domain/order.messages.js';
import { ORDER_RULES } from '../domain/order.postings.js';
import type { OrderStanding } from '../domain/order.standing.messages.js';
import { orderStream } from '../orders.feature.js';
import { collectionOf } from './order-collections.js';
import { ORDER_COLUMNS, orderDetails, type OrderDetails, type OrderRow, type OrdersAsked } from './order-details.js';

export interface OrdersAsOfAsked extends Omit<OrdersAsked, 'updatedAfter' | 'minPosition'>, Times {}

/** Of which shop an order is never changes. */
const LIST = `select ${ORDER_COLUMNS}, opened_position as "openedPosition" from read.orders where ($1::text is null or shop_id = $1)`;

/** Douyin orders as they were known, counting facts up to an accounting day. */
export class OrdersAsOf {
  private readonly past: StreamsAsOf<OrderRow, OrderStanding>;

  constructor(
    reader: Reader,
    log: PastLog,
    private readonly collections: PastCollections,
  ) {
    this.past = new StreamsAsOf<OrderRow, OrderStanding>(reader, {
      ...log,
      derive: (events) => standingAfter(events as unknown as OrderEvent[], ORDER_RULES),
      projection: orderDetails,
      select: LIST,
      streamOf: ({ orderId }: OrderRow) => orderStream(orderId),
      rowOf: detailsOf,
    });
  }

  /** @throws ProjectionBehind on a position that is yet to come */
  async byId(orderId: string, times: Times): Promise<Answer<OrderDetails | undefined>> {
    const answer = await this.past.one(orderStream(orderId), times);
    return { ...answer, data: answer.data && (await this.collectedThen(answer.data, times)) };
  }

  /** A page may hold fewer rows than asked for and have a next one. @throws InvalidCursor */
  async list({ shopId, ...asked }: OrdersAsOfAsked): Promise<Page<OrderDetails>> {
    const page = await this.past.list(asked, {
      params: [shopId],
      matches: (row: OrderRow) => isAsAsked(row, asked, ['status', 'merchant', 'store']) && hasException(asked.exception, row),
    });
    return { ...page, data: await Promise.all(page.data.map((row) => this.collectedThen(row, asked))) };
  }

  /** A collection moves while its order stands still, so what the row says of it may be later. */
  private async collectedThen(row: OrderDetails, times: Times): Promise<OrderDetails> {
    if (!row.handedToPos) return { ...row, collection: null };
    const then = await streamAsOf(this.collections, this.collections.streamOf(row.orderId), times);
    return { ...row, collection: then?.standing ? collectionOf(then.standing) : null };
  }
}

const detailsOf = (then: LastOfStream<OrderStanding>): OrderDetails => ({
  ...then.standing,
  buyer: then.standing.buyer ?? null,
  handedToPos: then.standing.handedToPos ?? false,
  collection: null,
  ...streamRowOf(then),
});
