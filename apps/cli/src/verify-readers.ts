import { availableParallelism } from 'node:os';
import { StretchThreads, denseSource, type DenseSource, type EntriesOf } from '#audit';
import type { ScanLog } from '#event-log';

/** What each thread is given. */
export interface ReaderData {
  readonly databaseUrl: string;
}

/** What runs in each thread. The program is built to JavaScript; tests run its sources. */
export const VERIFY_THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './verify-thread.ts' : './verify-thread.js',
  import.meta.url,
);
/** A thread loads the program anew: half a second. */
const WORTH_THREADS = 100_000;
const THREADS_AT_MOST = 8;

interface ReadersParts extends ReaderData {
  readonly scan: ScanLog;
  readonly entriesOf: EntriesOf;
  /** In the log, about. */
  readonly events: number;
}

/** Has a log on PostgreSQL recomputed: in this thread or, where it is long, in one for each core. */
export async function withReaders<T>(
  { scan, databaseUrl, entriesOf, events }: ReadersParts,
  verify: (source: DenseSource) => Promise<T>,
): Promise<T> {
  const source = denseSource(scan, entriesOf);
  if (events < WORTH_THREADS) return verify(source);
  const data: ReaderData = { databaseUrl };
  const threads = StretchThreads.start(VERIFY_THREAD, data, Math.min(availableParallelism(), THREADS_AT_MOST));
  try {
    return await verify({ ...source, readers: threads.readers });
  } finally {
    await threads.stop();
  }
}
