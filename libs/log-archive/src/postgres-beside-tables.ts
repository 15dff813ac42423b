import type { Pool, PoolClient } from 'pg';
import { Fault } from '#kernel';
import { inTransaction, rowsOf } from '#projections';
import type { BesideTables } from './beside.js';
import type { RowLine } from './file/lines.js';

/** Says what was done with what came in: read before the head of the log, so that nothing counts as done whose events are not there. */
const DECIDED = [
  'inbox.outcomes',
  'inbox.swept',
  'pull.cursors',
  'pull.gaps',
  'pull.backfills',
  'fetches.schedules',
  'fetches.bills',
  'projections.reactions',
] as const;

/** What events stand on: read behind them. */
const RECEIVED = ['secrets.sealed', 'privacy.subject_keys', 'access.api_keys', 'inbox.bodies', 'inbox.notices'] as const;

/** Its positions are those of the log that was left: they are placed, not copied. */
export const REACTIONS = 'projections.reactions';

const FILLED: ReadonlySet<string> = new Set<string>([...DECIDED, ...RECEIVED].filter((table) => table !== REACTIONS));
const ROWS_AT_ONCE = 500;
const SNAPSHOT = 'begin isolation level repeatable read read only; select pg_current_snapshot()';

/** The tables of a ledger that are neither log nor built from it. Idempotency keys of HTTP requests are left out. */
export class PostgresBesideTables implements BesideTables {
  constructor(private readonly pool: Pool) {}

  async decided(): Promise<{ rows(): AsyncIterable<RowLine>; close(): Promise<void> }> {
    const client = await this.snapshot();
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      await client.query('commit').finally(() => client.release());
    };
    return { rows: () => rowsIn(client, DECIDED), close };
  }

  async *received(): AsyncGenerator<RowLine> {
    const client = await this.snapshot();
    try {
      yield* rowsIn(client, RECEIVED);
    } finally {
      await client.query('commit').finally(() => client.release());
    }
  }

  /** Empties all of them, to be filled. */
  async clear(): Promise<void> {
    for (const table of FILLED) if (await isThere(this.pool, table)) await this.pool.query(`truncate ${table}`);
  }

  /** @throws Fault on a table that an export does not have */
  async fill(rows: readonly RowLine[]): Promise<void> {
    await inTransaction(this.pool, 'begin', async (client) => {
      for (const [table, its] of Map.groupBy(rows, (row) => row.table)) {
        if (!FILLED.has(table)) throw new Fault(`${table} is no table beside the log`);
        const text = `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1)`;
        await client.query(text, [JSON.stringify(its.map(({ row }) => row))]);
      }
    });
  }

  /** New rows are numbered behind those that were filled in. */
  async finish(): Promise<void> {
    const next = `select setval(pg_get_serial_sequence('inbox.notices', 'number'), max(number)) from inbox.notices having max(number) > 0`;
    if (await isThere(this.pool, 'inbox.notices')) await this.pool.query(next);
  }

  private async snapshot(): Promise<PoolClient> {
    const client = await this.pool.connect();
    await client.query(SNAPSHOT);
    return client;
  }
}

async function* rowsIn(client: PoolClient, tables: readonly string[]): AsyncGenerator<RowLine> {
  for (const table of tables) {
    if (!(await isThere(client, table))) continue;
    await client.query(`declare beside no scroll cursor for select to_jsonb(one) as row from ${table} one`);
    for (;;) {
      const { rows } = await client.query<{ row: RowLine['row'] }>(`fetch ${String(ROWS_AT_ONCE)} from beside`);
      for (const { row } of rows) yield { table, row };
      if (rows.length < ROWS_AT_ONCE) break;
    }
    await client.query('close beside');
  }
}

async function isThere(on: Pool | PoolClient, table: string): Promise<boolean> {
  const [found] = await rowsOf<{ is: boolean }>(on, 'select to_regclass($1) is not null as is', [table]);
  return found?.is ?? false;
}
