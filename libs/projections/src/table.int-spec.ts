import { column, nullable } from './column.js';
import { Table, write } from './table.js';
import { readDatabase, type ReadDatabase } from './testing.js';
import { inTransaction, transactionOn, type Tx } from './transaction.js';

interface Row {
  readonly id: string;
  readonly count?: number;
  readonly first?: string;
  readonly maybe?: string | null;
}

const everyColumn = {
  name: 'every_type',
  columns: {
    id: column('text', ({ id }: Row) => id),
    flag: column('boolean', ({ count = 0 }: Row) => count > 0),
    small: column('smallint', () => -7),
    whole: column('integer', () => 70_000),
    big: column('bigint', ({ count = 0 }: Row) => count, 'add'),
    day: column('date', () => '1999-12-31'),
    moment: column('timestamptz', () => '2026-09-21T02:13:20.123Z'),
    first: column('text', ({ first = '' }: Row) => first, 'keep'),
    codes: column('codes', ({ count = 0 }: Row) => (count > 1 ? ['A_1', 'B_2'] : [])),
    structure: column('json', ({ id }: Row) => [{ id, quote: '"' }]),
    maybe: nullable('text', ({ maybe = null }: Row) => maybe),
    maybe_moment: nullable('timestamptz', ({ maybe }: Row) => maybe ?? null),
    maybe_day: nullable('date', ({ maybe }: Row) => maybe?.slice(0, 10) ?? null),
  },
  key: ['id'],
  indexes: ['(day, moment) where flag'],
};
const everyType = new Table<Row>(everyColumn);
const everyTypeAdded = new Table<Row>({ ...everyColumn, name: 'every_type_added', addedOnly: true });

const lines = new Table<Row>({
  name: 'added_lines',
  columns: { id: column('text', ({ id }) => id) },
  key: ['id'],
  addedOnly: true,
});

describe('a table of a read model', () => {
  let database: ReadDatabase;
  beforeAll(async () => {
    database = await readDatabase();
    await database.pool.query('create schema tables');
  });
  afterAll(() => database.drop());

  const inSchema = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    inTransaction(database.pool, 'begin; set local search_path = tables', (client) => work(transactionOn(client)));

  const made = (table: Table): Promise<void> =>
    inSchema(async (tx) => {
      for (const sql of [...table.ddl, ...table.completion]) await tx.query(sql);
    });

  it.each([
    ['merged', everyType],
    ['only added', everyTypeAdded],
  ])(
    'keeps every type of value in rows %s, with nulls and quotes, and gives it back as this code speaks of it',
    async (_, table) => {
      await made(table);
      const rows: Row[] = [
        { id: 'a"b,{c}', count: 2, first: 'x', maybe: '2026-09-21T00:00:00.001Z' },
        { id: '钱', count: 9_007_199_254_740_991 },
      ];
      await inSchema((tx) => write(tx, table.rows(rows)));
      const usual = { small: -7, whole: 70_000, day: '1999-12-31', moment: '2026-09-21T02:13:20.123Z' };
      expect(await inSchema((tx) => tx.query(`select * from ${table.name} order by id`))).toEqual([
        {
          id: 'a"b,{c}',
          flag: true,
          big: 2,
          ...usual,
          first: 'x',
          codes: ['A_1', 'B_2'],
          structure: [{ id: 'a"b,{c}', quote: '"' }],
          maybe: '2026-09-21T00:00:00.001Z',
          maybe_moment: '2026-09-21T00:00:00.001Z',
          maybe_day: '2026-09-21',
        },
        {
          id: '钱',
          flag: true,
          big: 9_007_199_254_740_991,
          ...usual,
          first: '',
          codes: ['A_1', 'B_2'],
          structure: [{ id: '钱', quote: '"' }],
          maybe: null,
          maybe_moment: null,
          maybe_day: null,
        },
      ]);
    },
  );

  it('merges into rows that stand: replaces, adds up, or keeps', async () => {
    await inSchema((tx) =>
      write(tx, everyType.rows([{ id: 'm', count: 3, first: 'opened', maybe: '2026-09-21T00:00:00.001Z' }])),
    );
    await inSchema((tx) => write(tx, everyType.rows([{ id: 'm', count: -1, first: 'later' }])));
    const [row] = await inSchema((tx) =>
      tx.query<Record<string, unknown>>(`select big, first, maybe, flag, codes from every_type where id = 'm'`),
    );
    expect(row).toEqual({ big: 2, first: 'opened', maybe: null, flag: false, codes: [] });
  });

  it('of rows that are only added makes the key last, and then refuses a second one', async () => {
    await inSchema(async (tx) => {
      for (const sql of lines.ddl) await tx.query(sql);
      await write(tx, lines.rows([{ id: 'one' }, { id: 'two' }]));
      for (const sql of lines.completion) await tx.query(sql);
    });
    await expect(inSchema((tx) => write(tx, lines.rows([{ id: 'two' }])))).rejects.toThrow('duplicate key');
    expect(await inSchema((tx) => tx.query('select id from added_lines order by id'))).toEqual([{ id: 'one' }, { id: 'two' }]);
  });

  it.each([everyType, everyTypeAdded])(
    'keeps texts that PostgreSQL has no place for, as far as it can ($name)',
    async (table) => {
      await inSchema((tx) => write(tx, table.rows([{ id: 'nul\0half\uD800', maybe: null }])));
      const [row] = await inSchema((tx) =>
        tx.query<Record<string, unknown>>(`select id, structure from ${table.name} where id like 'nul%'`),
      );
      expect(row).toEqual({ id: 'nul\uFFFDhalf\uFFFD', structure: [{ id: 'nul\uFFFDhalf\uFFFD', quote: '"' }] });
    },
  );

  it('refuses a bigint beyond the safe integers on the way in and out', async () => {
    for (const table of [everyType, everyTypeAdded])
      await expect(inSchema((tx) => write(tx, table.rows([{ id: 'x', count: 2 ** 53 }])))).rejects.toThrow(RangeError);
    await expect(inSchema((tx) => tx.query('select 9007199254740993::bigint'))).rejects.toThrow('beyond the safe integers');
  });

  it('refuses names that are none and keys that are no columns', () => {
    const columns = { id: column('text', ({ id }: Row) => id) };
    expect(() => new Table({ name: 'a; drop', columns, key: ['id'] })).toThrow('not a name');
    expect(() => new Table({ name: 'a', columns, key: ['other'] })).toThrow('has no column other');
  });
});
