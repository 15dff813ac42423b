import type { Pool } from 'pg';
import { Outage, instant } from '#kernel';
import { migrate, openPool } from '#postgres';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { PULL_MIGRATIONS, PostgresPullStore } from './postgres-pull-store.js';
import { pullStoreContract } from './pull-store.contract.js';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.url);
  await migrate(pool, PULL_MIGRATIONS);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

pullStoreContract('PostgreSQL', async () => {
  await pool.query('truncate pull.cursors, pull.gaps, pull.backfills');
  return new PostgresPullStore(pool);
});

it('says that it is away where PostgreSQL is', async () => {
  const gone = openPool('postgres://nobody@127.0.0.1:1/none');
  await expect(new PostgresPullStore(gone).due(instant(0))).rejects.toThrow(Outage);
  await gone.end();
});
