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
import { DISPUTE_EVENTS } from '../disputes.feature.js';
import type { DisputeId, DisputeStanding, DisputeStatus } from '../domain/dispute.messages.js';

/** A dispute as its last event left it. */
export interface DisputeDetails extends DisputeStanding, StreamRow {}

const disputes = new Table<LastOfStream<DisputeStanding>>({
  name: 'disputes',
  columns: {
    dispute_id: column('text', ({ standing }) => standing.disputeId),
    merchant: column('text', ({ standing }) => standing.merchant),
    store: column('text', ({ standing }) => standing.store),
    merchant_no: column('text', ({ standing }) => standing.merchantNo),
    channel: column('text', ({ standing }) => standing.channel),
    case_no: column('text', ({ standing }) => standing.caseNo),
    status: column('text', ({ standing }) => standing.status),
    round: column('integer', ({ standing }) => standing.round),
    stage: nullable('text', ({ standing }) => standing.stage),
    reason_code: nullable('text', ({ standing }) => standing.reasonCode),
    due_at: nullable('timestamptz', ({ standing }) => standing.dueAt),
    opened_at: column('timestamptz', ({ standing }) => standing.openedAt),
    payment_id: nullable('text', ({ standing }) => standing.paymentId),
    rrn: nullable('text', ({ standing }) => standing.rrn),
    terminal_no: nullable('text', ({ standing }) => standing.terminalNo),
    amount: column('bigint', ({ standing }) => standing.amount),
    charged: column('bigint', ({ standing }) => standing.charged),
    lost: column('bigint', ({ standing }) => standing.lost),
    evidence: column('json', ({ standing }) => standing.evidence),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<DisputeStanding>(),
  },
  key: ['dispute_id'],
  indexes: [
    ...STREAM_INDEXES,
    '(status, opened_position)',
    '(merchant, opened_position)',
    '(payment_id) where payment_id is not null',
    "(due_at) where status in ('retrieval', 'chargeback')",
  ],
});

/** Retrieval requests and chargebacks: how they stand, what they cost, by when they are to be answered. */
export const disputeDetails: Projection = {
  name: 'disputes',
  version: 1,
  handles: Object.keys(DISPUTE_EVENTS),
  tables: [disputes],
  apply: (events, tx) => write(tx, disputes.rows(lastOfStreams(events))),
};

export interface DisputesAsked extends ListAsked {
  readonly status?: DisputeStatus | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
  readonly merchantNo?: string | undefined;
  readonly paymentId?: string | undefined;
  /** Not answered, and due before then. */
  readonly dueBefore?: Instant | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

export const DISPUTE_COLUMNS = `
  dispute_id as "disputeId", merchant, store, merchant_no as "merchantNo", channel, case_no as "caseNo", status, round, stage,
  reason_code as "reasonCode", due_at as "dueAt", opened_at as "openedAt", payment_id as "paymentId", rrn,
  terminal_no as "terminalNo", amount, charged, lost, evidence, exceptions, ${STREAM_COLUMNS}`;

const BY_ID = `select ${DISPUTE_COLUMNS} from read.disputes where dispute_id = $1`;

const LIST = `
  select ${DISPUTE_COLUMNS}, opened_position as "openedPosition" from read.disputes
  where ($1::text is null or status = $1) and ($2::text is null or merchant = $2) and ($3::text is null or store = $3)
    and ($4::text is null or merchant_no = $4) and ($5::text is null or payment_id = $5)
    and ($6::timestamptz is null or (status in ('retrieval', 'chargeback') and due_at < $6))
    and ($7::text is null or (cardinality(exceptions) > 0 and ($7 = 'any' or $7 = any(exceptions))))`;

export class DisputeQueries {
  constructor(private readonly reader: Reader) {}

  async byId(disputeId: DisputeId, { minPosition }: Freshness = {}): Promise<Answer<DisputeDetails | undefined>> {
    const question = { projection: disputeDetails, sql: BY_ID, params: [disputeId], minPosition };
    const { position, data } = await this.reader.rows<DisputeDetails>(question);
    return { position, data: data[0] };
  }

  /** @throws InvalidCursor */
  list(asked: DisputesAsked): Promise<Page<DisputeDetails>> {
    const { status, merchant, store, merchantNo, paymentId, dueBefore, exception } = asked;
    const params = [status, merchant, store, merchantNo, paymentId, dueBefore, exception];
    return listStreams<DisputeDetails>(this.reader, { projection: disputeDetails, select: LIST, params }, asked);
  }
}
