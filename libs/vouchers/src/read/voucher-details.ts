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
import type { CancelledUse, VoucherStanding } from '../domain/voucher.messages.js';
import { VOUCHER_EVENTS } from '../vouchers.feature.js';

/** An order of vouchers as its last event left it. */
export interface VoucherDetails extends VoucherRow, StreamRow {}

export interface VoucherRow extends VoucherStanding {
  readonly cancelledUses: readonly CancelledUse[];
}

const vouchers = new Table<LastOfStream<VoucherStanding>>({
  name: 'vouchers',
  columns: {
    order_id: column('text', ({ standing }) => standing.orderId),
    client_key: column('text', ({ standing }) => standing.clientKey),
    account_id: nullable('text', ({ standing }) => standing.accountId),
    merchant: column('text', ({ standing }) => standing.merchant),
    store: column('text', ({ standing }) => standing.store),
    status: column('text', ({ standing }) => standing.status),
    live_room_id: nullable('text', ({ standing }) => standing.liveRoomId),
    paid_at: nullable('timestamptz', ({ standing }) => standing.paidAt),
    verified_at: nullable('timestamptz', ({ standing }) => standing.verifiedAt),
    refunded_at: nullable('timestamptz', ({ standing }) => standing.refundedAt),
    certificate_ids: column('codes', ({ standing }) => standing.certificateIds),
    uses: column('bigint', ({ standing }) => standing.uses),
    cancelled_uses: column('json', ({ standing }) => standing.cancelledUses ?? []),
    estimated: column('boolean', ({ standing }) => standing.estimated),
    paid: column('bigint', ({ standing }) => standing.paid),
    verified: column('bigint', ({ standing }) => standing.verified),
    refunded: column('bigint', ({ standing }) => standing.refunded),
    ledger_gross: column('bigint', ({ standing }) => standing.ledgerGross),
    settled_gross: column('bigint', ({ standing }) => standing.settledGross),
    subsidy: column('bigint', ({ standing }) => standing.subsidy),
    fees: column('bigint', ({ standing }) => standing.fees),
    settled_net: column('bigint', ({ standing }) => standing.settledNet),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<VoucherStanding>(),
  },
  key: ['order_id'],
  indexes: [...STREAM_INDEXES, '(status, opened_position)', 'using gin (certificate_ids)'],
});

/** Orders of local-life vouchers: status and money. */
export const voucherDetails: Projection = {
  name: 'vouchers',
  version: 2,
  handles: Object.keys(VOUCHER_EVENTS),
  tables: [vouchers],
  apply: (events, tx) => write(tx, vouchers.rows(lastOfStreams(events))),
};

export interface VouchersAsked extends ListAsked {
  readonly status?: string | undefined;
  readonly certificateId?: string | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

export const VOUCHER_COLUMNS = `
  order_id as "orderId", client_key as "clientKey", account_id as "accountId", merchant, store, status,
  live_room_id as "liveRoomId", paid_at as "paidAt", verified_at as "verifiedAt", refunded_at as "refundedAt",
  certificate_ids as "certificateIds", uses, cancelled_uses as "cancelledUses", estimated, paid, verified, refunded, ledger_gross as "ledgerGross",
  settled_gross as "settledGross", subsidy, fees, settled_net as "settledNet", exceptions, ${STREAM_COLUMNS}`;

const BY_ID = `select ${VOUCHER_COLUMNS} from read.vouchers where order_id = $1`;

const LIST = `
  select ${VOUCHER_COLUMNS}, opened_position as "openedPosition" from read.vouchers
  where ($1::text is null or status = $1) and ($2::text is null or certificate_ids @> array[$2]) and ($3::text is null or merchant = $3)
    and ($4::text is null or store = $4)
    and ($5::text is null or (cardinality(exceptions) > 0 and ($5 = 'any' or $5 = any(exceptions))))`;

export class VoucherQueries {
  constructor(private readonly reader: Reader) {}

  async byId(orderId: string, { minPosition }: Freshness = {}): Promise<Answer<VoucherDetails | undefined>> {
    const question = { projection: voucherDetails, sql: BY_ID, params: [orderId], minPosition };
    const { position, data } = await this.reader.rows<VoucherDetails>(question);
    return { position, data: data[0] };
  }

  /** @throws InvalidCursor */
  list(asked: VouchersAsked): Promise<Page<VoucherDetails>> {
    const { status, certificateId, merchant, store, exception } = asked;
    const params = [status, certificateId, merchant, store, exception];
    return listStreams<VoucherRow>(this.reader, { projection: voucherDetails, select: LIST, params }, asked);
  }
}
