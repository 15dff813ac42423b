import type { CollectionEvent, CollectionStanding, RequestStanding, RequestStatus } from '#collections';
import type { StoredEvent } from '#event-log';
import { invariant, type Money } from '#kernel';
import { Table, column, lastOfStreams } from '#projections';

/** How far terminals came with collecting an order that was handed to them. */
export interface OrderCollection {
  /** Taken at terminals and not given back, over all requests, 分. */
  readonly collected: Money;
  /** The request that is open, else the last one. */
  readonly requestId: string;
  readonly status: RequestStatus;
  /** As far as terminals go it may be handed to one again: nothing is collected, and no request can still bring money. */
  readonly mayRequest: boolean;
  /** Payments of the requests that took money. */
  readonly paymentIds: readonly string[];
}

const TOLD_BY: Readonly<Record<CollectionEvent['type'], true>> = {
  PaymentRequested: true,
  PaymentRequestConfirmed: true,
  PaymentRequestCancelled: true,
  PaymentRequestExpired: true,
  PaymentOutcomeOverdue: true,
  PaymentOutcomeReported: true,
  CollectingPaymentMoved: true,
  CollectedOrderMoved: true,
};
export const COLLECTION_TYPES = Object.keys(TOLD_BY);

/** Requests of which nobody knows yet that no money was taken. */
const IS_OPEN: Readonly<Record<RequestStatus, boolean>> = {
  requested: true,
  confirmed: true,
  unknown: true,
  approved: true,
  cancelled: false,
  expired: false,
  declined: false,
  reversed: false,
  partly_refunded: false,
  refunded: false,
};

const isOpen = ({ status }: RequestStanding): boolean => IS_OPEN[status];

/** What a collection's standing says of its order. */
export function collectionOf({ collected, requests }: CollectionStanding): OrderCollection {
  const told = requests.find(isOpen) ?? requests.at(-1);
  invariant(told !== undefined, 'a collection begins with a request');
  return {
    collected,
    requestId: told.requestId,
    status: told.status,
    mayRequest: collected === 0 && !isOpen(told),
    paymentIds: requests.flatMap((request) => (request.collected > 0 ? request.paymentIds : [])),
  };
}

interface CollectionRow extends OrderCollection, Pick<CollectionStanding, 'orderId' | 'merchant'> {}

/** A row for each order that was ever handed to a terminal. */
export const orderCollections = new Table<CollectionRow>({
  name: 'order_collections',
  columns: {
    order_id: column('text', ({ orderId }) => orderId),
    merchant: column('text', ({ merchant }) => merchant),
    collected: column('bigint', ({ collected }) => collected),
    request_id: column('text', ({ requestId }) => requestId),
    status: column('text', ({ status }) => status),
    may_request: column('boolean', ({ mayRequest }) => mayRequest),
    payment_ids: column('codes', ({ paymentIds }) => paymentIds),
  },
  key: ['order_id'],
});

/** Rows of the collections that these events moved. */
export const collectionRows = (events: readonly StoredEvent[]): CollectionRow[] =>
  lastOfStreams<CollectionStanding>(events.filter(({ type }) => COLLECTION_TYPES.includes(type))).map(({ standing }) => ({
    ...collectionOf(standing),
    orderId: standing.orderId,
    merchant: standing.merchant,
  }));

/** SQL: the collection of `read.orders`' row as JSON, null where it was never handed over. */
export const COLLECTION_COLUMN = `(
    select jsonb_build_object('collected', held.collected, 'requestId', held.request_id, 'status', held.status,
      'mayRequest', held.may_request, 'paymentIds', held.payment_ids)
    from read.order_collections held where held.order_id = orders.order_id) as collection`;
