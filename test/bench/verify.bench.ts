import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import {
  AUDIT_MIGRATIONS,
  CheckpointFolder,
  Notary,
  PostgresTreeStore,
  Sealer,
  signerOf,
  signerText,
  verifyLog,
  verifyLogTables,
  type Defect,
  type DenseSource,
} from '#audit';
import { PostgresEventLog, scanOf, type EventLog } from '#event-log';
import { migrate, openPool } from '#postgres';
import { LogEvent, PROJECTION_MIGRATIONS, entriesOf, soleOwner } from '#projections';
import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerCodec } from '../../apps/projector/src/features.js';
import { withReaders } from '../../apps/cli/src/verify-readers.js';
import { quantile, rounded } from './rounds.js';
import { recordTradingDay } from './trading-day.js';

export interface VerifySize {
  readonly events?: number;
  readonly rounds?: number;
}

/** How fast a log is sealed and verified, beside reading the same log and nothing else. */
export async function benchVerify(
  url: string,
  { events = 1_000_000, rounds = 3 }: VerifySize = {},
): Promise<Record<string, unknown>> {
  const pool = openPool(url, { max: 6 });
  const folder = await mkdtemp(join(tmpdir(), 'hezhang-bench-'));
  const log = await PostgresEventLog.open({ connectionString: url });
  const signer = signerOf(signerText('hezhang/bench', Buffer.alloc(32, 1)));
  const store = new PostgresTreeStore(pool);
  try {
    await migrate(pool, [...PROJECTION_MIGRATIONS, ...AUDIT_MIGRATIONS]);
    await recordTradingDay(log, events);
    await pool.query('vacuum analyze log.events');
    const total = await log.sizeUpTo(await log.head());
    const notary = new Notary(store, new CheckpointFolder(folder), [signer], 1_000);
    const sealing = await timed(() => sealAll(log, store, notary));
    const [reading, verifying]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      reading.push(total / (await timed(() => readAll(pool))));
      verifying.push(
        total / (await timed(() => verifyAll({ pool, databaseUrl: url, events: total }, store, folder, signer.verifier))),
      );
    }
    const [read, verified] = [quantile(reading, 0.5), quantile(verifying, 0.5)];
    return {
      unit: 'events of the log per second; medians of interleaved rounds',
      events: total,
      perSecond: { sealed: Math.round(total / sealing), 'read alone': Math.round(read), verified: Math.round(verified) },
      ratios: { 'verified over read alone': rounded(verified / read) },
    };
  } finally {
    await log.close();
    await pool.end();
    await rm(folder, { recursive: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

async function sealAll(log: EventLog, store: PostgresTreeStore, notary: Notary): Promise<void> {
  const onFailure = (of: string, error: unknown): never => {
    throw new Error(of, { cause: error });
  };
  const sealer = new Sealer({ log, store, notary, ownership: soleOwner, onFailure });
  sealer.start();
  const head = await log.head();
  while ((await store.latest())?.position !== head) await sleep(20);
  await sealer.stop();
}

async function readAll(pool: Pool): Promise<void> {
  for await (const events of scanOf(pool)()) if (events.length === 0) throw new Error('an empty page');
}

/** All that `hezhang verify` does to a log on PostgreSQL. */
async function verifyAll(
  of: { readonly pool: Pool; readonly databaseUrl: string; readonly events: number },
  store: PostgresTreeStore,
  folder: string,
  verifier: Parameters<typeof verifyLog>[0]['verifiers'][0],
): Promise<void> {
  const onDefect = ({ kind, says }: Defect): never => {
    throw new Error(`${kind}: ${says}`);
  };
  const recomputed = (log: DenseSource): Promise<unknown> =>
    verifyLog({ log, store, verifiers: [verifier], given: [], folder: new CheckpointFolder(folder), onDefect });
  const codec = ledgerCodec();
  await Promise.all([
    withReaders({ ...of, scan: scanOf(of.pool), entriesOf: (event) => entriesOf(new LogEvent(event, codec)) }, recomputed),
    verifyLogTables(of.pool, onDefect),
  ]);
}
