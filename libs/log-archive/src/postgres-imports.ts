import type { Pool } from 'pg';
import { rowsOf } from '#projections';
import type { Migration } from '#postgres';

/** Which exports came into this database: begun, and done. `digest`: SHA-256 (hex) of the file's header. */
export const ARCHIVE_MIGRATIONS: readonly Migration[] = [
  {
    name: 'archive-001-imports',
    sql: `
      create schema archive;
      create table archive.imports (
        digest text primary key,
        begun_at timestamptz not null default now(),
        done_at timestamptz
      );`,
  },
];

export class PostgresImports {
  constructor(private readonly pool: Pool) {}

  async stateOf(digest: string): Promise<'unknown' | 'begun' | 'done'> {
    const text = 'select done_at is not null as done from archive.imports where digest = $1';
    const [found] = await rowsOf<{ done: boolean }>(this.pool, text, [digest]);
    if (!found) return 'unknown';
    return found.done ? 'done' : 'begun';
  }

  async begin(digest: string): Promise<void> {
    await this.pool.query('insert into archive.imports (digest) values ($1)', [digest]);
  }

  async done(digest: string): Promise<void> {
    await this.pool.query('update archive.imports set done_at = now() where digest = $1', [digest]);
  }
}
