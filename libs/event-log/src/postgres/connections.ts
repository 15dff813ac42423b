import { Client, Pool, type ClientConfig } from 'pg';

export interface LogConnection {
  readonly connectionString: string;
}

const CONNECT_WITHIN_MS = 10_000;
const PROBE_AFTER_MS = 10_000;

/** Plans on the indexes, whatever the statistics of young tables say. Appends carry the same settings in log.append itself. */
const READ_SESSION = `
  set plan_cache_mode = force_generic_plan;
  set enable_seqscan = off;
  set enable_bitmapscan = off;
  set enable_hashjoin = off;
  set enable_mergejoin = off;
  set jit = off`;

/** log.append needs a snapshot per statement, and what it answers must be on disk. */
const APPEND_SESSION = `
  set default_transaction_isolation = 'read committed';
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

const configOf = ({ connectionString }: LogConnection, name: string): ClientConfig => ({
  connectionString,
  application_name: name,
  connectionTimeoutMillis: CONNECT_WITHIN_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: PROBE_AFTER_MS,
});

/** One statement after the other without waiting for answers. A batch without an answer in time ends the connection. */
export async function openAppendClient(connection: LogConnection, answerWithinMs: number): Promise<Client> {
  const client = new Client({
    ...configOf(connection, 'hezhang-log-append'),
    pipeline: true,
    query_timeout: answerWithinMs,
    // Shorter than our patience: a backend that nobody waits for any more must not stay in the queue for the lock.
    lock_timeout: Math.ceil(answerWithinMs / 2),
  });
  return prepared(client, APPEND_SESSION);
}

export const openListenClient = (connection: LogConnection, listen: string): Promise<Client> =>
  prepared(new Client(configOf(connection, 'hezhang-log-listen')), listen);

/** A query without an answer in time ends its connection: those that wait for a place in the pool must not wait for ever. */
export function openReadPool(connection: LogConnection, max: number, answerWithinMs: number): Pool {
  const pool = new Pool({
    ...configOf(connection, 'hezhang-log-read'),
    max,
    query_timeout: answerWithinMs,
    verify: (client, done) => {
      client.query(READ_SESSION).then(() => {
        done();
      }, done);
    },
  });
  // Without a listener a connection that breaks, idle or between two queries, would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}

async function prepared(client: Client, session: string): Promise<Client> {
  // Whoever uses the connection hears of its end by its queries; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(session);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
