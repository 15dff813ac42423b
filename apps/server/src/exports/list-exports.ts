import { columnsOf } from '#exports';
import { MomentQueries } from '#ledger';
import { OrderQueries, type OrderDetails } from '#orders';
import { PaymentQueries, type PaymentDetails } from '#payments';
import type { ListAsked, Page, Reader } from '#projections';
import { TransactionQueries, type TransactionDetails } from '#reports';
import { SettlementQueries, type SettlementDetails } from '#settlements';
import { assertNoFeed } from '../http/queries.js';
import { knownPosition } from '../ledger/times.js';
import { filtersOf } from '../reports/transactions.controller.js';
import { askedOf, type Asked, type Source } from './export-formats.js';
import type { OrdersExport, PaymentsExport, SettlementsExport, TransactionsExport } from './exports.requests.js';

/** Rows that are read together. */
const PAGE = 1_000;
const ORDER_COLUMNS = columnsOf<OrderDetails>({
  orderId: 'id',
  shopId: 'id',
  merchant: 'text',
  store: 'text',
  status: 'text',
  method: 'text',
  handedToPos: 'text',
  collection: 'text',
  liveRoomId: 'id',
  buyer: 'person',
  createdAt: 'text',
  paidAt: 'text',
  shippedAt: 'text',
  completedAt: 'text',
  cancelledAt: 'text',
  payable: 'fen',
  paid: 'fen',
  paidInPhases: 'fen',
  refunded: 'fen',
  refundedElsewhere: 'fen',
  listPrice: 'fen',
  discountShop: 'fen',
  discountPlatform: 'fen',
  discountTalent: 'fen',
  discountPayment: 'fen',
  settledGross: 'fen',
  subsidy: 'fen',
  fees: 'fen',
  settledNet: 'fen',
  aftersaleOpen: 'text',
  aftersales: 'text',
  exceptions: 'text',
  revision: 'count',
  position: 'id',
  updatedAt: 'text',
});

const PAYMENT_COLUMNS = columnsOf<PaymentDetails>({
  paymentId: 'text',
  merchant: 'text',
  store: 'text',
  merchantNo: 'id',
  terminalNo: 'id',
  channel: 'text',
  method: 'text',
  status: 'text',
  rrn: 'id',
  authCode: 'id',
  card: 'person',
  payer: 'person',
  cardType: 'text',
  product: 'text',
  operatorNo: 'id',
  requestId: 'text',
  requested: 'fen',
  approved: 'fen',
  openedAt: 'text',
  expiresAt: 'text',
  authorized: 'fen',
  held: 'fen',
  captured: 'fen',
  refunded: 'fen',
  instructions: 'text',
  exceptions: 'text',
  revision: 'count',
  position: 'id',
  updatedAt: 'text',
});

const SETTLEMENT_COLUMNS = columnsOf<SettlementDetails>({
  stream: 'text',
  kind: 'text',
  reference: 'id',
  purpose: 'text',
  merchant: 'text',
  store: 'text',
  businessDate: 'text',
  shopId: 'id',
  orderId: 'id',
  channel: 'text',
  merchantNo: 'id',
  terminalNo: 'id',
  paymentId: 'text',
  rrn: 'id',
  settledAt: 'text',
  gross: 'fen',
  fees: 'fen',
  net: 'fen',
  exceptions: 'text',
  revision: 'count',
  position: 'id',
  updatedAt: 'text',
});

const TRANSACTION_COLUMNS = columnsOf<TransactionDetails>({
  stream: 'text',
  kind: 'text',
  id: 'id',
  merchant: 'text',
  store: 'text',
  side: 'text',
  channel: 'text',
  account: 'id',
  method: 'text',
  status: 'text',
  at: 'text',
  terminal: 'text',
  operator: 'id',
  liveRoom: 'id',
  destination: 'text',
  product: 'text',
  cardType: 'text',
  amount: 'fen',
  taken: 'fen',
  refunded: 'fen',
  collectedAtPos: 'fen',
  listPrice: 'fen',
  discountShop: 'fen',
  discountPlatform: 'fen',
  discountTalent: 'fen',
  discountPayment: 'fen',
  exceptions: 'text',
  revision: 'count',
  position: 'id',
  updatedAt: 'text',
});

export async function transactionsExport(
  reader: Reader,
  asked: Asked<TransactionsExport>,
): Promise<Source<TransactionDetails>> {
  const queries = new TransactionQueries(reader);
  const known = await knownPosition(new MomentQueries(reader), asked);
  const filters = filtersOf(asked);
  if (known === undefined)
    return listed('transactions', asked, TRANSACTION_COLUMNS, (page) => queries.list({ ...filters, ...page }));
  assertNoFeed(asked);
  const then = await listed('transactions', asked, TRANSACTION_COLUMNS, (page) =>
    queries.listAsOf({ ...filters, ...page, known }),
  );
  return { ...then, asOf: 'position' };
}

export const ordersExport = (reader: Reader, asked: Asked<OrdersExport>, shown: Shown): Promise<Source<OrderDetails>> => {
  const queries = new OrderQueries(reader);
  return listed('orders', asked, ORDER_COLUMNS, (page) => queries.list({ ...asked, ...page }).then(shown));
};

export const paymentsExport = (reader: Reader, asked: Asked<PaymentsExport>, shown: Shown): Promise<Source<PaymentDetails>> => {
  const queries = new PaymentQueries(reader);
  return listed('payments', asked, PAYMENT_COLUMNS, (page) => queries.list({ ...asked, ...page }).then(shown));
};

export const settlementsExport = (reader: Reader, asked: Asked<SettlementsExport>): Promise<Source<SettlementDetails>> => {
  const queries = new SettlementQueries(reader);
  return listed('settlements', asked, SETTLEMENT_COLUMNS, (page) => queries.list({ ...asked, ...page }));
};

/** A page with its persons as whoever asked may see them. */
export type Shown = <Row extends object>(page: Page<Row>) => Promise<Page<Row>>;

type PageOf<Row> = (page: Pick<ListAsked, 'limit' | 'cursor'>) => Promise<Page<Row>>;

/** Every page of a list, in its own order; as of now. */
async function listed<Row extends object>(
  what: string,
  asked: object,
  columns: Source<Row>['columns'],
  pageOf: PageOf<Row>,
): Promise<Source<Row>> {
  const { position } = await pageOf({ limit: 1 });
  async function* pages(): AsyncGenerator<readonly Row[]> {
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const page: Page<Row> = await pageOf({ limit: PAGE, cursor });
      yield page.data;
      cursor = page.next;
    }
  }
  return { what, position, asOf: 'now', query: askedOf(asked), columns, pages };
}
