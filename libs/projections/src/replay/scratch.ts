import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { START, type Position } from '#event-log';
import type { Taker } from '../follower.js';
import { WITHOUT_WAITING, type Stretch } from '../generation.js';
import type { Projection } from '../projection.js';
import { inTransaction, rowsOf, transactionOn } from '../transaction.js';

const lockKey = (token: string): string[] => [`projections:replay:${token}`];
const SCHEMA = /^replay_([0-9a-f]{8})_/;

/**
 * Schemas of one replay, `replay_<token>_<name>`, which nothing else knows of. Their owner holds a lock for as long as it is connected;
 * what nobody holds was left by a replay that was killed, and goes with the next one.
 */
export class ScratchPlace {
  private constructor(
    private readonly pool: Pool,
    private readonly token: string,
    private readonly lease: PoolClient,
  ) {}

  static async open(pool: Pool): Promise<ScratchPlace> {
    const token = randomBytes(4).toString('hex');
    const lease = await pool.connect();
    // Should the connection break, the next statement of the replay tells.
    lease.on('error', () => undefined);
    try {
      await lease.query('select pg_advisory_lock(hashtextextended($1, 0))', lockKey(token));
      await dropLeftOver(lease);
    } catch (error) {
      lease.release(true);
      throw error;
    }
    return new ScratchPlace(pool, token, lease);
  }

  /** Empty tables for a read model: not logged, for they are gone before they could be needed again. */
  async model(projection: Projection): Promise<ScratchModel> {
    const schema = `replay_${this.token}_${projection.name}`;
    await inTransaction(this.pool, 'begin', async (client) => {
      await client.query(`create schema ${schema}`);
      await client.query(`set local search_path = ${schema}`);
      for (const { ddl, name } of projection.tables) {
        for (const statement of ddl) await client.query(statement);
        await client.query(`alter table ${name} set unlogged`);
      }
    });
    return new ScratchModel(this.pool, projection, schema);
  }

  async drop(): Promise<void> {
    try {
      await dropSchemas(this.lease, this.token);
    } finally {
      this.lease.release(true);
    }
  }
}

async function dropLeftOver(lease: PoolClient): Promise<void> {
  const tokens = new Set((await schemasLike(lease, 'replay')).flatMap((schema) => SCHEMA.exec(schema)?.[1] ?? []));
  for (const token of tokens) {
    const lock = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked';
    const [row] = await rowsOf<{ locked: boolean }>(lease, lock, lockKey(token));
    if (!row?.locked) continue;
    await dropSchemas(lease, token);
    await lease.query('select pg_advisory_unlock(hashtextextended($1, 0))', lockKey(token));
  }
}

/** One at a time: each takes a lock for each of its tables. */
async function dropSchemas(lease: PoolClient, token: string): Promise<void> {
  for (const schema of await schemasLike(lease, `replay_${token}`)) await lease.query(`drop schema ${schema} cascade`);
}

async function schemasLike(on: PoolClient, prefix: string): Promise<string[]> {
  const sql = `select nspname::text as name from pg_namespace where starts_with(nspname::text, $1 || '_') order by 1`;
  return (await rowsOf<{ name: string }>(on, sql, [prefix])).map(({ name }) => name);
}

/** A read model that is replayed; where it stands is known here alone. */
export class ScratchModel implements Taker {
  readonly handles: ReadonlySet<string> | 'all';
  private reached: Position = START;

  constructor(
    private readonly pool: Pool,
    readonly projection: Projection,
    readonly schema: string,
  ) {
    this.handles = projection.handles === 'all' ? 'all' : new Set(projection.handles);
  }

  get position(): Position {
    return this.reached;
  }

  async take({ events, checkpoint }: Stretch): Promise<void> {
    const { projection, schema, pool } = this;
    if (events.length > 0) {
      await inTransaction(pool, `begin; set local search_path = ${schema}, pg_catalog`, async (client) => {
        await client.query(`select ${WITHOUT_WAITING}`);
        await projection.apply(events, transactionOn(client));
      });
    }
    this.reached = checkpoint;
  }

  /** Makes keys and indexes, once all is in. */
  complete(): Promise<void> {
    return inTransaction(this.pool, `begin; set local search_path = ${this.schema}`, async (client) => {
      for (const { completion, name } of this.projection.tables) {
        for (const statement of completion) await client.query(statement);
        await client.query(`analyze ${name}`);
      }
    });
  }

  /** What the projection's invariants say; nothing where all is well. */
  async violations(client: PoolClient): Promise<readonly string[]> {
    const { violations } = this.projection;
    if (violations === undefined) return [];
    await client.query(`set local search_path = ${this.schema}, pg_catalog`);
    return (await rowsOf<Record<string, string>>(client, violations)).flatMap((row) => Object.values(row));
  }
}
