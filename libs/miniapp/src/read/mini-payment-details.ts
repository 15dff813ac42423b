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
import type { MiniAppStanding } from '../domain/mini-payment.messages.js';
import { MINI_APP_EVENTS } from '../miniapp.feature.js';

/** A payment in a mini-app as its last event left it. */
export interface MiniPaymentDetails extends MiniAppStanding, StreamRow {}

const payments = new Table<LastOfStream<MiniAppStanding>>({
  name: 'miniapp_payments',
  columns: {
    payment_id: column('text', ({ standing }) => standing.paymentId),
    app_id: column('text', ({ standing }) => standing.appId),
    order_no: column('text', ({ standing }) => standing.orderNo),
    out_order_no: nullable('text', ({ standing }) => standing.outOrderNo),
    merchant: column('text', ({ standing }) => standing.merchant),
    store: column('text', ({ standing }) => standing.store),
    status: column('text', ({ standing }) => standing.status),
    refund_open: column('boolean', ({ standing }) => standing.refundOpen),
    method: column('text', ({ standing }) => standing.method),
    channel_trade_no: nullable('text', ({ standing }) => standing.channelTradeNo),
    paid_at: nullable('timestamptz', ({ standing }) => standing.paidAt),
    refunded_at: nullable('timestamptz', ({ standing }) => standing.refundedAt),
    paid: column('bigint', ({ standing }) => standing.paid),
    refunded: column('bigint', ({ standing }) => standing.refunded),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<MiniAppStanding>(),
  },
  key: ['payment_id'],
  indexes: [
    ...STREAM_INDEXES,
    '(status, opened_position)',
    '(app_id, opened_position)',
    '(out_order_no) where out_order_no is not null',
  ],
});

/** Payments in mini-apps: status and money. */
export const miniPaymentDetails: Projection = {
  name: 'miniapp_payments',
  version: 1,
  handles: Object.keys(MINI_APP_EVENTS),
  tables: [payments],
  apply: (events, tx) => write(tx, payments.rows(lastOfStreams(events))),
};

export interface MiniPaymentsAsked extends ListAsked {
  readonly status?: string | undefined;
  readonly appId?: string | undefined;
  readonly outOrderNo?: string | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

const COLUMNS = `
  payment_id as "paymentId", app_id as "appId", order_no as "orderNo", out_order_no as "outOrderNo", merchant, store, status,
  refund_open as "refundOpen", method, channel_trade_no as "channelTradeNo", paid_at as "paidAt", refunded_at as "refundedAt",
  paid, refunded, exceptions, ${STREAM_COLUMNS}`;

const BY_ID = `select ${COLUMNS} from read.miniapp_payments where payment_id = $1`;

const LIST = `
  select ${COLUMNS}, opened_position as "openedPosition" from read.miniapp_payments
  where ($1::text is null or status = $1) and ($2::text is null or app_id = $2) and ($3::text is null or out_order_no = $3)
    and ($4::text is null or merchant = $4) and ($5::text is null or store = $5)
    and ($6::text is null or (cardinality(exceptions) > 0 and ($6 = 'any' or $6 = any(exceptions))))`;

export class MiniPaymentQueries {
  constructor(private readonly reader: Reader) {}

  async byId(paymentId: string, { minPosition }: Freshness = {}): Promise<Answer<MiniPaymentDetails | undefined>> {
    const question = { projection: miniPaymentDetails, sql: BY_ID, params: [paymentId], minPosition };
    const { position, data } = await this.reader.rows<MiniPaymentDetails>(question);
    return { position, data: data[0] };
  }

  /** @throws InvalidCursor */
  list(asked: MiniPaymentsAsked): Promise<Page<MiniPaymentDetails>> {
    const { status, appId, outOrderNo, merchant, store, exception } = asked;
    const params = [status, appId, outOrderNo, merchant, store, exception];
    return listStreams<MiniAppStanding>(this.reader, { projection: miniPaymentDetails, select: LIST, params }, asked);
  }
}
