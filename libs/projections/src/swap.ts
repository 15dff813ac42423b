import type { ClientBase, Pool, PoolClient } from 'pg';
import type { Position } from '#event-log';
import { isOutage } from '#postgres';
import type { GenerationBuilder } from './builder.js';
import type { Certify, SwapRecord } from './certify.js';
import { NO_DIFFERENCES, compareModels, countsOf, digestOf } from './compare.js';
import { pause } from './ownership.js';
import type { Projection } from './projection.js';
import { RebuildRefused } from './refusal.js';
import { publish, schemaOf, servingGeneration, type Generation } from './registry.js';
import type { DifferenceCounts } from './row-differences.js';
import { inTransaction, onConnection, rowsOf } from './transaction.js';
import { viewOf } from './view.js';

/** What a proof compared, and where. */
export interface Proof {
  readonly position: Position;
  readonly digest: string;
  /** Null where the serving generation is of another version: no digest compares the two. */
  readonly replacedDigest: string | null;
  /** Rows in which the two differ, as far as both have the columns. */
  readonly differences: DifferenceCounts;
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
    const digest = await digestOf(client, projection.tables.map(viewOf), schemaOf(generation));
    const isSameVersion = served.version === generation.version;
    const replacedDigest = isSameVersion ? await digestOf(client, projection.tables.map(viewOf), schemaOf(served)) : null;
    const differences = digest === replacedDigest ? NO_DIFFERENCES : await counted(client, projection, [served, generation]);
    await client.query('commit');
    return { position: generation.position, digest, replacedDigest, differences };
  });

async function counted(
  client: PoolClient,
  projection: Projection,
  [served, replayed]: readonly [Generation, Generation],
): Promise<DifferenceCounts> {
  const side = (generation: Generation) => ({ client, schema: schemaOf(generation) });
  const compared = await compareModels({ served: side(served), replayed: side(replayed), max: 0 }, projection);
  return countsOf(compared.tables);
}

/** @throws RebuildRefused where two generations of one version differ */
export function assertEqual({ name }: Projection, { digest, replacedDigest, differences }: Proof): void {
  if (replacedDigest === null || replacedDigest === digest) return;
  const rows = Object.entries(differences).map(([kind, count]) => `${String(count)} ${kind}`);
  throw new RebuildRefused(
    'REBUILD_DIFFERS',
    `${name} serves ${replacedDigest}, the log says ${digest}; rows: ${rows.join(', ')}`,
  );
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

/** What is certified of a swap, and by whom. */
export interface Certified {
  readonly certify?: Certify | undefined;
  readonly record: Pick<SwapRecord, 'kind' | 'proof' | 'askedBy'>;
}

/** Brings a generation to where the serving one stands, puts it in its place and certifies that, in one transaction. */
export async function swap(
  pool: Pool,
  projection: Projection,
  builder: GenerationBuilder,
  { certify, record }: Certified,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await whileFrozen(pool, projection.name, BEGIN_SWAP, async (client, from) => {
        await builder.feed(from.position);
        const { generation: to } = builder;
        await publish(client, projection, to);
        await certify?.(client, { ...record, projection: projection.name, from, to });
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
