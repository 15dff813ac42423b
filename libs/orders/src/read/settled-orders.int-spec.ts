import { EventCodec, MemoryEventLog } from '#event-log';
import type { Instant } from '#kernel';
import { readDatabase, servingSchema, type ReadDatabase } from '#projections/testing';
import { ORDER_EVENTS } from '../orders.feature.js';
import { orderDetails } from './order-details.js';
import { settledOrders, undatedOrders, type SettledAsked } from './settled-orders.js';

const ROWS = 3_000;
const FIRST = '2026-09-01T00:00:00.000Z' as Instant;

/** One a second. Every third was never paid, every tenth has no time at all, every fifth is not settled. */
const FILL = `
  insert into orders
    (order_id, shop_id, merchant, store, status, aftersale_open, handed_to_pos, method, created_at, paid_at, paid, refunded,
     refunded_elsewhere, paid_in_phases, settled_gross, subsidy, fees, settled_net, aftersales, exceptions, revision, position, updated_at, opened_position)
  select lpad(n::text, 8, '0'), '1', 'm0', '-', 'settled', false, false, 'wechat',
    case when n % 10 > 0 then $2::timestamptz + make_interval(secs => n) end,
    case when n % 10 > 0 and n % 3 > 0 then $2::timestamptz + make_interval(secs => n) end,
    100, 0, 0, 0, case n % 5 when 1 then 0 else 100 end, 0, 5, 95, '[]', '{}', 0, lpad(n::text, 16, '0'), now(), lpad(n::text, 16, '0')
  from generate_series(1, $1::int) n`;

describe('settled orders', () => {
  let database: ReadDatabase;
  beforeAll(async () => {
    database = await readDatabase();
    const context = { pool: database.pool, log: new MemoryEventLog(), codec: EventCodec.of(ORDER_EVENTS) };
    const schema = await servingSchema(context, orderDetails);
    await database.pool.query(FILL.replace('orders', `${schema}.orders`), [ROWS, FIRST]);
  });
  afterAll(() => database.drop());

  const all = { merchant: 'm0', from: FIRST, before: '2026-10-01T00:00:00.000Z' as Instant };
  async function read(asked: SettledAsked) {
    const pages: number[] = [];
    const orders = [];
    for await (const { data } of settledOrders(database.reader, asked)) {
      pages.push(data.length);
      orders.push(...data);
    }
    return { pages, orders };
  }

  it('come page by page, each once, by the time at which they were paid, else created', async () => {
    const { pages, orders } = await read(all);
    expect(pages).toEqual([1_000, 1_000, 100]);
    const ids = orders.map(({ orderId }) => orderId);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(orders[0]).toEqual({
      orderId: '00000002',
      method: 'wechat',
      at: '2026-09-01T00:00:02.000Z',
      settledGross: 100,
      fees: 5,
    });
    const some = await read({ ...all, from: orders[1]?.at ?? FIRST, before: orders[3]?.at ?? FIRST });
    expect(some.orders).toEqual(orders.slice(1, 3));
  });

  it('without a time are counted apart', async () => {
    expect(await undatedOrders(database.reader, 'm0')).toEqual({ count: 300, amount: 30_000 });
    expect(await undatedOrders(database.reader, 'm1')).toEqual({ count: 0, amount: 0 });
  });
});
