import type { Pool } from 'pg';
import type { Position } from '#event-log';
import { Fault } from '#kernel';
import { schemaOf, type Generation } from './registry.js';
import { inTransaction, onConnection, rowsOf } from './transaction.js';

/** Where the reactions of a ledger stand. */
export const reactionPlaces = async (pool: Pool): Promise<ReadonlyMap<string, Position>> =>
  new Map(
    (await rowsOf<{ name: string; position: Position }>(pool, 'select name, position from projections.reactions')).map(
      ({ name, position }) => [name, position],
    ),
  );

/**
 * Says that the log was moved and its positions are others now: drops every read model, which are built again from the log, and
 * puts reactions where they stood, those that are not named at the start.
 */
export async function followMovedLog(pool: Pool, reactions: ReadonlyMap<string, Position>): Promise<void> {
  await inTransaction(pool, 'begin', async (client) => {
    type Known = Pick<Generation, 'name' | 'generation'>;
    for (const generation of await rowsOf<Known>(client, 'delete from projections.generations returning name, generation'))
      await client.query(`drop schema if exists ${schemaOf(generation)} cascade`);
    await client.query('delete from projections.reactions');
    await client.query('insert into projections.reactions (name, position) select * from unnest($1::text[], $2::text[])', [
      [...reactions.keys()],
      [...reactions.values()],
    ]);
  });
}

/** Work while nobody who asks for one of these ownerships has it. @throws Fault where somebody does */
export const whileNobodyOwns = <T>(pool: Pool, keys: readonly string[], work: () => Promise<T>): Promise<T> =>
  onConnection(pool, async (client) => {
    for (const key of keys) {
      const text = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked';
      const [row] = await rowsOf<{ locked: boolean }>(client, text, [key]);
      if (!row?.locked) throw new Fault('a server or projector is at work on this database: stop it first');
    }
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
    }
  });
