import { EventCodec, MemoryEventLog } from '#event-log';
import { instant, type Instant } from '#kernel';
import { Reader } from '#projections';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import { EXCEPTION_EVENTS } from '../worklist.feature.js';
import { WorklistQueries, type ExceptionsAsked } from './worklist-queries.js';
import { worklist } from './worklist.js';

const ROWS = 20_000;
const NOW = instant(Date.parse('2026-09-21T12:00:00Z'));

interface Question {
  readonly text: string;
  readonly values: unknown[];
}
type Pool = ConstructorParameters<typeof Reader>[0];

/** Half is closed and a quarter not due yet; every 200th has its own kind, code, merchant and store, and is claimed. */
const FILL = `
  insert into worklist (exception_id, stream, code, day, kind, severity, merchant, store, state, subject, worth, evidence, occurred_at,
    recorded_at, due_at, stands, occurrence, holder, resolved_occurrence, comments, revision, position)
  select 'exc_' || n, 's.' || n, 'C' || n % 200, '', 'k' || n % 200, case n % 200 when 0 then 'high' else 'low' end, 'm' || n % 200,
    's' || n % 200, case when n % 200 = 0 then 'claimed' when n % 2 = 0 then 'closed' else 'open' end, '{}', 1, '{}', $2, $2,
    $2::timestamptz + (case when n % 4 = 1 then 1 else -1 end) * n * interval '1 second', n % 2 = 1 or n % 200 = 0, 1,
    case n % 200 when 0 then 'key:a' end, 0, 0, -1, lpad(n::text, 16, '0')
  from generate_series(1, $1::int) n`;

describe('lists of exceptions', () => {
  let database: ReadDatabase;

  beforeAll(async () => {
    database = await readDatabase();
    const context = { pool: database.pool, log: new MemoryEventLog(), codec: EventCodec.of(EXCEPTION_EVENTS) };
    await bringUp(context, worklist({ methodsOfModel: () => undefined }), { batchSize: 1 });
    const { rows } = await database.pool.query<{ schema: string }>(
      `select 'read_' || name || '_' || generation as schema from projections.generations where status = 'serving'`,
    );
    const schema = rows[0]?.schema ?? '';
    await database.pool.query(FILL.replace('worklist', `${schema}.worklist`), [ROWS, NOW]);
    await database.pool.query(`analyze ${schema}.worklist`);
  });
  afterAll(() => database.drop());

  /** What the reader really sends, done and explained. */
  async function planOf(asked: Partial<ExceptionsAsked>): Promise<string> {
    const questions: Question[] = [];
    const query = (question: Question): unknown => {
      questions.push(question);
      return database.pool.query(question);
    };
    const reader = new Reader({ query } as unknown as Pool, database.positions);
    const { data } = await new WorklistQueries(reader, (): Instant => NOW).list({ limit: 20, ...asked });
    expect(data.length).toBeGreaterThan(0);
    const { text = '', values } = questions.at(-1) ?? {};
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off, timing off) ${text}`,
      values,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  it.each<[string, Partial<ExceptionsAsked>]>([
    ['all', {}],
    ['a kind', { kind: 'k0' }],
    ['a code', { code: 'C0' }],
    ['a merchant', { merchant: 'm0' }],
    ['a store', { store: 's0' }],
    ['a severity', { severity: 'high' }],
    ['what somebody holds', { assignee: 'key:a' }],
    ['what is closed', { state: 'closed' }],
    ['since a moment', { since: instant(Date.parse(NOW) - 3_600_000) }],
  ])('find %s by an index, and sort nothing', async (_says, asked) => {
    const plan = await planOf(asked);
    expect(plan).toMatch(/Index Scan/);
    expect(plan).not.toMatch(/Seq Scan on worklist|Sort/);
    for (const [, removed = '0'] of plan.matchAll(/Rows Removed by Filter: (\d+)/g)) expect(Number(removed)).toBeLessThan(50);
  });
});
