import type { Instant, Money, Personal, Sealed } from '#kernel';
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
import type { PaymentId, PaymentStanding } from '../domain/payment.messages.js';
import { PAYMENT_EVENTS } from '../payments.feature.js';

/** A payment as its last event left it. */
export interface PaymentDetails extends PaymentRow, StreamRow {}

export interface PaymentRow extends Omit<
  PaymentStanding,
  'card' | 'payer' | 'cardType' | 'product' | 'operatorNo' | 'requestId' | 'requested' | 'approved'
> {
  readonly requestId: string | null;
  /** Masked; in plain words where it was told before persons were sealed. */
  readonly card: Sealed | PlainPerson | null;
  /** Open id or account of the wallet that paid. */
  readonly payer: Sealed | null;
  readonly cardType: string | null;
  readonly product: string | null;
  readonly operatorNo: string | null;
  /** Both null unless the issuer approved a part only. 分 */
  readonly requested: Money | null;
  readonly approved: Money | null;
}

/** A person as events told them before persons were sealed. */
export interface PlainPerson {
  readonly text: string;
}

export const toldPerson = (personal: Personal | null): Sealed | PlainPerson | null =>
  typeof personal === 'string' ? { text: personal } : personal;

const payments = new Table<LastOfStream<PaymentStanding>>({
  name: 'payments',
  columns: {
    payment_id: column('text', ({ standing }) => standing.paymentId),
    merchant: column('text', ({ standing }) => standing.merchant),
    store: column('text', ({ standing }) => standing.store),
    merchant_no: column('text', ({ standing }) => standing.merchantNo),
    terminal_no: column('text', ({ standing }) => standing.terminalNo),
    channel: column('text', ({ standing }) => standing.channel),
    method: column('text', ({ standing }) => standing.method),
    status: column('text', ({ standing }) => standing.status),
    rrn: nullable('text', ({ standing }) => standing.rrn),
    auth_code: nullable('text', ({ standing }) => standing.authCode),
    card: nullable('json', ({ standing }) => toldPerson(standing.card)),
    payer: nullable('json', ({ standing }) => standing.payer ?? null),
    card_type: nullable('text', ({ standing }) => standing.cardType ?? null),
    product: nullable('text', ({ standing }) => standing.product ?? null),
    operator_no: nullable('text', ({ standing }) => standing.operatorNo ?? null),
    request_id: nullable('text', ({ standing }) => standing.requestId ?? null),
    requested: nullable('bigint', ({ standing }) => standing.requested ?? null),
    approved: nullable('bigint', ({ standing }) => standing.approved ?? null),
    opened_at: column('timestamptz', ({ standing }) => standing.openedAt),
    expires_at: nullable('timestamptz', ({ standing }) => standing.expiresAt),
    authorized: column('bigint', ({ standing }) => standing.authorized),
    held: column('bigint', ({ standing }) => standing.held),
    captured: column('bigint', ({ standing }) => standing.captured),
    refunded: column('bigint', ({ standing }) => standing.refunded),
    instructions: column('json', ({ standing }) => standing.instructions),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<PaymentStanding>(),
  },
  key: ['payment_id'],
  indexes: [
    ...STREAM_INDEXES,
    '(status, opened_position)',
    '(merchant, opened_position)',
    '(store, opened_position)',
    '(merchant_no, opened_position)',
    '(terminal_no, opened_position)',
    '(opened_position) where jsonb_array_length(instructions) > 0',
    '(rrn) where rrn is not null',
    '(expires_at) where held > 0',
    '(merchant, opened_at, payment_id) where captured > 0',
  ],
});

/** Payments at terminals: status, money, what is held and what is instructed. */
export const paymentDetails: Projection = {
  name: 'payments',
  version: 7,
  handles: Object.keys(PAYMENT_EVENTS),
  tables: [payments],
  apply: (events, tx) => write(tx, payments.rows(lastOfStreams(events))),
};

export interface PaymentsAsked extends ListAsked {
  readonly status?: string | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
  readonly merchantNo?: string | undefined;
  readonly terminalNo?: string | undefined;
  readonly rrn?: string | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
  /** Only those with an instruction that waits for its fact. */
  readonly instructed?: boolean | undefined;
}

/** An authorization whose hold is over. */
export interface OverdueHold {
  readonly paymentId: PaymentId;
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly held: Money;
  readonly expiresAt: Instant;
}

export const PAYMENT_COLUMNS = `
  payment_id as "paymentId", merchant, store, merchant_no as "merchantNo", terminal_no as "terminalNo", channel, method, status,
  rrn, auth_code as "authCode", card, payer, card_type as "cardType", product, operator_no as "operatorNo",
  request_id as "requestId", requested, approved, opened_at as "openedAt", expires_at as "expiresAt",
  authorized, held, captured, refunded, instructions, exceptions, ${STREAM_COLUMNS}`;

const BY_ID = `select ${PAYMENT_COLUMNS} from read.payments where payment_id = $1`;

const LIST = `
  select ${PAYMENT_COLUMNS}, opened_position as "openedPosition" from read.payments
  where ($1::text is null or status = $1) and ($2::text is null or merchant = $2) and ($3::text is null or store = $3)
    and ($4::text is null or merchant_no = $4) and ($5::text is null or terminal_no = $5) and ($6::text is null or rrn = $6)
    and ($7::text is null or (cardinality(exceptions) > 0 and ($7 = 'any' or $7 = any(exceptions))))
    and ($8::boolean is null or (jsonb_array_length(instructions) > 0) = $8)`;

const OVERDUE = `
  select payment_id as "paymentId", merchant_no as "merchantNo", terminal_no as "terminalNo", held, expires_at as "expiresAt"
  from read.payments where held > 0 and expires_at <= $1 order by expires_at, payment_id limit $2`;

const OPEN_HOLDS = `
  select count(*) as holds from read.payments where merchant = $1 and merchant_no = $2 and channel = $3 and held > 0`;

/** Whose holds are counted. */
export interface HoldsOf {
  readonly merchantId: string;
  readonly merchantNo: string;
  readonly channel: string;
}

export class PaymentQueries {
  constructor(private readonly reader: Reader) {}

  async byId(paymentId: PaymentId, { minPosition }: Freshness = {}): Promise<Answer<PaymentDetails | undefined>> {
    const question = { projection: paymentDetails, sql: BY_ID, params: [paymentId], minPosition };
    const { position, data } = await this.reader.rows<PaymentDetails>(question);
    return { position, data: data[0] };
  }

  /** @throws InvalidCursor */
  list(asked: PaymentsAsked): Promise<Page<PaymentDetails>> {
    const { status, merchant, store, merchantNo, terminalNo, rrn, exception, instructed } = asked;
    const params = [status, merchant, store, merchantNo, terminalNo, rrn, exception, instructed];
    return listStreams<PaymentRow>(this.reader, { projection: paymentDetails, select: LIST, params }, asked);
  }

  /** Those whose hold ended first come first. */
  overdue(now: Instant, { limit, minPosition }: Freshness & { readonly limit: number }): Promise<Answer<OverdueHold[]>> {
    return this.reader.rows<OverdueHold>({ projection: paymentDetails, sql: OVERDUE, params: [now, limit], minPosition });
  }

  /** How many payments of a merchant number through a channel still hold money. */
  async openHolds({ merchantId, merchantNo, channel }: HoldsOf, { minPosition }: Freshness = {}): Promise<Answer<number>> {
    const question = { projection: paymentDetails, sql: OPEN_HOLDS, params: [merchantId, merchantNo, channel], minPosition };
    const { position, data } = await this.reader.rows<{ holds: number }>(question);
    return { position, data: data[0]?.holds ?? 0 };
  }
}
