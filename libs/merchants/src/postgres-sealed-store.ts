import type { Pool } from 'pg';
import type { Migration } from '#postgres';
import type { SealedStore } from './vault.js';

export const SECRETS_MIGRATIONS: readonly Migration[] = [
  {
    name: 'secrets-001-sealed',
    sql: `
      create schema if not exists secrets;
      create table secrets.sealed (
        ref text collate "C" primary key,
        sealed bytea not null,
        sealed_at timestamptz not null default now()
      );`,
  },
];

/** Sealed secrets in a table beside the log, not in it: rotating or erasing one never touches an event. */
export class PostgresSealedStore implements SealedStore {
  constructor(private readonly pool: Pool) {}

  async put(ref: string, sealed: Buffer): Promise<void> {
    await this.pool.query('insert into secrets.sealed (ref, sealed) values ($1, $2)', [ref, sealed]);
  }

  async get(ref: string): Promise<Buffer | undefined> {
    const { rows } = await this.pool.query<{ sealed: Buffer }>('select sealed from secrets.sealed where ref = $1', [ref]);
    return rows[0]?.sealed;
  }

  async remove(ref: string): Promise<void> {
    await this.pool.query('delete from secrets.sealed where ref = $1', [ref]);
  }

  async firstOr(ref: string, sealed: Buffer): Promise<string> {
    const oldest = async (): Promise<string | undefined> => {
      const sql = 'select ref from secrets.sealed order by sealed_at, ref limit 1';
      return (await this.pool.query<{ ref: string }>(sql)).rows[0]?.ref;
    };
    const found = await oldest();
    if (found !== undefined) return found;
    await this.pool.query('insert into secrets.sealed (ref, sealed) values ($1, $2) on conflict do nothing', [ref, sealed]);
    return (await oldest()) ?? ref;
  }
}
