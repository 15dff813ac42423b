import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { RunningLedger } from './running-ledger.js';

/** Every table of a ledger as text, what is binary in it read as text too, and every file. */
export async function everythingKept({ dataFolder, databaseUrl }: RunningLedger): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows: all } = await client.query<Record<string, unknown>>({ text: `select * from ${name}` });
      texts.push(all.map((row) => Object.values(row).map(textOf).join('\n')).join('\n'));
    }
    for (const file of await readdir(dataFolder, { recursive: true, withFileTypes: true }))
      if (file.isFile()) texts.push((await readFile(join(file.parentPath, file.name))).toString('latin1'));
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

const textOf = (value: unknown): string => (Buffer.isBuffer(value) ? value.toString() : JSON.stringify(value));
