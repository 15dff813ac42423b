import type { Socket } from 'node:net';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { copyIn } from './copy-in.js';
import { eventually } from './testing.js';

const ROWS = Buffer.from('one\ntwo\n');

/** What of a client its types do not tell. */
interface Parts {
  readonly processID: number;
  readonly connection: { readonly stream: Socket };
}

describe('rows by COPY', () => {
  let database: TestDatabase;
  let client: Client;
  let other: Client;
  const opened = async (): Promise<Client> => {
    const made = new Client({ connectionString: database.url });
    await made.connect();
    return made;
  };
  beforeAll(async () => {
    database = await testDatabase();
    [client, other] = [await opened(), await opened()];
    await client.query('create table words (word text primary key)');
  });
  afterAll(async () => {
    await Promise.all([client.end(), other.end()]);
    await database.drop();
  });

  const stored = async (): Promise<object[]> =>
    (await other.query<{ word: string }>('select word from words order by word')).rows;

  it('are all in, or none, and the connection goes on', async () => {
    await copyIn(client, 'copy words from stdin', ROWS);
    await expect(copyIn(client, 'copy words from stdin', ROWS)).rejects.toMatchObject({ code: '23505' });
    await expect(copyIn(client, 'copy nothing from stdin', ROWS)).rejects.toMatchObject({ code: '42P01' });
    expect(await stored()).toEqual([{ word: 'one' }, { word: 'two' }]);
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('wait for nothing that a frozen process would have to answer', async () => {
    const { processID, connection } = client as unknown as Parts;
    await client.query('begin; delete from words');
    const copied = copyIn(client, 'copy words from stdin', Buffer.from('three\n'));
    // From here on nothing of the server is heard.
    connection.stream.pause();
    await eventually(async () => {
      const { rows } = await other.query<{ state: string; query: string }>(
        'select state, query from pg_stat_activity where pid = $1',
        [processID],
      );
      return rows[0]?.state === 'idle in transaction' && rows[0].query.startsWith('copy');
    });
    connection.stream.resume();
    await copied;
    await client.query('commit');
    expect(await stored()).toEqual([{ word: 'three' }]);
  });
});
