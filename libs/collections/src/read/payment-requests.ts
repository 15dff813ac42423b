import type { Position, StoredEvent } from '#event-log';
import type { Instant } from '#kernel';
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
import { COLLECTION_EVENTS } from '../collections.feature.js';
import type {
  CollectionStanding,
  PaymentRequested,
  ProposedRefund,
  RequestId,
  RequestStanding,
  RequestStatus,
  TerminalRef,
} from '../domain/collection.messages.js';

/** A payment request as the last event of its order's collection left it. */
export interface PaymentRequestRow extends RequestStanding {
  readonly orderId: string;
  readonly shopId: string;
  readonly merchant: string;
  readonly store: string;
  /** Of the whole order: what should be given back, and what is wrong. */
  readonly refundsProposed: readonly ProposedRefund[];
  readonly exceptions: readonly string[];
}
export type PaymentRequestDetails = PaymentRequestRow & StreamRow;

/** Lists go by the position of the request itself: an order that is handed over twice has two in one stream. */
interface RequestOfLast extends LastOfStream<CollectionStanding> {
  readonly request: RequestStanding;
}

const paymentRequests = new Table<RequestOfLast>({
  name: 'payment_requests',
  columns: {
    request_id: column('text', ({ request }) => request.requestId),
    order_id: column('text', ({ standing }) => standing.orderId),
    shop_id: column('text', ({ standing }) => standing.shopId),
    merchant: column('text', ({ standing }) => standing.merchant),
    store: column('text', ({ standing }) => standing.store),
    merchant_no: column('text', ({ request }) => request.merchantNo),
    terminal_no: column('text', ({ request }) => request.terminalNo),
    interface_id: column('text', ({ request }) => request.interfaceId),
    status: column('text', ({ request }) => request.status),
    amount: column('bigint', ({ request }) => request.amount),
    requested_at: column('timestamptz', ({ request }) => request.requestedAt),
    expires_at: column('timestamptz', ({ request }) => request.expiresAt),
    outcome_due_at: nullable('timestamptz', ({ request }) => request.outcomeDueAt),
    collected: column('bigint', ({ request }) => request.collected),
    refunded: column('bigint', ({ request }) => request.refunded),
    payment_ids: column('codes', ({ request }) => request.paymentIds),
    refunds_proposed: column('json', ({ standing }) => standing.refundsProposed),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<CollectionStanding>(),
  },
  key: ['request_id'],
  indexes: [
    ...STREAM_INDEXES,
    '(order_id)',
    '(merchant, opened_position)',
    '(merchant_no, terminal_no, position)',
    "(expires_at) where status = 'requested'",
    "(outcome_due_at) where status = 'confirmed'",
  ],
});

/** Orders handed to terminals, request by request. */
export const paymentRequestDetails: Projection = {
  name: 'payment_requests',
  version: 2,
  handles: Object.keys(COLLECTION_EVENTS),
  tables: [paymentRequests],
  apply: (events, tx) => {
    const asked = new Map(events.flatMap((event) => askedBy(event).map((requestId) => [requestId, event])));
    const rows = lastOfStreams<CollectionStanding>(events).flatMap((last) =>
      last.standing.requests.map((request) => ({ ...last, first: asked.get(request.requestId) ?? last.first, request })),
    );
    return write(tx, paymentRequests.rows(rows));
  },
};

const askedBy = ({ type, data }: StoredEvent): RequestId[] =>
  type === 'PaymentRequested' ? [(data as { readonly fact: PaymentRequested }).fact.requestId] : [];

export interface PaymentRequestsAsked extends ListAsked {
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
  readonly orderId?: string | undefined;
  readonly status?: RequestStatus | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

export interface OfTerminal extends TerminalRef, Freshness {
  readonly after?: Position | undefined;
  readonly now: Instant;
}

/** A request whose time is over. */
export interface DueRequest {
  readonly orderId: string;
  readonly requestId: RequestId;
}

const COLUMNS = `
  request_id as "requestId", order_id as "orderId", shop_id as "shopId", merchant, store, merchant_no as "merchantNo",
  terminal_no as "terminalNo", interface_id as "interfaceId", status, amount, requested_at as "requestedAt",
  expires_at as "expiresAt", outcome_due_at as "outcomeDueAt", collected, refunded, payment_ids as "paymentIds",
  refunds_proposed as "refundsProposed", exceptions, ${STREAM_COLUMNS}`;

const LIST = `
  select ${COLUMNS}, opened_position as "openedPosition" from read.payment_requests
  where ($1::text is null or merchant = $1) and ($2::text is null or store = $2) and ($3::text is null or order_id = $3)
    and ($4::text is null or status = $4)
    and ($5::text is null or (cardinality(exceptions) > 0 and ($5 = 'any' or $5 = any(exceptions))))`;

const OF_TERMINAL = `
  select ${COLUMNS} from read.payment_requests
  where merchant_no = $1 and terminal_no = $2 and ($3::text is null or position > $3)
    and ($3::text is not null or status = 'confirmed' or (status = 'requested' and expires_at > $4))
  order by position, request_id`;

const DUE = `
  select order_id as "orderId", request_id as "requestId" from read.payment_requests
  where (status = 'requested' and expires_at <= $1) or (status = 'confirmed' and outcome_due_at <= $1)
  order by expires_at, request_id limit $2`;

export class PaymentRequestQueries {
  constructor(private readonly reader: Reader) {}

  /** @throws InvalidCursor */
  list(asked: PaymentRequestsAsked): Promise<Page<PaymentRequestDetails>> {
    const { merchant, store, orderId, status, exception } = asked;
    const params = [merchant, store, orderId, status, exception];
    return listStreams<PaymentRequestRow>(this.reader, { projection: paymentRequestDetails, select: LIST, params }, asked);
  }

  /** What a terminal has to do at a moment, or, after a position, all that changed for it since. */
  ofTerminal({ merchantNo, terminalNo, after, now, minPosition }: OfTerminal): Promise<Answer<PaymentRequestDetails[]>> {
    const params = [merchantNo, terminalNo, after ?? null, now];
    return this.reader.rows<PaymentRequestDetails>({
      projection: paymentRequestDetails,
      sql: OF_TERMINAL,
      params,
      minPosition,
    });
  }

  due(now: Instant, { limit, minPosition }: Freshness & { readonly limit: number }): Promise<Answer<DueRequest[]>> {
    return this.reader.rows<DueRequest>({ projection: paymentRequestDetails, sql: DUE, params: [now, limit], minPosition });
  }
}
