import { EventCodec, MemoryEventLog } from '#event-log';
import type { Instant } from '#kernel';
import { servingSchema, readDatabase, type ReadDatabase } from '#projections/testing';
import { PAYMENT_EVENTS } from '../payments.feature.js';
import { capturedPayments, type CapturedAsked } from './captured-payments.js';
import { paymentDetails } from './payment-details.js';

const ROWS = 12_000;
const OF_MERCHANT = ROWS / 4;
const FIRST = '2026-09-01T00:00:00.000Z' as Instant;

/** Every fourth is of `m0`; eight at a time were opened in one second; every third took nothing. */
const FILL = `
  insert into payments
    (payment_id, merchant, store, merchant_no, terminal_no, channel, method, status, opened_at, authorized, held, captured,
     refunded, instructions, exceptions, revision, position, updated_at, opened_position)
  select 'pay_' || n, 'm' || n % 4, 's', 'no', 't', case n % 8 when 0 then 'lakala' else 'unionpay' end, 'card', 'captured',
    $2::timestamptz + make_interval(secs => n / 8), 0, 0, case n % 3 when 0 then 0 else n end, 0, '[]', '{}', 0,
    lpad(n::text, 16, '0'), now(), lpad(n::text, 16, '0')
  from generate_series(1, $1::int) n`;

describe('captured payments', () => {
  let database: ReadDatabase;
  beforeAll(async () => {
    database = await readDatabase();
    const context = { pool: database.pool, log: new MemoryEventLog(), codec: EventCodec.of(PAYMENT_EVENTS) };
    const schema = await servingSchema(context, paymentDetails);
    await database.pool.query(FILL.replace('payments', `${schema}.payments`), [ROWS, FIRST]);
    await database.pool.query(`analyze ${schema}.payments`);
  });
  afterAll(() => database.drop());

  const all = { merchant: 'm0', from: FIRST, before: '2026-10-01T00:00:00.000Z' as Instant };
  async function read(asked: CapturedAsked) {
    const pages: number[] = [];
    const payments = [];
    for await (const { data } of capturedPayments(database.reader, asked)) {
      pages.push(data.length);
      payments.push(...data);
    }
    return { pages, payments };
  }

  it('come page by page, each once, by time, also where a page ends between payments of one moment', async () => {
    const { pages, payments } = await read(all);
    expect(pages).toEqual([1_000, 1_000, 0]);
    expect(payments.length).toBe((OF_MERCHANT * 2) / 3);
    expect(new Set(payments.map(({ paymentId }) => paymentId)).size).toBe(payments.length);
    const times = payments.map(({ openedAt }) => openedAt);
    expect(times).toEqual([...times].sort());
    expect(payments.every(({ captured }) => captured > 0)).toBe(true);
  });

  it('are those of a span: its first moment included, its last one not', async () => {
    const { payments } = await read({
      ...all,
      from: '2026-09-01T00:01:00.000Z' as Instant,
      before: '2026-09-01T00:01:02.000Z' as Instant,
    });
    // n of 480 to 495 with n % 4 = 0 and n % 3 ≠ 0
    expect(payments.map(({ captured }) => captured).sort()).toEqual([484, 488]);
    expect((await read({ ...all, before: FIRST })).payments).toEqual([]);
  });

  it('are those of some channels where these are named', async () => {
    const { payments } = await read({ ...all, channels: ['lakala'] });
    expect(payments.length).toBe(OF_MERCHANT / 3);
    expect((await read({ ...all, channels: [] })).payments).toEqual([]);
  });
});
