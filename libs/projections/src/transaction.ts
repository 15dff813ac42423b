import { types, type ClientBase, type CustomTypesConfig, type Pool, type PoolClient, type QueryResultRow } from 'pg';
import { Fault, Outage, instant } from '#kernel';

/** A transaction on one generation of a read model: its schema comes first on the search path. */
export interface Tx {
  query<Row extends QueryResultRow = never>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** Values as this code speaks of them: safe integers, dates as `YYYY-MM-DD`, moments as `Instant`. */
export const READ_TYPES: CustomTypesConfig = { getTypeParser: parserOf };

function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  switch (oid) {
    case types.builtins.INT8:
      return safeInteger;
    case types.builtins.DATE:
      return String;
    case types.builtins.TIMESTAMPTZ:
      return moment;
    default:
      return types.getTypeParser(oid, format) as (text: string) => unknown;
  }
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Fault(`beyond the safe integers: ${text}`);
  return value;
}

const parseMoment = types.getTypeParser(types.builtins.TIMESTAMPTZ) as (text: string) => Date;
const moment = (text: string): string => instant(parseMoment(text).getTime());

export async function rowsOf<Row extends QueryResultRow>(
  on: Pool | ClientBase,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await on.query<Row>({ text, values: [...values], types: READ_TYPES });
  return rows;
}

/** Runs work on one connection between `begin` and `commit`; a connection on which that failed is thrown away. */
export async function inTransaction<T>(pool: Pool, begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    broken = false;
    return result;
  } catch (error) {
    broken = !(await rolledBack(client));
    throw error;
  } finally {
    client.release(broken);
  }
}

const rolledBack = (client: PoolClient): Promise<boolean> =>
  client.query('rollback').then(
    () => true,
    () => false,
  );

/** Classes of SQLSTATE that say the server is away or busy, not that we are wrong: connection, rollback by the server, resources, shutdown. */
const OUTAGE_CLASSES = ['08', '40', '53', '55', '57', '58'];
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Whether trying again may help: the world is away, our code is not wrong. */
export function isOutage(error: unknown): boolean {
  if (error instanceof Outage) return true;
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string')
    return NETWORK_CODES.has(code) || (code.length === 5 && OUTAGE_CLASSES.includes(code.slice(0, 2)));
  return /connection (?:is )?(?:terminated|ended|closed|timeout)|timeout exceeded when trying to connect|not queryable/i.test(
    error.message,
  );
}
