import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUDIT_MIGRATIONS, CheckpointFolder, Notary, PostgresTreeStore, grow, Frontier, signerOf, signerText } from '#audit';
import { EventStoreDbEventLog, PostgresEventLog, type EventLog, type NewEvent, type RestorableLog } from '#event-log';
import { EventStoreDouble } from '#event-log/testing';
import { instant } from '#kernel';
import { ARCHIVE_MIGRATIONS } from '#log-archive';
import { SECRETS_MIGRATIONS } from '#merchants';
import { migrate, openPool } from '#postgres';
import { testDatabase } from '#postgres/testing';
import { PROJECTION_MIGRATIONS } from '#projections';
import { EDGE_MIGRATIONS } from '../../apps/server/src/ledger.js';

export const SIGNER = signerOf(signerText('hezhang/archive', Buffer.alloc(32, 5)));

export type Kind = 'postgresql' | 'eventstoredb';

/** A log with the database beside it, as a ledger has them. */
export interface Stand {
  readonly kind: Kind;
  readonly log: RestorableLog;
  readonly pool: ReturnType<typeof openPool>;
  readonly store: PostgresTreeStore;
  readonly url: string;
  /** Where its checkpoints are filed. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** An empty one with all schemas. */
export async function stand(kind: Kind): Promise<Stand> {
  const database = await testDatabase();
  const pool = openPool(database.url, { max: 4 });
  const folder = await mkdtemp(join(tmpdir(), 'hezhang-stand-'));
  const double = kind === 'eventstoredb' ? await EventStoreDouble.start() : undefined;
  const beside = [...SECRETS_MIGRATIONS, ...PROJECTION_MIGRATIONS, ...AUDIT_MIGRATIONS, ...EDGE_MIGRATIONS];
  await migrate(pool, [...beside, ...ARCHIVE_MIGRATIONS]);
  const log = double
    ? await EventStoreDbEventLog.open({ connectionString: double.url })
    : await PostgresEventLog.open({ connectionString: database.url });
  const remove = async (): Promise<void> => {
    await log.close();
    double?.goDown();
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true });
  };
  return { kind, log, pool, store: new PostgresTreeStore(pool), url: database.url, folder, remove };
}

/** Grows the tree to the head and signs it at every step. Answers the newest checkpoint. */
export async function seal({ log, store, folder }: Stand, step: number): Promise<string> {
  const notary = new Notary(store, new CheckpointFolder(folder), [SIGNER], 0);
  await notary.begin();
  let state = await store.state();
  const frontier = Frontier.from(state.size, state.frontier);
  for await (const { events } of log.readAll(state.position, { batchSize: step })) {
    const last = events.at(-1);
    if (!last) continue;
    const tiles = grow(frontier, events);
    const to = { size: frontier.size, position: last.position, frontier: frontier.toBytes() };
    await store.grow(state, to, tiles);
    state = to;
    await notary.attest(instant(Date.parse('2026-11-27T08:00:00Z') + state.size));
  }
  return (await store.latest())?.note ?? '';
}

/** Numbers that follow from a seed. */
export function picking(seed: number): (least: number, most: number) => number {
  let state = (seed * 2_654_435_761) % 4_294_967_296;
  return (least, most) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return least + Math.floor((state / 4_294_967_296) * (most - least + 1));
  };
}

let made = 0;

/** Appends about so many events of any size and bytes to streams that cross. */
export async function recordHistory(log: EventLog, count: number, pick: ReturnType<typeof picking>): Promise<void> {
  const streams = Array.from({ length: 12 }, (_, index) => `thing-${String((made += 1))}.${String(index)}`);
  const last = new Map<string, number>();
  for (let recorded = 0; recorded < count;) {
    const stream = streams[pick(0, streams.length - 1)] ?? '';
    const events = Array.from({ length: pick(1, 4) }, () => anyEvent(pick));
    const result = await log.append(stream, last.get(stream) ?? 'no_stream', events);
    if (!result.ok) throw new Error('a history was refused');
    last.set(stream, result.revision);
    recorded += events.length;
  }
}

function anyEvent(pick: ReturnType<typeof picking>): NewEvent {
  const isText = pick(0, 2) > 0;
  const bytes = (): Buffer => Buffer.from(Array.from({ length: pick(0, 300) }, () => pick(0, 255)));
  const text = (): Buffer => Buffer.from(JSON.stringify({ 茶: '铺"\\\n'.repeat(pick(0, 9)), n: pick(0, 1e9) }));
  return {
    id: crypto.randomUUID(),
    type: `Thing${String(pick(0, 9))}`,
    contentType: isText ? 'application/json' : 'application/octet-stream',
    data: isText ? text() : bytes(),
    metadata: isText ? Buffer.from('{"v":1}') : bytes(),
  };
}
