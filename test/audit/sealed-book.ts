import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import {
  AUDIT_MIGRATIONS,
  CheckpointFolder,
  Notary,
  PostgresTreeStore,
  denseSource,
  signerOf,
  signerText,
  verifyLog,
  verifyLogTables,
  type Defect,
  type DenseSource,
  type Signer,
} from '#audit';
import { Frontier, grow } from '#audit/testing';
import { PostgresEventLog, scanOf } from '#event-log';
import { instant } from '#kernel';
import { migrate, openPool } from '#postgres';
import { LogEvent, PROJECTION_MIGRATIONS, entriesOf } from '#projections';
import { TRADING_CODEC, recordTradingDay } from '../bench/trading-day.js';

export const SIGNER = signerOf(signerText('hezhang/tampering', Buffer.alloc(32, 7)));
export const STRANGER = signerOf(signerText('hezhang/tampering', Buffer.alloc(32, 8)));

/** Events between two checkpoints of the book. */
const STEP = 331;

/** A log of a trading day with its tree and checkpoints, and the folder where they are filed. */
export interface SealedBook {
  readonly folder: string;
  readonly events: number;
  /** A checkpoint of about half of it, kept elsewhere. */
  readonly kept: string;
  remove(): Promise<void>;
}

export async function sealBook(url: string, events: number): Promise<SealedBook> {
  const folder = await mkdtemp(join(tmpdir(), 'hezhang-sealed-'));
  const log = await PostgresEventLog.open({ connectionString: url });
  await recordTradingDay(log, events);
  await log.close();
  const pool = openPool(url);
  try {
    await migrate(pool, [...PROJECTION_MIGRATIONS, ...AUDIT_MIGRATIONS]);
    const count = await sealAll(pool, { folder, signers: [SIGNER] });
    const kept = await new PostgresTreeStore(pool).latest(Math.floor(count / 2));
    return { folder, events: count, kept: kept?.note ?? '', remove: () => rm(folder, { recursive: true }) };
  } finally {
    await pool.end();
  }
}

/** Grows the tree to the end of the log, with a checkpoint every STEP events; without signers with none. */
export async function sealAll(
  pool: Pool,
  { folder, signers }: { readonly folder: string; readonly signers: readonly Signer[] },
): Promise<number> {
  const store = new PostgresTreeStore(pool);
  const notary = signers.length === 0 ? undefined : new Notary(store, new CheckpointFolder(folder), signers, 0);
  await notary?.begin();
  let state = await store.state();
  const frontier = Frontier.from(state.size, state.frontier);
  for await (const events of scanOf(pool)({ batchSize: STEP })) {
    const to = { size: 0, position: events.at(-1)?.position ?? '', frontier: Buffer.alloc(0) };
    const tiles = grow(frontier, events);
    const grown = { ...to, size: frontier.size, frontier: frontier.toBytes() };
    await store.grow(state, grown, tiles);
    state = grown;
    await notary?.attest(instant(Date.parse('2026-11-27T08:00:00Z') + state.size));
  }
  return state.size;
}

/** Everything that is wrong with a book, as `hezhang verify` tells it. A stretch is a tile, so that there are borders between. */
export async function defectsOf(
  url: string,
  { folder, kept }: Pick<SealedBook, 'folder' | 'kept'>,
  readers?: DenseSource['readers'],
): Promise<Defect[]> {
  const pool = openPool(url, { max: 3 });
  const source = denseSource(scanOf(pool), (event) => entriesOf(new LogEvent(event, TRADING_CODEC)));
  const defects: Defect[] = [];
  const onDefect = (defect: Defect): number => defects.push(defect);
  try {
    await verifyLog({
      log: { ...source, ...(readers && { readers }), tilesAStretch: 1 },
      store: new PostgresTreeStore(pool),
      verifiers: [SIGNER.verifier],
      given: [{ from: 'the kept checkpoint', note: kept }],
      folder: new CheckpointFolder(folder),
      onDefect,
    });
    await verifyLogTables(pool, onDefect);
  } finally {
    await pool.end();
  }
  return defects;
}
