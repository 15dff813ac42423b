import { types, type ClientBase, type CustomTypesConfig, type Pool, type PoolClient, type QueryResultRow } from 'pg';
import { Fault, instant } from '#kernel';

/** A transaction on one generation of a read model: its schema comes first on the search path. */
export interface Tx {
  query<Row extends QueryResultRow = never>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;

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
  getTypeParser: (oid: number, format?: 'text' | 'binary'): Parser =>
    PARSERS.get(oid) ?? (types.getTypeParser(oid, format) as Parser),
};

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
