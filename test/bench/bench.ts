import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EmbeddedPostgres } from '#postgres';
import { testDatabase } from '#postgres/testing';
import { benchAppend, benchRead } from './append.bench.js';
import { benchExport } from './export.bench.js';
import { benchGrowth } from './growth.bench.js';
import { benchHot } from './hot.bench.js';
import { benchHttp } from './http.bench.js';
import { benchImport } from './import.bench.js';
import { benchMatching } from './matching.bench.js';
import { svgOf } from './plot.js';
import { benchReconcile } from './reconcile.bench.js';
import { benchReplay } from './replay.bench.js';
import { benchReport } from './report.bench.js';
import { benchReplays } from './replays.bench.js';
import { tableOf } from './targets.js';
import { benchTimes, timesRatios, type TimesSize } from './times.bench.js';
import { benchVerify } from './verify.bench.js';

/** Each on a database of its own, on one PostgreSQL with fsync on. */
const PARTS: Readonly<Record<string, (databaseUrl: string) => Promise<Record<string, unknown>>>> = {
  append: (url) => benchAppend(url),
  read: (url) => benchRead(url),
  http: (url) => benchHttp(url),
  replay: (url) => benchReplay(url),
  replays: (url) => benchReplays(url),
  hot: (url) => benchHot(url),
  reconcile: (url) => benchReconcile(url),
  matching: () => Promise.resolve(benchMatching()),
  export: (url) => benchExport(url),
  import: (url) => benchImport(url),
  verify: (url) => benchVerify(url),
  report: (url) => benchReport(url),
};
const SIZES = [100_000, 1_000_000];
/** Lines of books that are asked about points of time; `--full` adds the largest. */
const TIMES = 'times';
const BOOKS = [100_000, 1_000_000];
const LARGEST_BOOK = 10_000_000;
const FIGURES_FILE = join('var', 'bench.json');
const PLOT_FILE = join('var', 'bench-growth.svg');

const GROWTH = 'growth';

interface Wanted {
  readonly parts: readonly string[];
  /** Sizes to grow to; none: growth is not measured. */
  readonly sizes: readonly number[];
  /** Lines of the books to ask about points of time. */
  readonly books: readonly number[];
}

/**
 * `npm run bench [-- part …]`: figures as JSON on stdout, everything else on stderr. `growth` is a part that must be asked for;
 * `--sizes 100000,1000000` says how large it grows. `--full`: all parts, and a table of what was to be reached.
 */
async function bench({ parts, sizes, books }: Wanted): Promise<Record<string, unknown>> {
  // Beside the ledger's data, not in a temporary folder: that may be in memory, and nothing would be durable.
  await mkdir('var', { recursive: true });
  const folder = await mkdtemp(join('var', 'bench-'));
  const postgres = await EmbeddedPostgres.start({ folder });
  const figures: Record<string, unknown> = { node: process.version, cores: cpus().length };
  /** Kept at once: what comes later may fail. */
  const note = (part: string, measured: unknown): Promise<void> => {
    figures[part] = measured;
    return writeFile(FIGURES_FILE, JSON.stringify(figures, null, 2));
  };
  try {
    for (const [part, measure] of Object.entries(PARTS)) {
      if (!parts.includes(part)) continue;
      process.stderr.write(`measuring ${part}…\n`);
      const database = await testDatabase({ admin: postgres.adminUrl, role: postgres.url });
      await note(part, await measure(database.url));
      await database.drop();
    }
    const asked: Record<string, TimesSize> = {};
    for (const lines of books) {
      const database = await testDatabase({ admin: postgres.adminUrl, role: postgres.url });
      asked[String(lines)] = await benchTimes(database.url, lines);
      await note(TIMES, { unit: 'ms', lines: asked, ratios: timesRatios(asked) });
      await database.drop();
    }
    if (sizes.length > 0) {
      const database = await testDatabase({ admin: postgres.adminUrl, role: postgres.url });
      const growth = await benchGrowth(database.url, sizes);
      await note(GROWTH, growth);
      await writeFile(PLOT_FILE, svgOf(growth));
    }
    return figures;
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { full: { type: 'boolean', default: false }, sizes: { type: 'string' } },
  });
  const unknown = positionals.find((part) => !(part in PARTS) && part !== GROWTH && part !== TIMES);
  if (unknown !== undefined)
    throw new Error(`There is no part ${unknown}; there are ${[...Object.keys(PARTS), TIMES, GROWTH].join(', ')}.`);
  const grown = (values.sizes?.split(',') ?? SIZES).map(Number);
  if (!grown.every((size) => Number.isSafeInteger(size) && size > 0)) throw new Error('--sizes are numbers of events');
  const isAll = values.full || positionals.length === 0;
  const sizes = values.full || positionals.includes(GROWTH) ? grown : [];
  const books = isAll || positionals.includes(TIMES) ? [...BOOKS, ...(values.full ? [LARGEST_BOOK] : [])] : [];
  const figures = await bench({ parts: isAll ? Object.keys(PARTS) : positionals, sizes, books });
  const json = `${JSON.stringify(figures, null, 2)}\n`;
  if (!values.full) {
    process.stdout.write(json);
    return;
  }
  process.stdout.write(`${tableOf(figures)}\n\nAll figures: ${FIGURES_FILE}, growth: ${PLOT_FILE}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
