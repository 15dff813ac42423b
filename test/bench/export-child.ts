import { transactionsExport } from '../../apps/server/src/exports/list-exports.js';
import { rendered, type FormatName } from '../../apps/server/src/exports/export-formats.js';
import { digestOf } from '#exports';
import { openPool } from '#postgres';
import { Positions, Reader } from '#projections';

/** What a process that made one export, and nothing else, has to say. */
export interface ExportMade {
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  /** The most memory the process ever had, whether it still needed it or not. */
  readonly peakRssMb: number;
  /** The most it could not give back, looked at now and then; zero where nobody can ask (`--expose-gc`). */
  readonly peakHeldMb: number;
}

const MB = 1_024 * 1_024;
/** A collection takes tens of milliseconds. */
const LOOK_EVERY_PAGES = 16;

/** What is left in the heap and beside it when everything was collected that nobody needs, MB. */
function held(): number {
  if (globalThis.gc === undefined) return 0;
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / MB);
}

/** `read`: the rows alone, page by page, once. */
export type ExportHow = FormatName | 'read';

/** As the desk makes it: the rows for their digest, then for the bytes, which whoever takes them drops. */
async function made(url: string, merchant: string, how: ExportHow): Promise<ExportMade> {
  const pool = openPool(url, { max: 2 });
  const began = performance.now();
  let rows = 0;
  let bytes = 0;
  let pages = 0;
  let peakHeldMb = 0;
  await new Reader(pool, new Positions(pool)).snapshot(async (frozen) => {
    const source = await transactionsExport(frozen, { merchant });
    const { what, position, asOf, query } = source;
    const counted = async function* (): ReturnType<typeof source.pages> {
      for await (const page of source.pages()) {
        rows += page.length;
        pages += 1;
        if (pages % LOOK_EVERY_PAGES === 0) peakHeldMb = Math.max(peakHeldMb, held());
        yield page;
      }
    };
    if (how === 'read') {
      for await (const page of counted()) bytes += page.length;
      return;
    }
    const digest = await digestOf(source.pages());
    const body = rendered(how, { ...source, pages: counted }, { what, position, asOf, query, digest });
    for await (const chunk of body) bytes += chunk.length;
  });
  const seconds = (performance.now() - began) / 1_000;
  await pool.end();
  return { rows, bytes, seconds, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024), peakHeldMb };
}

const [url = '', merchant = '', how = 'csv'] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await made(url, merchant, how as ExportHow)));
