import type { ClientBase, Pool, PoolClient } from 'pg';
import type { Position } from '#event-log';
import { isOutage } from '#postgres';
import type { GenerationBuilder } from './builder.js';
import { digestOf } from './digest.js';
import { pause } from './ownership.js';
import type { Projection } from './projection.js';
import { RebuildRefused } from './refusal.js';
import { publish, schemaOf, servingGeneration, type Generation } from './registry.js';
import { inTransaction, onConnection, rowsOf } from './transaction.js';

/** What a proof compared, and where. */
export interface Proof {
  readonly position: Position;
  readonly digest: string;
  /** Null where the serving generation is of another version: no digest compares the two. */
  readonly replacedDigest: string | null;
}

/**
 * Proves a complete generation: its invariants hold, and it equals the serving one of the same version at the same
 * position. The serving one only stands still until a snapshot sees both; the digests are taken while it goes on.
 */
export const prove = (pool: Pool, projection: Projection, builder: GenerationBuilder): Promise<Proof> =>
  onConnection(pool, async (client) => {
    const served = await whileFrozen(pool, projection.name, 'begin', async (_, frozen) => {
      await builder.feed(frozen.position);
      await client.query('begin isolation level repeatable read read only');
      await client.query('select pg_current_snapshot()');
      return frozen;
    });
    const { generation } = builder;
    await assertSound(client, projection, generation);
    const digest = await digestOf(client, projection, generation);
    const replacedDigest = served.version === generation.version ? await digestOf(client, projection, served) : null;
    await client.query('commit');
    return { position: generation.position, digest, replacedDigest };
  });

/** @throws RebuildRefused where two generations of one version differ */
export function assertEqual({ name }: Projection, { digest, replacedDigest }: Proof): void {
  if (replacedDigest === null || replacedDigest === digest) return;
  throw new RebuildRefused('REBUILD_DIFFERS', `${name} serves ${replacedDigest}, the log says ${digest}`);
}

async function assertSound(client: PoolClient, projection: Projection, generation: Generation): Promise<void> {
  if (!projection.violations) return;
  await client.query(`set local search_path = ${schemaOf(generation)}, pg_catalog`);
  const rows = await rowsOf<Record<string, string>>(client, projection.violations);
  if (rows.length === 0) return;
  const says = rows.slice(0, 5).flatMap((row) => Object.values(row));
  throw new RebuildRefused('REBUILD_VIOLATES', `${projection.name}: ${says.join('; ')}`);
}

/** Views wait for the queries that read them, and queries behind them wait too: so not for long, rather again. */
const BEGIN_SWAP = `begin; set local lock_timeout = '1s'`;
const SWAP_TRIES = 60;
const RETRY_MS = 250;

/** Brings a generation to where the serving one stands and puts it in its place, in one transaction. */
export async function swap(pool: Pool, projection: Projection, builder: GenerationBuilder): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await whileFrozen(pool, projection.name, BEGIN_SWAP, async (client, frozen) => {
        await builder.feed(frozen.position);
        await publish(client, projection, builder.generation);
      });
      return;
    } catch (error) {
      if (!isOutage(error) || tries === SWAP_TRIES) throw error;
      await pause(RETRY_MS);
    }
  }
}

/** Work while the serving generation can not move: whoever advances it waits for this transaction, and then looks again. */
function whileFrozen<T>(
  pool: Pool,
  name: string,
  begin: string,
  work: (client: ClientBase, frozen: Generation) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, begin, async (client) => {
    await client.query(`select from projections.generations where name = $1 and status = 'serving' for update`, [name]);
    const frozen = await servingGeneration(client, name);
    if (!frozen) throw new RebuildRefused('NO_GENERATION', `${name} does not serve yet`);
    return work(client, frozen);
  });
}
