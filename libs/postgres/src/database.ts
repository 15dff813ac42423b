import { Client } from 'pg';
import { CannotStart } from './cannot-start.js';
import { EmbeddedPostgres, type EmbeddedOptions } from './embedded/supervisor.js';

export interface DatabasePlace extends EmbeddedOptions {
  /** Your own PostgreSQL; absent: the embedded one of the folder. */
  readonly databaseUrl?: string;
}

export interface Database {
  readonly url: string;
  /** Stops the embedded PostgreSQL unless another process uses it. Call it last. */
  stop(): Promise<void>;
}

const ANSWERS_WITHIN_MS = 5_000;

/**
 * The ledger's database, for a server as for a command beside it: yours, or the embedded one, started if need be.
 * @throws CannotStart
 */
export async function openDatabase({ databaseUrl, ...embedded }: DatabasePlace): Promise<Database> {
  if (databaseUrl === undefined) return EmbeddedPostgres.start(embedded);
  await assertUsable(databaseUrl);
  return { url: databaseUrl, stop: () => Promise.resolve() };
}

/** Knocks once: what is wrong with the address is found before anything is built on it. */
async function assertUsable(url: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: ANSWERS_WITHIN_MS,
    query_timeout: ANSWERS_WITHIN_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ allowed: boolean; role: string; database: string }>(
      `select has_database_privilege(current_database(), 'create') as allowed, current_user as role, current_database() as database`,
    );
    const [found] = rows;
    if (found?.allowed === false)
      throw new CannotStart(`DATABASE_URL: role ${found.role} may not make schemas in database ${found.database}.`);
  } catch (error) {
    throw error instanceof CannotStart ? error : new CannotStart(refusalOf(error, new URL(url)), { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** The URL holds a password: only where it leads to is said. */
function refusalOf(error: unknown, { hostname, port }: URL): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const place = `PostgreSQL at ${hostname || 'localhost'}:${port || '5432'}`;
  if (code === undefined) return `DATABASE_URL: ${place} can not be used: ${oneLine(message)}.`;
  if (!SQLSTATE.test(code)) return `DATABASE_URL: ${place} can not be reached (${code}).`;
  return `DATABASE_URL: ${place} says: ${oneLine(message)}.`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').replace(/\.$/, '');
