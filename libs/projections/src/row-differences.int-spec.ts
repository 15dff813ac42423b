import { onConnection } from './transaction.js';
import { compareModels, type Comparison } from './compare.js';
import { column, nullable } from './column.js';
import { Table } from './table.js';
import { readDatabase, type ReadDatabase } from './testing.js';

interface Row {
  readonly name: string;
  readonly number: number;
  readonly at: string;
  readonly value: string | null;
}

const things = new Table<Row>({
  name: 'things',
  columns: {
    name: column('text', ({ name }) => name),
    number: column('bigint', ({ number }) => number),
    at: column('timestamptz', ({ at }) => at),
    value: nullable('json', ({ value }) => value as unknown as object | null),
  },
  key: ['name', 'number', 'at'],
});

/** Texts whose order differs between code units, bytes and languages; numbers whose order as texts is another. */
const NAMES = ['Z', 'a', 'ä', '\uE000', '\u{1F600}', '合', '-', ''];
const NUMBERS = [-10, -9, 0, 9, 10, 100, 9_007_199_254_740_991];
const TIMES = ['2026-09-21T00:00:00Z', '2026-09-21T00:00:00.5Z', '2026-09-21T00:00:00.050Z', '1999-12-31T23:59:59.999Z'];

describe('rows of two sides', () => {
  let database: ReadDatabase;

  beforeEach(async () => {
    database = await readDatabase();
    for (const schema of ['a', 'b']) {
      await database.pool.query(
        `create schema ${schema}; set search_path = ${schema}; ${things.ddl.join(';')}; reset search_path`,
      );
      await database.pool.query(
        `insert into ${schema}.things select name, number, at::timestamptz, '{"a":1}'
         from unnest($1::text[]) name, unnest($2::bigint[]) number, unnest($3::text[]) at`,
        [NAMES, NUMBERS, TIMES],
      );
    }
  });
  afterEach(() => database.drop());

  const compared = (max = 100): Promise<Comparison> =>
    onConnection(database.pool, async (client) => {
      await client.query('begin');
      const side = (schema: string) => ({ client, schema });
      const comparison = await compareModels({ served: side('a'), replayed: side('b'), max }, { tables: [things] });
      await client.query('rollback');
      return comparison;
    });

  it('are equal row by row, in one digest', async () => {
    const { servingDigest, digest, tables } = await compared();
    expect(servingDigest).toBe(digest);
    expect(tables).toMatchObject([
      { rows: NAMES.length * NUMBERS.length * TIMES.length, counts: { changed: 0, missing: 0, extra: 0 } },
    ]);
  });

  it.each(NAMES)('differ where every key order says so: %j', async (name) => {
    const of = [name];
    await database.pool.query('delete from a.things where name = $1 and number in (9, 100)', of);
    await database.pool.query(`update a.things set value = null where name = $1 and number = 10`, of);
    await database.pool.query('delete from b.things where name = $1 and number = -10', of);
    const [table] = (await compared()).tables;
    expect(table?.counts).toEqual({ changed: 4, missing: 8, extra: 4 });
    expect(new Set(table?.listed.map(({ kind, key }) => `${kind} ${key['name'] ?? ''} ${key['number'] ?? ''}`))).toEqual(
      new Set([`missing ${name} 9`, `missing ${name} 100`, `changed ${name} 10`, `extra ${name} -10`]),
    );
    expect(table?.listed.find(({ kind }) => kind === 'changed')?.columns).toEqual([
      { column: 'value', serving: null, replayed: '{"a": 1}' },
    ]);
  });

  it('differ where one side has none', async () => {
    await database.pool.query('truncate a.things');
    const rows = NAMES.length * NUMBERS.length * TIMES.length;
    expect((await compared(1)).tables).toMatchObject([
      { counts: { changed: 0, missing: rows, extra: 0 }, listed: [{ kind: 'missing' }] },
    ]);
    await database.pool.query('truncate b.things');
    expect((await compared()).tables).toMatchObject([{ rows: 0, counts: { changed: 0, missing: 0, extra: 0 } }]);
  });
});
