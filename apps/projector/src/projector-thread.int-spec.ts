import { randomBytes } from 'node:crypto';
import { migrate, openPool } from '#postgres';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { PROJECTION_MIGRATIONS, Positions } from '#projections';
import { START } from '#event-log';
import { ProjectorThread } from './projector-thread.js';

describe('a projector in a thread', () => {
  let database: TestDatabase;
  let pool: ReturnType<typeof openPool>;
  beforeAll(async () => {
    database = await testDatabase();
    pool = openPool(database.url, { max: 2 });
    await migrate(pool, PROJECTION_MIGRATIONS);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('tells where read models stand, and ends when it is asked to', async () => {
    const positions = new Positions(pool, { pollMs: 60_000 });
    const failures: string[] = [];
    const thread = threadOn(database.url, positions, failures);
    thread.start();
    await positions.waitFor('balances', START, 60_000);
    await thread.stop();
    expect(failures).toEqual([]);
  });

  it('is started again when it breaks, and shows why', async () => {
    const unreachable = new URL(database.url);
    unreachable.port = '1';
    const failures: string[] = [];
    const thread = threadOn(unreachable.href, new Positions(pool), failures);
    thread.start();
    while (failures.filter((text) => text.includes('it is started again')).length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await thread.stop();
    expect(failures[0]).toMatch(/ECONNREFUSED/);
  });

  it('stops while it waits to be started again', async () => {
    const failures: string[] = [];
    const thread = threadOn('postgresql://nobody@127.0.0.1:1/nothing', new Positions(pool), failures);
    thread.start();
    while (!failures.some((text) => text.includes('it is started again'))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await thread.stop();
    expect(failures.filter((text) => text.includes('it is started again'))).toHaveLength(1);
  });
});

const threadOn = (databaseUrl: string, positions: Positions, failures: string[]): ProjectorThread =>
  new ProjectorThread({ databaseUrl, dataFolder: '/nowhere', masterKey: randomBytes(32) }, positions, {
    onFailure: (of, error) => failures.push(`${of}: ${String(error)}`),
  });
