import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUDIT_MIGRATIONS, AuditQueries, Certificates, CheckpointFolder, Notary, PostgresTreeStore } from '#audit';
import { Frontier, grow } from '#audit/testing';
import type { EventLog } from '#event-log';
import { instant } from '#kernel';
import { balances } from '#ledger';
import { orderDetails } from '#orders';
import { paymentDetails } from '#payments';
import { migrate } from '#postgres';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import { dailyReport, transactions } from '#reports';
import { settlements } from '#settlements';
import { EvidenceDesk } from '../../apps/server/src/explain/evidence-desk.js';
import { Tracer } from '../../apps/server/src/explain/tracer.js';
import { CODEC } from '../read-models/random-history.js';
import { SIGNER } from './sealed-book.js';

const STEP = 199;

/** A log with its read models and its tree, and who explains its numbers. */
export interface ExplainedBook {
  readonly database: ReadDatabase;
  readonly tracer: Tracer;
  readonly desk: EvidenceDesk;
  end(): Promise<void>;
}

export async function explainBook(log: EventLog, codec = CODEC): Promise<ExplainedBook> {
  const database = await readDatabase();
  const { pool, reader } = database;
  const folder = await mkdtemp(join(tmpdir(), 'hezhang-explained-'));
  await migrate(pool, AUDIT_MIGRATIONS);
  for (const model of [balances, dailyReport, orderDetails, paymentDetails, settlements, transactions])
    await bringUp({ pool, log, codec }, model, { batchSize: 400 });
  const store = new PostgresTreeStore(pool);
  await seal(log, store, folder);
  const audit = new AuditQueries(log, store, new Certificates(pool));
  const tracer = new Tracer({ log, codec, reader, audit, inbox: { show: () => Promise.resolve(undefined) } });
  const end = async (): Promise<void> => {
    await database.drop();
    await rm(folder, { recursive: true });
  };
  return { database, tracer, desk: new EvidenceDesk({ log, codec, audit, tracer }), end };
}

async function seal(log: EventLog, store: PostgresTreeStore, folder: string): Promise<void> {
  const notary = new Notary(store, new CheckpointFolder(folder), [SIGNER], 0);
  await notary.begin();
  const frontier = Frontier.empty();
  for await (const { events } of log.readAll('', { batchSize: STEP })) {
    const last = events.at(-1);
    if (!last) continue;
    const before = await store.state();
    const tiles = grow(frontier, events);
    await store.grow(before, { size: frontier.size, position: last.position, frontier: frontier.toBytes() }, tiles);
    await notary.attest(instant(Date.parse('2026-11-27T08:00:00Z') + frontier.size));
  }
}
