import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

/** One step of a schema. Names are unique over the whole database and never reused; the SQL is never edited afterwards. */
export interface Migration {
  /** `<area>-<number>-<what>`, e.g. `log-001-events`. */
  readonly name: string;
  /** One or more statements; runs in one transaction. */
  readonly sql: string;
}

/** Any number: everybody who migrates this database waits for the same lock. */
const MIGRATION_LOCK = 4_725_002;

const TABLE = `
  create schema if not exists migrations;
  create table if not exists migrations.applied (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
  );`;

/**
 * Applies what is not applied yet, in the order given, each in its own transaction; answers the names applied now.
 * Two processes may call it at once: one waits for the other. Throws when an applied migration has been edited.
 */
export async function migrate(pool: Pool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(TABLE);
    const applied = await applyMissing(client, migrations);
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    broken = false;
    return applied;
  } finally {
    // Closing the connection gives the lock back whatever happened.
    client.release(broken);
  }
}

async function applyMissing(client: PoolClient, migrations: readonly Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations.applied');
  const known = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const digest = createHash('sha256').update(migration.sql).digest('hex');
    const recorded = known.get(migration.name);
    if (recorded === digest) continue;
    if (recorded !== undefined) throw new Error(`migration ${migration.name} was edited after it had been applied here`);
    await apply(client, migration, digest);
    known.set(migration.name, digest);
    applied.push(migration.name);
  }
  return applied;
}

async function apply(client: PoolClient, { name, sql }: Migration, digest: string): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into migrations.applied (name, sha256) values ($1, $2)', [name, digest]);
    await client.query('commit');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`migration ${name} failed: ${reason}`, { cause });
  }
}
