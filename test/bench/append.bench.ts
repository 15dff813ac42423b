import { PostgresEventLog, type EventLog } from '#event-log';
import { batchedAppends, emmettAppends, singleAppends } from './append-contenders.js';
import { PlainTable } from './plain-table.js';
import { rounded, sideBySide, type Contender, type Result } from './rounds.js';

const CALLERS = 64;
const MANY_CALLERS = 1_000;
const BATCH = 1_000;
const BATCH_CALLERS = 4;
const COPY_ROWS = 20_000;
/** As many as one commit of the log takes at most. */
const COMMIT_ROWS = 128;

export interface BenchSize {
  readonly rounds?: number;
  /** Of each contender in each round. */
  readonly seconds?: number;
}

/** What the log stores per second, durable, against plain SQL and another event store on the same server, in one run. */
export async function benchAppend(
  url: string,
  { rounds = 5, seconds = 1.5 }: BenchSize = {},
): Promise<Record<string, unknown>> {
  const log = await PostgresEventLog.open({ connectionString: url });
  const plain = await PlainTable.beside(url);
  const emmett = emmettAppends(url, CALLERS);
  const single = singleAppends(log, CALLERS);
  const many = singleAppends(log, MANY_CALLERS);
  const batched = batchedAppends(log, BATCH_CALLERS, BATCH);
  const each = plain.oneCommitPerEvent(CALLERS);
  const rows = plain.multiRowInserts(BATCH);
  const batchRows = plain.multiRowInserts(COMMIT_ROWS);
  const copyBatch = plain.copies(BATCH);
  const copy = plain.copies(COPY_ROWS);
  try {
    const results = await sideBySide([single, emmett, each, many, batched, rows, batchRows, copyBatch, copy], {
      rounds,
      seconds,
    });
    const perSecond = ({ name }: Contender): number => results.get(name)?.perSecond ?? NaN;
    const ratio = (one: Contender, other: Contender): number => rounded(perSecond(one) / perSecond(other));
    return {
      unit: 'events/s, durable; medians of interleaved rounds',
      results: Object.fromEntries(results) satisfies Record<string, Result>,
      ratios: {
        'log over emmett, 64 callers': ratio(single, emmett),
        'log with 64 callers over one commit per event on 64 connections': ratio(single, each),
        'log with 64 callers over INSERT of 128 rows': ratio(single, batchRows),
        'log with 1,000 callers over COPY': ratio(many, copy),
        'batched log over COPY': ratio(batched, copy),
        'batched log over COPY of 1,000 rows a commit': ratio(batched, copyBatch),
        'batched log over INSERT of 1,000 rows': ratio(batched, rows),
      },
    };
  } finally {
    await Promise.all([log.close(), plain.close(), emmett.close()]);
  }
}

/** Events per second out of the log, all of it, in order. Fills it first where it holds fewer than `events`. */
export async function benchRead(url: string, { rounds = 5, events = 200_000 } = {}): Promise<Record<string, unknown>> {
  const log = await PostgresEventLog.open({ connectionString: url });
  try {
    const missing = events - (await log.sizeUpTo(await log.head()));
    if (missing > 0) await batchedAppends(log, 1, BATCH).run(missing / 30_000);
    const reads = [1_000, 5_000].map((batchSize) => readAll(log, batchSize));
    const results = await sideBySide(reads, { rounds, seconds: 1 });
    return { unit: 'events/s', events: await log.sizeUpTo(await log.head()), results: Object.fromEntries(results) };
  } finally {
    await log.close();
  }
}

const readAll = (log: EventLog, batchSize: number): Contender => ({
  name: `readAll, ${String(batchSize)} events a batch`,
  run: async () => {
    const began = performance.now();
    let events = 0;
    for await (const batch of log.readAll('', { batchSize })) events += batch.events.length;
    return { perSecond: (events * 1_000) / (performance.now() - began) };
  },
});
