import { types, type ClientBase, type CustomTypesConfig, type Pool, type PoolClient, type QueryResultRow } from 'pg';
import { Fault, instant } from '#kernel';
import { copyIn } from './copy-in.js';

/** A transaction on one generation of a read model: its schema comes first on the search path. */
export interface Tx {
  query<Row extends QueryResultRow = never>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** `copy … from stdin` of all the bytes. */
  copy(sql: string, bytes: Buffer): Promise<void>;
}

export const transactionOn = (client: ClientBase): Tx => ({
  query: <Row extends QueryResultRow>(sql: string, params: readonly unknown[] = []) => rowsOf<Row>(client, sql, params),
  copy: (sql, bytes) => copyIn(client, sql, bytes),
});

const { INT8, DATE, TIMESTAMPTZ } = types.builtins;

type Parser = (text: string) => unknown;

const dateOfMoment = types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;

const PARSERS: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [INT8, safeInteger],
  [DATE, String],
  [TIMESTAMPTZ, (text) => instant(dateOfMoment(text).getTime())],
]);

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Fault(`beyond the safe integers: ${text}`);
  return value;
}

/** Values as this code speaks of them: safe integers, days as `YYYY-MM-DD`, moments as `Instant`. */
const READ_TYPES: CustomTypesConfig = {
  getTypeParser: (oid, format) => PARSERS.get(oid) ?? (types.getTypeParser(oid, format) as Parser),
};

export async function rowsOf<Row extends QueryResultRow>(
  on: Pool | ClientBase,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await on.query<Row>({ text, values: [...values], types: READ_TYPES });
  return rows;
}

/**
 * Work on one connection of the pool, which is closed where the work fails. One that breaks while no query runs on it must
 * not end the process: the next query on it fails, and that is soon enough.
 */
export async function onConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let broken = true;
  try {
    const result = await work(client);
    broken = false;
    return result;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

/** Work between a `begin`, which may bring settings, and `commit`. */
export const inTransaction = <T>(pool: Pool, begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> =>
  onConnection(pool, async (client) => {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  });
