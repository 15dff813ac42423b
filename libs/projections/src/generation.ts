import type { Pool } from 'pg';
import type { Position, StoredEvent } from '#event-log';
import type { Instant } from '#kernel';
import type { Projection } from './projection.js';
import { schemaOf, type Generation } from './registry.js';
import { inTransaction, transactionOn } from './transaction.js';

/** Somebody else moved this checkpoint, or the generation no longer has the status it was written under. Nothing was written. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** A stretch of the log on its way into a read model. */
export interface Stretch {
  /** Only the events that the taker handles. */
  readonly events: readonly StoredEvent[];
  /** Position of the last event of the stretch, handled or not. */
  readonly checkpoint: Position;
  /** When the log recorded it. */
  readonly recordedAt: Instant;
}

/** Nobody waits for the disk: what is derived carries its checkpoint, and after a crash of the server a lost commit is done again. */
export const WITHOUT_WAITING = `set_config('synchronous_commit', 'off', true) = 'off'`;

/**
 * The checkpoint moves by compare-and-set in the transaction that writes the rows. That is the fence: of two writers at one
 * position the second waits for the first, finds the position moved, and writes nothing.
 */
const ADVANCE = `
  update projections.generations set position = $4, recorded_at = $5, error = null, failed_at = null, updated_at = now()
  where name = $1 and generation = $2 and position = $3 and status = $6 and ${WITHOUT_WAITING}`;

/** A process that was frozen in the middle holds the row that whoever takes over has to move; so long, and no longer. */
const NOT_LEFT_OPEN = `set local idle_in_transaction_session_timeout = '10s'`;

/** Folds a stretch into a generation: all of it, or nothing. @throws Fenced */
export async function advance(pool: Pool, projection: Projection, at: Generation, stretch: Stretch): Promise<Generation> {
  const { checkpoint: position, recordedAt } = stretch;
  const move = [at.name, at.generation, at.position, position, recordedAt, at.status];
  if (stretch.events.length === 0) assertMoved(await pool.query(ADVANCE, move), at);
  else {
    const begin = `begin; ${NOT_LEFT_OPEN}; set local search_path = ${schemaOf(at)}, pg_catalog`;
    await inTransaction(pool, begin, async (client) => {
      assertMoved(await client.query(ADVANCE, move), at);
      await projection.apply(stretch.events, transactionOn(client));
    });
  }
  return moved(at, stretch);
}

/** The generation as it stands behind a stretch. */
export const moved = (at: Generation, { checkpoint: position, recordedAt }: Stretch): Generation => ({
  ...at,
  position,
  recordedAt,
  error: null,
  failedAt: null,
});

function assertMoved({ rowCount }: { rowCount: number | null }, { name, generation, position }: Generation): void {
  if (rowCount !== 1) throw new Fenced(`${name} ${String(generation)} is no longer at ${position || 'the start'}`);
}

/** Shows why a generation does not go on; the next stretch that goes in clears it. */
export async function showFailure(pool: Pool, { name, generation }: Generation, says: string): Promise<void> {
  await pool.query(
    `update projections.generations set error = $3, failed_at = now(), updated_at = now() where name = $1 and generation = $2`,
    [name, generation, says],
  );
}
