import type { BusinessDate } from '#kernel';
import {
  STREAM_COLUMNS,
  STREAM_INDEXES,
  Table,
  column,
  lastOfStreams,
  listStreams,
  nullable,
  streamColumns,
  streamRowOf,
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
import type { MovementPurpose, SettlementFact, SettlementStanding } from '../domain/settlement.messages.js';
import { SETTLEMENT_EVENTS } from '../settlements.feature.js';

/** A settlement row, or a terminal's batch total, as its last event left it. */
export interface SettlementDetails extends Omit<SettlementStanding, 'purpose'>, StreamRow {
  readonly stream: string;
  /** What a movement on the shop's account is for. */
  readonly purpose: MovementPurpose | null;
  readonly store: string;
  readonly businessDate: BusinessDate;
  /** What it settles, as far as the row names it. */
  readonly shopId: string | null;
  readonly orderId: string | null;
  readonly channel: string | null;
  readonly merchantNo: string | null;
  readonly terminalNo: string | null;
  readonly paymentId: string | null;
  readonly rrn: string | null;
}

type Last = LastOfStream<SettlementStanding>;
type Named = 'shopId' | 'orderId' | 'channel' | 'merchantNo' | 'terminalNo' | 'paymentId' | 'rrn';

const factOf = ({ event }: Last): Omit<SettlementFact, 'type'> =>
  (event.data as { readonly fact: Omit<SettlementFact, 'type'> }).fact;

const named =
  (name: Named) =>
  (last: Last): string | null =>
    (factOf(last) as Partial<Record<Named, string>>)[name] ?? null;

/** A row as an event left it. */
export function settlementOf(last: Last): SettlementDetails {
  const { exceptions, fees, gross, kind, merchant, net, purpose, reference, settledAt } = last.standing;
  const { businessDate, of } = factOf(last).booking;
  return {
    stream: last.event.stream,
    kind,
    reference,
    purpose: purpose ?? null,
    merchant,
    store: of.store,
    businessDate,
    shopId: named('shopId')(last),
    orderId: named('orderId')(last),
    channel: named('channel')(last),
    merchantNo: named('merchantNo')(last),
    terminalNo: named('terminalNo')(last),
    paymentId: named('paymentId')(last),
    rrn: named('rrn')(last),
    settledAt,
    gross,
    fees,
    net,
    exceptions,
    ...streamRowOf(last),
  };
}

const settlementRows = new Table<Last>({
  name: 'settlements',
  columns: {
    stream: column('text', ({ event }) => event.stream),
    kind: column('text', ({ standing }) => standing.kind),
    reference: column('text', ({ standing }) => standing.reference),
    merchant: column('text', ({ standing }) => standing.merchant),
    purpose: nullable('text', ({ standing }) => standing.purpose ?? null),
    store: column('text', (last) => factOf(last).booking.of.store),
    business_date: column('date', (last) => factOf(last).booking.businessDate),
    shop_id: nullable('text', named('shopId')),
    order_id: nullable('text', named('orderId')),
    channel: nullable('text', named('channel')),
    merchant_no: nullable('text', named('merchantNo')),
    terminal_no: nullable('text', named('terminalNo')),
    payment_id: nullable('text', named('paymentId')),
    rrn: nullable('text', named('rrn')),
    settled_at: column('timestamptz', ({ standing }) => standing.settledAt),
    gross: column('bigint', ({ standing }) => standing.gross),
    fees: column('bigint', ({ standing }) => standing.fees),
    net: column('bigint', ({ standing }) => standing.net),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<SettlementStanding>(),
  },
  key: ['stream'],
  indexes: [...STREAM_INDEXES, '(order_id) where order_id is not null', '(business_date, opened_position)'],
});

/** Settlement rows of Douyin and the acquirers, movements on shops' accounts, and batch totals of terminals. */
export const settlements: Projection = {
  name: 'settlements',
  version: 2,
  handles: Object.keys(SETTLEMENT_EVENTS),
  tables: [settlementRows],
  apply: (events, tx) => write(tx, settlementRows.rows(lastOfStreams(events))),
};

export interface SettlementsAsked extends ListAsked {
  readonly kind?: SettlementStanding['kind'] | undefined;
  readonly merchant?: string | undefined;
  readonly purpose?: MovementPurpose | undefined;
  readonly orderId?: string | undefined;
  readonly channel?: string | undefined;
  readonly businessDate?: BusinessDate | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

export const SETTLEMENT_COLUMNS = `
  stream, kind, reference, purpose, merchant, store, business_date as "businessDate", shop_id as "shopId", order_id as "orderId", channel,
  merchant_no as "merchantNo", terminal_no as "terminalNo", payment_id as "paymentId", rrn, settled_at as "settledAt", gross, fees,
  net, exceptions, ${STREAM_COLUMNS}`;

const BY_STREAM = `select ${SETTLEMENT_COLUMNS} from read.settlements where stream = $1`;

const LIST = `
  select ${SETTLEMENT_COLUMNS}, opened_position as "openedPosition" from read.settlements
  where ($1::text is null or kind = $1) and ($2::text is null or merchant = $2) and ($3::text is null or order_id = $3)
    and ($4::text is null or channel = $4) and ($5::date is null or business_date = $5)
    and ($6::text is null or (cardinality(exceptions) > 0 and ($6 = 'any' or $6 = any(exceptions))))
    and ($7::text is null or purpose = $7)`;

export class SettlementQueries {
  constructor(private readonly reader: Reader) {}

  async byStream(stream: string, { minPosition }: Freshness = {}): Promise<Answer<SettlementDetails | undefined>> {
    const question = { projection: settlements, sql: BY_STREAM, params: [stream], minPosition };
    const { position, data } = await this.reader.rows<SettlementDetails>(question);
    return { position, data: data[0] };
  }

  /** @throws InvalidCursor */
  list(asked: SettlementsAsked): Promise<Page<SettlementDetails>> {
    const { kind, merchant, orderId, channel, businessDate, exception, purpose } = asked;
    const params = [kind, merchant, orderId, channel, businessDate, exception, purpose];
    return listStreams<SettlementDetails>(this.reader, { projection: settlements, select: LIST, params }, asked);
  }
}
