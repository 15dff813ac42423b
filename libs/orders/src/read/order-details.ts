import {
  STREAM_COLUMNS,
  STREAM_INDEXES,
  Table,
  column,
  lastOfStreams,
  listStreams,
  nullable,
  streamColumns,
  write,
  type Answer,
  type Freshness,
  type LastOfStream,
  type ListAsked,
  type Page,
  type Projection,
  type Reader,
  type StreamRow,
} from '#projections';
import type { Sealed } from '#kernel';
import type { OrderStanding } from '../domain/order.standing.messages.js';
import { ORDER_EVENTS } from '../orders.feature.js';
import {
  COLLECTION_COLUMN,
  COLLECTION_TYPES,
  collectionRows,
  orderCollections,
  type OrderCollection,
} from './order-collections.js';

/** An order as its last event left it. */
export interface OrderDetails extends OrderRow, StreamRow {}

export interface OrderRow extends Omit<OrderStanding, 'handedToPos' | 'buyer'> {
  /** Open id; null where nobody told it. */
  readonly buyer: Sealed | null;
  /** It was handed to a terminal: see its payment requests. */
  readonly handedToPos: boolean;
  /** How far terminals came with it; null where it was never handed to one. */
  readonly collection: OrderCollection | null;
}

const orders = new Table<LastOfStream<OrderStanding>>({
  name: 'orders',
  columns: {
    order_id: column('text', ({ standing }) => standing.orderId),
    shop_id: column('text', ({ standing }) => standing.shopId),
    merchant: column('text', ({ standing }) => standing.merchant),
    store: column('text', ({ standing }) => standing.store),
    status: column('text', ({ standing }) => standing.status),
    aftersale_open: column('boolean', ({ standing }) => standing.aftersaleOpen),
    method: column('text', ({ standing }) => standing.method),
    live_room_id: nullable('text', ({ standing }) => standing.liveRoomId),
    handed_to_pos: column('boolean', ({ standing }) => standing.handedToPos ?? false),
    buyer: nullable('json', ({ standing }) => standing.buyer ?? null),
    created_at: nullable('timestamptz', ({ standing }) => standing.createdAt),
    paid_at: nullable('timestamptz', ({ standing }) => standing.paidAt),
    shipped_at: nullable('timestamptz', ({ standing }) => standing.shippedAt),
    completed_at: nullable('timestamptz', ({ standing }) => standing.completedAt),
    cancelled_at: nullable('timestamptz', ({ standing }) => standing.cancelledAt),
    paid: column('bigint', ({ standing }) => standing.paid),
    refunded: column('bigint', ({ standing }) => standing.refunded),
    refunded_elsewhere: column('bigint', ({ standing }) => standing.refundedElsewhere),
    paid_in_phases: column('bigint', ({ standing }) => standing.paidInPhases),
    payable: nullable('bigint', ({ standing }) => standing.payable),
    list_price: nullable('bigint', ({ standing }) => standing.listPrice),
    discount_shop: nullable('bigint', ({ standing }) => standing.discountShop),
    discount_platform: nullable('bigint', ({ standing }) => standing.discountPlatform),
    discount_talent: nullable('bigint', ({ standing }) => standing.discountTalent),
    discount_payment: nullable('bigint', ({ standing }) => standing.discountPayment),
    settled_gross: column('bigint', ({ standing }) => standing.settledGross),
    subsidy: column('bigint', ({ standing }) => standing.subsidy),
    fees: column('bigint', ({ standing }) => standing.fees),
    settled_net: column('bigint', ({ standing }) => standing.settledNet),
    aftersales: column('json', ({ standing }) => standing.aftersales),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<OrderStanding>(),
  },
  key: ['order_id'],
  indexes: [
    ...STREAM_INDEXES,
    '(status, opened_position)',
    '(shop_id, opened_position)',
    '(merchant, (coalesce(paid_at, created_at, completed_at)), order_id) where settled_gross > 0',
  ],
});

/** Douyin orders: status, money, who gave discounts, after-sale cases, and what terminals collected for them. */
export const orderDetails: Projection = {
  name: 'orders',
  version: 5,
  handles: [...Object.keys(ORDER_EVENTS), ...COLLECTION_TYPES],
  tables: [orders, orderCollections],
  apply: (events, tx) => {
    const own = events.filter(({ type }) => !COLLECTION_TYPES.includes(type));
    return write(tx, orders.rows(lastOfStreams(own)), orderCollections.rows(collectionRows(events)));
  },
};

export interface OrdersAsked extends ListAsked {
  readonly status?: string | undefined;
  readonly shopId?: string | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

export const ORDER_COLUMNS = `
  order_id as "orderId", shop_id as "shopId", merchant, store, status, aftersale_open as "aftersaleOpen", method,
  live_room_id as "liveRoomId", buyer, handed_to_pos as "handedToPos", created_at as "createdAt", paid_at as "paidAt", shipped_at as "shippedAt",
  completed_at as "completedAt", cancelled_at as "cancelledAt", paid, refunded,
  refunded_elsewhere as "refundedElsewhere", paid_in_phases as "paidInPhases", payable, list_price as "listPrice",
  discount_shop as "discountShop", discount_platform as "discountPlatform", discount_talent as "discountTalent",
  discount_payment as "discountPayment", settled_gross as "settledGross", subsidy, fees, settled_net as "settledNet",
  aftersales, exceptions, ${COLLECTION_COLUMN}, ${STREAM_COLUMNS}`;

const BY_ID = `select ${ORDER_COLUMNS} from read.orders where order_id = $1`;

const LIST = `
  select ${ORDER_COLUMNS}, opened_position as "openedPosition" from read.orders
  where ($1::text is null or status = $1) and ($2::text is null or shop_id = $2) and ($3::text is null or merchant = $3)
    and ($4::text is null or store = $4)
    and ($5::text is null or (cardinality(exceptions) > 0 and ($5 = 'any' or $5 = any(exceptions))))`;

export class OrderQueries {
  constructor(private readonly reader: Reader) {}

  async byId(orderId: string, { minPosition }: Freshness = {}): Promise<Answer<OrderDetails | undefined>> {
    const question = { projection: orderDetails, sql: BY_ID, params: [orderId], minPosition };
    const { position, data } = await this.reader.rows<OrderDetails>(question);
    return { position, data: data[0] };
  }

  /** @throws InvalidCursor */
  list(asked: OrdersAsked): Promise<Page<OrderDetails>> {
    const { status, shopId, merchant, store, exception } = asked;
    const params = [status, shopId, merchant, store, exception];
    return listStreams<OrderRow>(this.reader, { projection: orderDetails, select: LIST, params }, asked);
  }
}
