import { BatchQueries, terminalBatches } from '#batches';
import { DisputeQueries, DisputesAsOf, disputeDecider, disputeDetails, type DisputeCommand } from '#disputes';
import { pastCollections } from '#collections';
import type { EventLog, StoredEvent } from '#event-log';
import type { BusinessDate, Instant } from '#kernel';
import {
  OrderQueries,
  OrdersAsOf,
  orderDecider,
  orderDetails,
  orderStream,
  type OrderCommand,
  type OrderDetails,
} from '#orders';
import {
  PaymentQueries,
  PaymentsAsOf,
  paymentDecider,
  paymentDetails,
  paymentStream,
  type PaymentCommand,
  type PaymentDetails,
} from '#payments';
import type { Page, PastLog, Reader } from '#projections';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import { SettlementQueries, SettlementsAsOf, settlementDecider, settlements, type SettlementCommand } from '#settlements';
import { WorklistQueries, worklist } from '#worklist';
import { after } from '#kernel/testing';
import { CODEC, randomHistory, type History } from './random-history.js';

const MODEL = worklist({ methodsOfModel: () => undefined });
const LATE = '2099-01-01T00:00:00.000Z' as Instant;
const ALL = { limit: 500 };

interface Fact {
  readonly fact: { readonly booking: { readonly businessDate: BusinessDate } };
}
const dayOf = ({ data }: StoredEvent): BusinessDate => (data as Fact).fact.booking.businessDate;

/** All pages. */
async function everything<Row>(page: (cursor?: string) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const answer = await page(cursor);
    rows.push(...answer.data);
    cursor = answer.next;
  }
  return rows;
}

describe('what was known at a position, of days up to one', () => {
  let history: History;
  let now: ReadDatabase;
  const of = (log: EventLog) => (stream: string) =>
    log.readStream(stream).then((events) => events.map((event) => CODEC.decode(event)));
  const pastOf = (log: EventLog): PastLog => ({ head: () => log.head(), history: of(log) });

  const ordersAsOf = (log: PastLog): OrdersAsOf => new OrdersAsOf(now.reader, log, pastCollections(log));

  beforeAll(async () => {
    history = await randomHistory(5, { things: 120 });
    now = await databaseAt();
  });
  afterAll(() => now.drop());

  async function databaseAt(until?: string): Promise<ReadDatabase> {
    const database = await readDatabase();
    const context = { pool: database.pool, log: history.log, codec: CODEC };
    for (const projection of [orderDetails, paymentDetails, settlements, disputeDetails, terminalBatches, MODEL])
      await bringUp(context, projection, { batchSize: 7, ...(until !== undefined && { until }) });
    return database;
  }

  const listsOf = async (reader: Reader) => {
    const [orders, payments] = [new OrderQueries(reader), new PaymentQueries(reader)];
    return {
      orders: await everything((cursor) => orders.list({ ...ALL, cursor })),
      captured: await everything((cursor) => payments.list({ ...ALL, cursor, status: 'captured' })),
      flagged: await everything((cursor) => payments.list({ ...ALL, cursor, exception: 'any' })),
    };
  };

  it('orders, payments and the worklist are what they were when the read models stood there', async () => {
    const orders = ordersAsOf(pastOf(history.log));
    const payments = new PaymentsAsOf(now.reader, pastOf(history.log));
    const items = new WorklistQueries(now.reader, () => LATE);
    for (const share of [0.1, 0.45, 0.8, 1]) {
      const known = history.events[Math.ceil(history.events.length * share) - 1]?.position ?? '';
      const then = await databaseAt(known);
      const before = await listsOf(then.reader);
      expect(await everything((cursor) => orders.list({ limit: 17, cursor, known }))).toEqual(before.orders);
      const captured = { limit: 3, known, status: 'captured' };
      expect(await everything((cursor) => payments.list({ ...captured, cursor }))).toEqual(before.captured);
      const flagged = { limit: 5, known, exception: 'any' };
      expect(await everything((cursor) => payments.list({ ...flagged, cursor }))).toEqual(before.flagged);
      for (const order of before.orders.slice(0, 5))
        expect(await orders.byId(order.orderId, { known })).toEqual({ position: known, data: order });
      await sameItems(items, new WorklistQueries(then.reader, () => LATE), known);
      await then.drop();
    }
  });

  it('settlements, disputes and batches are, too', async () => {
    const past = pastOf(history.log);
    const [rows, cases, batches] = [
      new SettlementsAsOf(now.reader, past),
      new DisputesAsOf(now.reader, past),
      new BatchQueries(now.reader),
    ];
    for (const share of [0.1, 0.45, 0.8, 1]) {
      const known = history.events[Math.ceil(history.events.length * share) - 1]?.position ?? '';
      const stood = await databaseAt(known);
      const [settled, disputed, totalled] = [
        new SettlementQueries(stood.reader),
        new DisputeQueries(stood.reader),
        new BatchQueries(stood.reader),
      ];
      for (const asked of [{}, { kind: 'acquirer' as const }, { channel: 'unionpay' }, { exception: 'any' }]) {
        const then = await everything((cursor) => settled.list({ ...ALL, ...asked, cursor }));
        expect(await everything((cursor) => rows.list({ limit: 7, ...asked, cursor, known }))).toEqual(then);
      }
      const dueBefore = '2026-10-05T00:00:00+08:00' as Instant;
      for (const asked of [{}, { status: 'chargeback' as const }, { dueBefore }, { exception: 'any' }]) {
        const then = await everything((cursor) => disputed.list({ ...ALL, ...asked, cursor }));
        expect(await everything((cursor) => cases.list({ limit: 3, ...asked, cursor, known }))).toEqual(then);
        for (const one of then.slice(0, 2))
          expect(await cases.byId(one.disputeId, { known })).toEqual({ position: known, data: one });
      }
      const then = await everything((cursor) => totalled.list({ ...ALL, cursor }));
      expect(await everything((cursor) => batches.list({ limit: 2, cursor, known }))).toEqual(then);
      for (const batch of then) expect((await batches.one(batch, { known })).data).toEqual((await totalled.one(batch)).data);
      await stood.drop();
    }
    expect((await batches.list({ limit: 9 })).data.length).toBeGreaterThan(0);
  });

  it('counts only settlements and disputes of days up to one', async () => {
    const past = pastOf(history.log);
    const [rows, cases] = [new SettlementsAsOf(now.reader, past), new DisputesAsOf(now.reader, past)];
    for (const effective of ['2026-09-20', '2026-09-23', '2026-10-01'] as BusinessDate[]) {
      const listed = await everything((cursor) => rows.list({ limit: 50, cursor, effective }));
      const streams = [...new Set(history.events.filter(isSettled).map(({ stream }) => stream))];
      const standing = await Promise.all(streams.map((stream) => standingUpTo(stream, effective, settledAfter)));
      expect(new Map(listed.map(({ stream, gross, net }) => [stream, { gross, net }]))).toEqual(
        new Map(standing.flatMap((one) => (one ? [one] : []))),
      );
      for (const stream of new Set(history.events.map((event) => event.stream).filter((name) => name.startsWith('dispute.')))) {
        const counted = (await of(history.log)(stream)).filter((event) => dayOf(event) <= effective);
        const { data } = await cases.byId(stream.slice('dispute.'.length), { effective });
        const alone = after(disputeDecider, counted.map(disputeFactOf) as DisputeCommand[]).state.standing;
        expect(data && { status: data.status, charged: data.charged }).toEqual(
          alone && { status: alone.status, charged: alone.charged },
        );
      }
    }
  });

  const isSettled = ({ stream }: StoredEvent): boolean => /^(settlement-|douyin-movement|terminal-batch)/.test(stream);
  const settledAfter = (events: readonly StoredEvent[]) =>
    after(settlementDecider, events.map(settlementFactOf) as SettlementCommand[]).state.standing;
  const standingUpTo = async (stream: string, effective: BusinessDate, standingOf: typeof settledAfter) => {
    const counted = (await of(history.log)(stream)).filter((event) => dayOf(event) <= effective);
    const standing = standingOf(counted);
    return standing && ([stream, { gross: standing.gross, net: standing.net }] as const);
  };
  const settlementFactOf = ({ data, type }: StoredEvent) => ({
    type: 'RecordSettlementFact',
    fact: { ...(data as Fact).fact, type },
  });
  const disputeFactOf = ({ data, type }: StoredEvent) => ({
    type: 'RecordDisputeFact',
    fact: { ...(data as Fact).fact, type },
  });

  async function sameItems(items: WorklistQueries, before: WorklistQueries, known: string): Promise<void> {
    const then = { known, clock: LATE };
    for (const asked of [{}, { state: 'closed' as const }, { kind: 'payment' }]) {
      const stood = await everything((cursor) => before.list({ ...ALL, ...asked, cursor }));
      expect(await everything((cursor) => items.list({ limit: 9, ...asked, cursor, then }))).toEqual(stood);
      for (const { exceptionId } of stood.slice(0, 3))
        expect((await items.byId(exceptionId, { then })).data).toEqual((await before.byId(exceptionId)).data);
    }
    expect((await items.summary({ then })).data).toEqual((await before.summary({})).data);
  }

  it('counts only facts of days up to one: what the rules make of those alone', async () => {
    const orders = ordersAsOf(pastOf(history.log));
    const payments = new PaymentsAsOf(now.reader, pastOf(history.log));
    const { orders: allOrders } = await listsOf(now.reader);
    const allPayments = await everything((cursor) => new PaymentQueries(now.reader).list({ ...ALL, cursor }));
    let halves = 0;
    for (const { orderId } of allOrders) {
      const told = await of(history.log)(orderStream(orderId));
      for (const effective of new Set(told.map(dayOf))) {
        const counted = told.filter((event) => dayOf(event) <= effective);
        halves += Number(counted.length < told.length);
        const alone = after(orderDecider, counted.map(factOf) as OrderCommand[]).state.standing;
        expect((await orders.byId(orderId, { effective })).data).toMatchObject({ ...alone, handedToPos: false });
      }
    }
    for (const { paymentId } of allPayments) {
      const told = await of(history.log)(paymentStream(paymentId));
      for (const effective of new Set(told.map(dayOf))) {
        const counted = told.filter((event) => dayOf(event) <= effective);
        const alone = after(paymentDecider, counted.map(paymentFactOf) as PaymentCommand[]).state.standing;
        expect((await payments.byId(paymentId, { effective })).data).toMatchObject({ ...alone });
      }
      const before = await payments.byId(paymentId, { effective: '1999-01-01' as BusinessDate });
      expect(before.data).toBeUndefined();
    }
    expect(halves).toBeGreaterThan(20);
  });

  const factOf = ({ data, type }: StoredEvent) => ({ type: 'RecordOrderFact', fact: { ...(data as Fact).fact, type } });
  const paymentFactOf = ({ data, type }: StoredEvent) => ({
    type: 'RecordPaymentFact',
    fact: { ...(data as Fact).fact, type },
  });

  it('reads no stream that has not moved since', async () => {
    const known = history.events.at(-1)?.position ?? '';
    let read = 0;
    const counting = (stream: string) => {
      read += 1;
      return of(history.log)(stream);
    };
    const listed: (OrderDetails | PaymentDetails)[] = await everything((cursor) =>
      ordersAsOf({ head: () => history.log.head(), history: counting }).list({ ...ALL, cursor, known }),
    );
    expect(listed.length).toBeGreaterThan(10);
    expect(read).toBe(0);
  });
});
