import { createHash, type Hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Projection } from './projection.js';
import { schemaOf, type Generation } from './registry.js';
import { rowsOf } from './transaction.js';

const ROWS_PER_FETCH = 5_000;

/** Rows as text must not depend on the server's settings. */
const SETTINGS = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local cursor_tuple_fraction = 1`;

/**
 * SHA-256 (hex) over every row of every table of a generation, in key order: equal digests mean equal read models. Needs a
 * transaction; it is repeatable read where both generations of a comparison must be seen at one moment.
 */
export async function digestOf(client: ClientBase, projection: Projection, generation: Generation): Promise<string> {
  const hash = createHash('sha256');
  await client.query(SETTINGS);
  for (const { name, columns, key } of projection.tables) {
    hash.update(`${name}(${columns.join(',')})\n`);
    const rows = `select ${columns.join(', ')} from ${schemaOf(generation)}.${name} order by ${key.join(', ')}`;
    await hashRows(client, hash, `select rows::text as row from (${rows}) rows`);
  }
  return hash.digest('hex');
}

async function hashRows(client: ClientBase, hash: Hash, sql: string): Promise<void> {
  await client.query(`declare digested no scroll cursor for ${sql}`);
  for (let fetched = ROWS_PER_FETCH; fetched === ROWS_PER_FETCH;) {
    const rows = await rowsOf<{ row: string }>(client, `fetch forward ${String(ROWS_PER_FETCH)} from digested`);
    for (const { row } of rows) hash.update(row).update('\n');
    fetched = rows.length;
  }
  await client.query('close digested');
}
