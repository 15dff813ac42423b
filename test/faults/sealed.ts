import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CheckpointFolder,
  PostgresTreeStore,
  denseSource,
  verifierFrom,
  verifyLog,
  verifyLogTables,
  type Defect,
  type EntriesOf,
} from '#audit';
import { scanOf, type EventLog, type RecordedEvent } from '#event-log';
import type { openPool } from '#postgres';
import { LogEvent, entriesOf } from '#projections';
import { ledgerCodec } from '../../apps/projector/src/features.js';
import type { Stand } from './stand.js';

const SEALS_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** What a verification finds, once all is sealed and signed: also whether the tree extends every checkpoint of the rounds before. */
export async function unsealed(pool: ReturnType<typeof openPool>, log: EventLog, stand: Stand): Promise<string[]> {
  const store = new PostgresTreeStore(pool);
  const problems: string[] = [];
  const onDefect = ({ kind, position = '', says }: Defect): unknown => problems.push(`${kind} ${position}: ${says}`);
  if (!(await isSigned(store, log))) return ['the log is not sealed and signed up to its head'];
  const isDense = stand.log.name === 'postgres';
  const codec = ledgerCodec();
  const entries: EntriesOf = (event) => entriesOf(new LogEvent(event, codec));
  await verifyLog({
    log: isDense ? denseSource(scanOf(pool), entries) : { events: eventsOf(log), entriesOf: entries },
    store,
    verifiers: (await store.keys()).map(verifierFrom),
    given: stand.signed.map((note, round) => ({ from: `the checkpoint after round ${String(round + 1)}`, note })),
    folder: new CheckpointFolder(join(stand.folder, 'checkpoints')),
    onDefect,
  });
  if (isDense) await verifyLogTables(pool, onDefect);
  const latest = await store.latest();
  if (latest) stand.signed.push(latest.note);
  return problems;
}

async function isSigned(store: PostgresTreeStore, log: EventLog): Promise<boolean> {
  const deadline = Date.now() + SEALS_WITHIN_MS;
  while (Date.now() < deadline) {
    const [head, latest] = await Promise.all([log.head(), store.latest()]);
    if ((latest?.position ?? '') === head) return true;
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}

async function* eventsOf(log: EventLog): AsyncGenerator<readonly RecordedEvent[]> {
  for await (const { events } of log.readAll('')) yield events;
}
