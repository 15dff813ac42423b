import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '#postgres';
import { testDatabase } from '#postgres/testing';
import { benchAppend, benchRead } from './append.bench.js';
import { benchHttp } from './http.bench.js';
import { benchReplay } from './replay.bench.js';

/** Each on a database of its own, on one PostgreSQL with fsync on. */
const PARTS: Readonly<Record<string, (databaseUrl: string) => Promise<Record<string, unknown>>>> = {
  append: (url) => benchAppend(url),
  read: (url) => benchRead(url),
  http: (url) => benchHttp(url),
  replay: (url) => benchReplay(url),
};

/** `npm run bench [-- part …]`: figures as JSON on stdout, everything else on stderr. */
async function bench(parts: readonly string[]): Promise<Record<string, unknown>> {
  const unknown = parts.find((part) => !(part in PARTS));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}; there are ${Object.keys(PARTS).join(', ')}.`);
  // Beside the ledger's data, not in a temporary folder: that may be in memory, and nothing would be durable.
  await mkdir('var', { recursive: true });
  const folder = await mkdtemp(join('var', 'bench-'));
  const postgres = await EmbeddedPostgres.start({ folder });
  const figures: Record<string, unknown> = { node: process.version, cores: cpus().length };
  try {
    for (const [part, measure] of Object.entries(PARTS)) {
      if (parts.length > 0 && !parts.includes(part)) continue;
      process.stderr.write(`measuring ${part}…\n`);
      const database = await testDatabase({ admin: postgres.adminUrl, role: postgres.url });
      figures[part] = await measure(database.url);
      await database.drop();
    }
    return figures;
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

bench(process.argv.slice(2)).then(
  (figures) => process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
