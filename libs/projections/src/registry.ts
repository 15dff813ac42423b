import type { ClientBase, Pool } from 'pg';
import { START, type Position } from '#event-log';
import type { Instant } from '#kernel';
import type { Projection } from './projection.js';
import { inTransaction, rowsOf } from './transaction.js';

export type GenerationStatus = 'building' | 'serving' | 'retired';

/** One build of a read model: its own tables in its own schema, with its own checkpoint. */
export interface Generation {
  readonly name: string;
  readonly generation: number;
  readonly version: number;
  readonly status: GenerationStatus;
  /** Its indexes stand. */
  readonly complete: boolean;
  /** Everything up to here is in it. */
  readonly position: Position;
  /** When the log recorded the last event in it. */
  readonly recordedAt: Instant | null;
  /** Why it does not go on, null while it does. */
  readonly error: string | null;
  readonly failedAt: Instant | null;
}

const COLUMNS = `name, generation, version, status, complete, position, recorded_at as "recordedAt", error, failed_at as "failedAt"`;

export const schemaOf = ({ name, generation }: Pick<Generation, 'name' | 'generation'>): string =>
  `read_${name}_${String(generation)}`;

/** All generations, newest first per name. */
export const generations = (on: Pool | ClientBase): Promise<Generation[]> =>
  rowsOf<Generation>(on, `select ${COLUMNS} from projections.generations order by name, generation desc`);

export const generationsOf = (on: Pool | ClientBase, name: string): Promise<Generation[]> =>
  rowsOf<Generation>(on, `select ${COLUMNS} from projections.generations where name = $1 order by generation desc`, [name]);

/** Those that served and do not any more, the one that served last first: after a rollback that is not the newest. */
export const retiredOf = (on: Pool | ClientBase, name: string): Promise<Generation[]> =>
  rowsOf<Generation>(
    on,
    `select ${COLUMNS} from projections.generations where name = $1 and status = 'retired'
     order by retirement desc nulls last, generation desc`,
    [name],
  );

export async function servingGeneration(on: Pool | ClientBase, name: string): Promise<Generation | undefined> {
  const rows = await rowsOf<Generation>(
    on,
    `select ${COLUMNS} from projections.generations where name = $1 and status = 'serving'`,
    [name],
  );
  return rows[0];
}

/** Tables of a schema with their columns. */
export async function columnsServed(client: ClientBase, schema: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await rowsOf<{ name: string; columns: string[] }>(
    client,
    `select relname::text as name, array_agg(attname::text order by attnum) as columns
     from pg_attribute join pg_class on attrelid = pg_class.oid
     where relnamespace = to_regnamespace($1) and relkind = 'r' and attnum > 0 and not attisdropped group by 1 order by 1`,
    [schema],
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

/** Keeps everybody else from adding, swapping or dropping generations of this name until the transaction ends. */
const lockName = (client: ClientBase, name: string): Promise<unknown> =>
  client.query(`select pg_advisory_xact_lock(hashtextextended('projections:generations:' || $1, 0))`, [name]);

/** The serving generation; where there is none yet, an empty one is made and serves at once, without keys and indexes so far. */
export async function ensureServing(pool: Pool, projection: Projection): Promise<Generation> {
  const known = await servingGeneration(pool, projection.name);
  if (known) return known;
  return inTransaction(pool, 'begin', async (client) => {
    await lockName(client, projection.name);
    const serving = await servingGeneration(client, projection.name);
    if (serving) return serving;
    const made = await addGeneration(client, projection);
    await publish(client, projection, made);
    return { ...made, status: 'serving' };
  });
}

/** A further generation with empty tables, status `building`. */
export const beginGeneration = (pool: Pool, projection: Projection): Promise<Generation> =>
  inTransaction(pool, 'begin', async (client) => {
    await lockName(client, projection.name);
    return addGeneration(client, projection);
  });

async function addGeneration(client: ClientBase, projection: Projection): Promise<Generation> {
  const [row] = await rowsOf<Generation>(
    client,
    `insert into projections.generations (name, generation, version, status, complete, position)
     select $1, coalesce(max(generation), 0) + 1, $2, 'building', false, $3 from projections.generations where name = $1
     returning ${COLUMNS}`,
    [projection.name, projection.version, START],
  );
  const made = row as Generation;
  await client.query(`create schema ${schemaOf(made)}`);
  await client.query(`set local search_path = ${schemaOf(made)}`);
  for (const table of projection.tables) for (const statement of table.ddl) await client.query(statement);
  return made;
}

/** Makes the keys and indexes that were left out while it was built, unless they stand. Queries go on meanwhile. */
export const complete = (pool: Pool, projection: Projection, generation: Generation): Promise<Generation> =>
  inTransaction(pool, 'begin', async (client) => {
    await lockName(client, projection.name);
    const { name, generation: number } = generation;
    const known = await generationsOf(client, name);
    if (known.some((each) => each.generation === number && !each.complete)) {
      await completeTables(client, projection, generation);
      await client.query('update projections.generations set complete = true where name = $1 and generation = $2', [
        name,
        number,
      ]);
    }
    return { ...generation, complete: true };
  });

async function completeTables(client: ClientBase, projection: Projection, generation: Generation): Promise<void> {
  await client.query(`set local search_path = ${schemaOf(generation)}`);
  for (const table of projection.tables) {
    for (const statement of table.completion) await client.query(statement);
    await client.query(`analyze ${table.name}`);
  }
}

/**
 * Makes the views show this generation, for those who read them from outside; the one that served until now is retired. Part
 * of the caller's transaction. Views of one version are replaced in place, so that what others built on them stays.
 */
export async function publish(client: ClientBase, projection: Projection, generation: Generation): Promise<void> {
  const served = await servingGeneration(client, projection.name);
  for (const { name, columns } of projection.tables) {
    if (served?.version !== generation.version) await client.query(`drop view if exists read.${name}`);
    await client.query(
      `create or replace view read.${name} as select ${columns.join(', ')} from ${schemaOf(generation)}.${name}`,
    );
  }
  const { name } = projection;
  await client.query(
    `update projections.generations set status = 'retired', updated_at = now(),
       retirement = (select coalesce(max(retirement), 0) + 1 from projections.generations where name = $1)
     where name = $1 and status = 'serving'`,
    [name],
  );
  await client.query(
    `update projections.generations set status = 'serving', error = null, failed_at = null, updated_at = now()
     where name = $1 and generation = $2`,
    [name, generation.generation],
  );
}

/** Drops tables and entry of a generation that does not serve. */
export const dropGeneration = (pool: Pool, generation: Generation): Promise<void> =>
  inTransaction(pool, 'begin', async (client) => {
    await lockName(client, generation.name);
    await client.query(`set local lock_timeout = '1s'`);
    const { rowCount } = await client.query(
      `delete from projections.generations where name = $1 and generation = $2 and status <> 'serving'`,
      [generation.name, generation.generation],
    );
    if (rowCount === 1) await client.query(`drop schema if exists ${schemaOf(generation)} cascade`);
  });
