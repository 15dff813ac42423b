import { MemoryEventLog, EventCodec } from '#event-log';
import { Reader } from '#projections';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import { PAYMENT_EVENTS } from '../payments.feature.js';
import { PaymentQueries, paymentDetails, type PaymentsAsked } from './payment-details.js';

const ROWS = 20_000;
const CODEC = EventCodec.of(PAYMENT_EVENTS);

interface Question {
  readonly text: string;
  readonly values: unknown[];
}
type Pool = ConstructorParameters<typeof Reader>[0];

/** Every 200th waits for a fact, has its own merchant and store, is of a rare status, number and terminal. */
const FILL = `
  insert into payments
    (payment_id, merchant, store, merchant_no, terminal_no, channel, method, status, rrn, opened_at, authorized, held, captured,
     refunded, instructions, exceptions, revision, position, updated_at, opened_position)
  select 'pay_' || n, 'm' || n % 200, 's' || n % 200, 'no' || n % 200, 't' || n % 200, 'unionpay', 'card',
    case n % 200 when 0 then 'voided' else 'captured' end, 'rrn' || n, now(), 0, 0, n, 0,
    case n % 200 when 0 then '[{"instructionId":"i"}]' else '[]' end::jsonb,
    case n % 200 when 0 then '{REFUND_EXCEEDS}'::text[] else '{}' end, 0,
    lpad(n::text, 16, '0'), now(), lpad(n::text, 16, '0')
  from generate_series(1, $1::int) n`;

describe('lists of payments', () => {
  let database: ReadDatabase;

  beforeAll(async () => {
    database = await readDatabase();
    const context = { pool: database.pool, log: new MemoryEventLog(), codec: CODEC };
    await bringUp(context, paymentDetails, { batchSize: 1 });
    const { rows } = await database.pool.query<{ schema: string }>(
      `select 'read_' || name || '_' || generation as schema from projections.generations where status = 'serving'`,
    );
    const schema = rows[0]?.schema ?? '';
    await database.pool.query(FILL.replace('payments', `${schema}.payments`), [ROWS]);
    await database.pool.query(`analyze ${schema}.payments`);
  });
  afterAll(() => database.drop());

  /** What the reader really sends, done and explained. */
  async function planOf(asked: Partial<PaymentsAsked>): Promise<string> {
    const questions: Question[] = [];
    const query = (question: Question): unknown => {
      questions.push(question);
      return database.pool.query(question);
    };
    const listening = { query } as unknown as Pool;
    const { data } = await new PaymentQueries(new Reader(listening, database.positions)).list({ limit: 50, ...asked });
    expect(data.length).toBeGreaterThan(0);
    const { text = '', values } = questions.at(-1) ?? {};
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off, timing off) ${text}`,
      values,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  const filters: Partial<PaymentsAsked>[] = [
    {},
    { instructed: true },
    { terminalNo: 't7' },
    { store: 's7' },
    { merchant: 'm7' },
    { merchantNo: 'no7' },
    { status: 'voided' },
    { rrn: 'rrn77' },
    { exception: 'any' },
    { updatedAfter: String(ROWS - 10).padStart(16, '0') },
  ];
  it.each(filters)('come by an index that holds just them, in its order where there may be many: %j', async (asked) => {
    const plan = await planOf(asked);
    expect(plan).not.toMatch(/Seq Scan on payments|Rows Removed by Filter/);
    expect(plan).toMatch(/Index Scan (Backward )?using payments_\w+ on payments/);
    if (asked.rrn === undefined) expect(plan).not.toContain('Sort');
  });

  it('go on by the index behind a cursor', async () => {
    const { next } = await new PaymentQueries(database.reader).list({ limit: 5, instructed: true });
    const plan = await planOf({ instructed: true, cursor: next });
    expect(plan).toMatch(/Index Scan Backward using payments_opened_position_idx\d? on payments/);
    expect(plan).toMatch(/Index Cond: \(opened_position < /);
  });
});
