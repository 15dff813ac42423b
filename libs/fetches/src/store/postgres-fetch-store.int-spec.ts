import type { Pool } from 'pg';
import { Outage, instant } from '#kernel';
import { migrate, openPool } from '#postgres';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { fetchStoreContract } from './fetch-store.contract.js';
import { FETCH_MIGRATIONS, PostgresFetchStore } from './postgres-fetch-store.js';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.url);
  await migrate(pool, FETCH_MIGRATIONS);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

fetchStoreContract('PostgreSQL', async () => {
  await pool.query('truncate fetches.schedules, fetches.bills');
  return new PostgresFetchStore(pool);
});

it('says that it is away where PostgreSQL is', async () => {
  const gone = openPool('postgres://nobody@127.0.0.1:1/none');
  await expect(new PostgresFetchStore(gone).due(instant(0), 1)).rejects.toThrow(Outage);
  await gone.end();
});
