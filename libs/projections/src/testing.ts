import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { EventCodec, MemoryEventLog, START, type EventLog, type ExpectedRevision, type Position } from '#event-log';
import { Fault } from '#kernel';
import { migrate, openPool } from '#postgres';
import { testDatabase } from '#postgres/testing';
import { GenerationBuilder } from './builder.js';
import { column } from './column.js';
import { digestOf } from './compare.js';
import { PROJECTION_MIGRATIONS } from './migrations.js';
import { Positions } from './positions.js';
import type { Projection } from './projection.js';
import { Reader } from './reader.js';
import { complete, ensureServing, schemaOf, servingGeneration } from './registry.js';
import { Table, write } from './table.js';
import { inTransaction, rowsOf } from './transaction.js';
import { viewOf } from './view.js';

/** Of tests, on a slow machine: what never comes fails all the same. */
const PATIENCE_MS = 60_000;

/** A database with the registry of read models, fresh and empty. */
export interface ReadDatabase {
  readonly url: string;
  readonly pool: Pool;
  readonly positions: Positions;
  readonly reader: Reader;
  drop(): Promise<void>;
}

export async function readDatabase(): Promise<ReadDatabase> {
  const database = await testDatabase();
  const pool = openPool(database.url, { max: 20 });
  await migrate(pool, PROJECTION_MIGRATIONS);
  const positions = new Positions(pool, { timeoutMs: PATIENCE_MS, pollMs: 5 });
  const drop = async (): Promise<void> => {
    await pool.end();
    await database.drop();
  };
  return { url: database.url, pool, positions, reader: new Reader(pool, positions), drop };
}

/** SHA-256 of what serves. */
export async function servedDigest(pool: Pool, projection: Projection): Promise<string> {
  const serving = await servingGeneration(pool, projection.name);
  if (!serving) throw new Fault(`${projection.name} does not serve`);
  return inTransaction(pool, 'begin isolation level repeatable read', (client) =>
    digestOf(client, projection.tables.map(viewOf), schemaOf(serving)),
  );
}

/** What a projection's invariants say of what serves. */
export async function servedViolations(pool: Pool, projection: Projection): Promise<string[]> {
  const serving = await servingGeneration(pool, projection.name);
  if (!serving || !projection.violations) return [];
  const begin = `begin; set local search_path = read_${serving.name}_${String(serving.generation)}, pg_catalog`;
  const rows = await inTransaction(pool, begin, (client) =>
    rowsOf<Record<string, string>>(client, projection.violations ?? ''),
  );
  return rows.flatMap((row) => Object.values(row));
}

/** Takes what serves up to a position, in batches of one size: no runner, no waiting. */
export async function bringUp(
  context: { readonly pool: Pool; readonly log: EventLog; readonly codec: EventCodec },
  projection: Projection,
  { batchSize, until }: { readonly batchSize: number; readonly until?: Position },
): Promise<void> {
  const serving = await ensureServing(context.pool, projection);
  await new GenerationBuilder(context, projection, serving, { batchSize }).feed(until ?? (await context.log.head()));
  await complete(context.pool, projection, serving);
}

/** The schema that holds a projection's tables, made and empty: for tests that fill a table without events. */
export async function servingSchema(
  context: { readonly pool: Pool; readonly log: EventLog; readonly codec: EventCodec },
  projection: Projection,
): Promise<string> {
  await bringUp(context, projection, { batchSize: 1 });
  const serving = await servingGeneration(context.pool, projection.name);
  if (!serving) throw new Fault(`${projection.name} does not serve`);
  return schemaOf(serving);
}

/** Asks again until it is so. @throws Fault when it never is */
export async function eventually(isSo: () => boolean | Promise<boolean>, withinMs = PATIENCE_MS): Promise<void> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    if (await isSo()) return;
    await sleep(10);
  }
  throw new Fault('it never came to be');
}

interface Counted {
  readonly amount: number;
}

interface TallyLine {
  readonly position: Position;
  readonly stream: string;
  readonly amount: number;
}

const tallyLines = new Table<TallyLine>({
  name: 'tally_lines',
  columns: {
    position: column('text', ({ position }) => position),
    stream: column('text', ({ stream }) => stream),
    amount: column('bigint', ({ amount }) => amount),
  },
  key: ['position'],
  addedOnly: true,
});

const tallies = new Table<TallyLine>({
  name: 'tallies',
  columns: {
    stream: column('text', ({ stream }) => stream),
    total: column('bigint', ({ amount }) => amount, 'add'),
  },
  key: ['stream'],
});

/** The smallest read model that shows every mistake: a row per event, and a sum that a second write would double. */
export const tally: Projection = {
  name: 'tally',
  version: 1,
  handles: ['Counted'],
  tables: [tallyLines, tallies],
  apply: async (events, tx) => {
    const lines = events.map(({ position, stream, data }) => ({ position, stream, amount: (data as Counted).amount }));
    const sums = Map.groupBy(lines, ({ stream }) => stream);
    const totals = [...sums.values()].flatMap((of) => of.slice(0, 1).map((line) => ({ ...line, amount: total(of) })));
    await write(tx, tallyLines.rows(lines), tallies.rows(totals));
  },
  violations: `select format('%s has %s, not %s', stream, total, amount)
    from tallies join (select stream, sum(amount) as amount from tally_lines group by stream) summed using (stream)
    where total <> amount`,
};

const total = (lines: readonly TallyLine[]): number => lines.reduce((sum, { amount }) => sum + amount, 0);

/** Refuses negative amounts: the poison of `poisoned` specs. */
export const strictTally: Projection = {
  ...tally,
  name: 'strict_tally',
  tables: [
    new Table({
      name: 'strict_lines',
      columns: { position: column('text', (line: TallyLine) => line.position) },
      key: ['position'],
    }),
  ],
  apply: async (events) => {
    for (const { data } of events) if ((data as Counted).amount < 0) throw new Fault('a negative amount');
    return Promise.resolve();
  },
};

export const TALLY_CODEC = new EventCodec({ Counted: { version: 1 }, Ignored: { version: 1 } });

/** A log in memory that is told amounts. */
export class TallyLog extends MemoryEventLog {
  private commands = 0;

  /** Appends an amount to a stream; its position. */
  async count(stream: string, amount: number, type: 'Counted' | 'Ignored' = 'Counted'): Promise<Position> {
    const last = (await this.readStream(stream)).at(-1);
    const expected: ExpectedRevision = last?.revision ?? 'no_stream';
    this.commands += 1;
    const metadata = { commandId: `c${String(this.commands)}`, correlationId: 'test', actor: 'test' };
    const result = await this.append(stream, expected, TALLY_CODEC.encode(stream, [{ type, data: { amount } }], metadata));
    return result.ok ? result.position : START;
  }

  /** Appends many: `counts` on `streams` streams in turn. */
  async countMany(counts: number, streams = 7): Promise<void> {
    for (let n = 0; n < counts; n += 1)
      await this.count(`s-${String(n % streams)}`, (n * 7919) % 1000, n % 5 === 4 ? 'Ignored' : 'Counted');
  }
}
