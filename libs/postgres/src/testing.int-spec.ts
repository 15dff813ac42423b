import { Client } from 'pg';
import { testDatabase } from './testing.js';

describe('the test database', () => {
  it('is fresh and empty per call, durable, and open to whoever connects to make schemas', async () => {
    const one = await testDatabase();
    const two = await testDatabase();
    expect(one.url).not.toBe(two.url);
    const client = new Client({ connectionString: one.url });
    await client.connect();
    await client.query('create schema log');
    const { rows } = await client.query(
      `select current_setting('fsync') as fsync, current_setting('server_encoding') as encoding`,
    );
    expect(rows).toEqual([{ fsync: 'on', encoding: 'UTF8' }]);
    await client.end();
    await Promise.all([one.drop(), two.drop()]);
  });
});
