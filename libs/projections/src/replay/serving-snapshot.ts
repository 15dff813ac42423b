import type { Pool, PoolClient } from 'pg';
import { generations, schemaOf, type Generation } from '../registry.js';
import { onConnection, rowsOf } from '../transaction.js';

/** What serves, as it was at one moment, whatever moves meanwhile. */
export interface ServingSnapshot {
  readonly client: PoolClient;
  readonly serving: ReadonlyMap<string, Generation>;
}

/** What serves now; nothing where no read models are in that database. */
export async function servingNow(on: Pool | PoolClient): Promise<ReadonlyMap<string, Generation>> {
  const [row] = await rowsOf<{ known: boolean }>(on, `select to_regclass('projections.generations') is not null as known`);
  const known = row?.known ? await generations(on) : [];
  return new Map(known.filter(({ status }) => status === 'serving').map((generation) => [generation.name, generation]));
}

/** Holds the tables too: a swap goes on, but what it retires is not dropped meanwhile. */
export const whileServingSeen = <T>(pool: Pool, work: (snapshot: ServingSnapshot) => Promise<T>): Promise<T> =>
  onConnection(pool, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const serving = await servingNow(client);
    const schemas = [...serving.values()].map(schemaOf);
    const tables = await rowsOf<{ name: string }>(
      client,
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any($1)`,
      [schemas],
    );
    if (tables.length > 0) await client.query(`lock table ${tables.map(({ name }) => name).join(', ')} in access share mode`);
    const result = await work({ client, serving });
    await client.query('commit');
    return result;
  });
