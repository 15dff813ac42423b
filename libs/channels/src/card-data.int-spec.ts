import { LOG_MIGRATIONS, PostgresEventLog } from '#event-log';
import { migrate, openPool } from '#postgres';
import { testDatabase } from '#postgres/testing';
import { cardDataContract } from './card-data.contract.js';
import { INBOX_MIGRATIONS } from './inbox/inbox-tables.js';
import { PostgresInbox } from './inbox/postgres-inbox.js';
import { ChannelsUnderTest } from './testing.js';

const TABLES = `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
  where table_schema in ('inbox', 'log') and table_type = 'BASE TABLE'`;

cardDataContract('PostgreSQL', async () => {
  const database = await testDatabase();
  const pool = openPool(database.url);
  await migrate(pool, [...LOG_MIGRATIONS, ...INBOX_MIGRATIONS]);
  const log = await PostgresEventLog.open({ connectionString: database.url });
  const inbox = new PostgresInbox(pool);
  const channels = await ChannelsUnderTest.open({ inbox, log });
  /** Every column of every row; bytes as text as far as they are. */
  const stored = async (): Promise<string> => {
    const { rows: tables } = await pool.query<{ name: string }>(TABLES);
    const parts = [];
    for (const { name } of tables) {
      const { rows } = await pool.query<Record<string, unknown>>(`table ${name}`);
      parts.push(
        ...rows
          .flatMap((row) => Object.values(row))
          .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))),
      );
    }
    expect(parts.length).toBeGreaterThan(50);
    return parts.join('\n');
  };
  const clear = async (): Promise<void> => {
    await inbox.close();
    await log.close();
    await pool.end();
    await database.drop();
  };
  return { deps: channels.deps, stored, clear };
});
