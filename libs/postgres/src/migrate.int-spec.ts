import { migrate, type Migration } from './migrate.js';
import { openPool } from './pool.js';
import { testDatabase, type TestDatabase } from './testing.js';

const FIRST: Migration = { name: 'shop-001-tables', sql: 'create table shop (id int); create table till (id int);' };
const SECOND: Migration = { name: 'shop-002-row', sql: 'insert into shop (id) values (1)' };

describe('migrations', () => {
  let database: TestDatabase;
  let pool: ReturnType<typeof openPool>;

  beforeEach(async () => {
    database = await testDatabase();
    pool = openPool(database.url);
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  const shops = async (): Promise<number> => (await pool.query('select id from shop')).rowCount ?? 0;

  it('apply in order, once', async () => {
    expect(await migrate(pool, [FIRST])).toEqual(['shop-001-tables']);
    expect(await migrate(pool, [FIRST, SECOND])).toEqual(['shop-002-row']);
    expect(await migrate(pool, [FIRST, SECOND])).toEqual([]);
    expect(await shops()).toBe(1);
  });

  it('of two processes at once, one applies and the other waits', async () => {
    const other = openPool(database.url);
    const results = await Promise.all([pool, other, pool, other].map((each) => migrate(each, [FIRST, SECOND])));
    await other.end();
    expect(results.flat()).toEqual(['shop-001-tables', 'shop-002-row']);
    expect(await shops()).toBe(1);
  });

  it('leave nothing of one that fails, keep those before it, and can go on after it is mended', async () => {
    const broken: Migration = { name: SECOND.name, sql: 'insert into shop (id) values (1); select 1/0' };
    await expect(migrate(pool, [FIRST, broken])).rejects.toThrow('migration shop-002-row failed: division by zero');
    expect(await shops()).toBe(0);
    expect(await migrate(pool, [FIRST, SECOND])).toEqual(['shop-002-row']);
  });

  it('refuse to go on when an applied one has been edited', async () => {
    await migrate(pool, [FIRST]);
    await expect(migrate(pool, [{ ...FIRST, sql: 'create table shop (id bigint)' }])).rejects.toThrow('was edited');
  });
});
