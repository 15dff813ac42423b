import { Client } from 'pg';
import { testDatabase } from './testing.js';

describe('the test database', () => {
  it('is fresh and empty per call, durable, and owned by a role that is not a superuser', async () => {
    const one = await testDatabase();
    const two = await testDatabase();
    expect(one.url).not.toBe(two.url);
    const client = new Client({ connectionString: one.url });
    await client.connect();
    await client.query('create schema log');
    const { rows } = await client.query(
      `select current_setting('fsync') as fsync, current_setting('is_superuser') as superuser,
              current_setting('server_encoding') as encoding`,
    );
    expect(rows).toEqual([{ fsync: 'on', superuser: 'off', encoding: 'UTF8' }]);
    await client.end();
    await Promise.all([one.drop(), two.drop()]);
  });
});
