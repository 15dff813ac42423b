import { Frontier, LeafEncoder, PostgresTreeStore } from '#audit';
import { START, type EventLog, type Position, type RestorableLog } from '#event-log';
import { Fault } from '#kernel';
import type { openPool } from '#postgres';
import { followMovedLog, reactionPlaces, whileNobodyOwns } from '#projections';
import { LogCopy } from './log-copy.js';
import { PostgresBesideTables, REACTIONS } from './postgres-beside-tables.js';
import type { RowLine } from './file/lines.js';
import { settle } from './settling.js';
import { SourcePlaces, placed } from './source-places.js';

type Pool = ReturnType<typeof openPool>;

/** A log and the database that its tree, and all that stands beside it, are in. */
export interface LogSide<L extends EventLog> {
  readonly log: L;
  readonly pool: Pool;
}

export interface MoveParts {
  readonly from: LogSide<EventLog>;
  readonly to: LogSide<RestorableLog>;
  /** Whether both sides have one database, as where only the log moves to EventStoreDB. */
  readonly sharesDatabase: boolean;
  readonly onProgress?: (phase: 'copying' | 'proving', events: number) => void;
}

export interface Copied {
  readonly events: number;
  readonly added: number;
  /** Of the source. */
  readonly head: Position;
}

export interface Moved extends Copied {
  /** Of the target. */
  readonly to: Position;
  /** Of both, base64. */
  readonly root: string;
  readonly signed: number;
}

const READ_AT_ONCE = 4_000;
const ROWS_AT_ONCE = 500;

/** Brings a log to where another one is that may go on being written to. Again, it copies what came since. */
export const copyLog = async (parts: MoveParts): Promise<Copied> => {
  const { events, added, head } = await copied(parts, new SourcePlaces(new Map()));
  return { events, added, head };
};

/**
 * The rest of it, while nobody writes: copies what came last, reads it back, moves what was signed and what stands beside the log,
 * and makes the read models follow. Broken off, it is done again. `owners`: whoever holds one of these works, and must not.
 * @throws Fault where the two differ, or somebody wrote meanwhile
 */
export function cutOver(parts: MoveParts, owners: readonly string[]): Promise<Moved> {
  const { from, to, sharesDatabase } = parts;
  const work = async (): Promise<Moved> => {
    const reactions = await wantedPlaces(parts);
    const places = new SourcePlaces(reactions.ofSource);
    const copy = await copied(parts, places);
    const store = new PostgresTreeStore(to.pool);
    if (!sharesDatabase) await moveDatabase(parts, store);
    const counts = places.finish();
    const proving = (events: number): void => parts.onProgress?.('proving', events);
    const settled = await settle({ log: to.log, store, counts: new Set(counts.values()), onProgress: proving });
    if (settled.root !== copy.root) throw new Fault(`the target has the root ${settled.root}, the source ${copy.root}`);
    if ((await from.log.head()) !== copy.head) throw new Fault('somebody writes to the source: stop it and run this again');
    await followMovedLog(to.pool, new Map([...reactions.placed, ...placed(counts, settled.places)]));
    return { ...copy, to: settled.head, signed: settled.signed };
  };
  const alone = (): Promise<Moved> => whileNobodyOwns(from.pool, owners, work);
  return sharesDatabase ? alone() : whileNobodyOwns(to.pool, owners, alone);
}

/** Where reactions stand: in the source or, where a cut-over was broken off at its very end, in the target already. */
async function wantedPlaces({ from }: MoveParts): Promise<{ ofSource: Map<string, Position>; placed: Map<string, Position> }> {
  const { length } = await from.log.head();
  const all = [...(await reactionPlaces(from.pool))];
  const isOfSource = ([, position]: readonly [string, Position]): boolean => position.length === length || position === START;
  return { ofSource: new Map(all.filter(isOfSource)), placed: new Map(all.filter((one) => !isOfSource(one))) };
}

async function copied({ from, to, onProgress }: MoveParts, places: SourcePlaces): Promise<Copied & { readonly root: string }> {
  const copy = new LogCopy(to.log);
  const tree = Frontier.empty();
  const encoder = new LeafEncoder();
  let head: Position = START;
  // What was written meanwhile is read too, until there is nothing.
  for (let isCaughtUp = false; !isCaughtUp;) {
    const before = head;
    for await (const { events } of from.log.readAll(head, { batchSize: READ_AT_ONCE })) {
      for (const event of events) {
        places.note(event);
        tree.add(encoder.hashOf(event));
      }
      await copy.take(events);
      head = events.at(-1)?.position ?? head;
      onProgress?.('copying', copy.counts.events);
    }
    isCaughtUp = head === before;
  }
  await copy.finish();
  return { ...copy.counts, head, root: tree.root().toString('base64') };
}

/** What was signed, and the tables beside the log. */
async function moveDatabase({ from, to }: MoveParts, store: PostgresTreeStore): Promise<void> {
  const source = new PostgresTreeStore(from.pool);
  const keys = await source.keys();
  await store.takeOver(keys, []);
  for (let after = 0; ;) {
    const checkpoints = await source.checkpointsAfter(after, ROWS_AT_ONCE);
    const last = checkpoints.at(-1);
    if (!last) break;
    await store.takeOver(keys, checkpoints);
    after = last.size;
  }
  const [mine, theirs] = [new PostgresBesideTables(from.pool), new PostgresBesideTables(to.pool)];
  await theirs.clear();
  const decided = await mine.decided();
  try {
    await fill(theirs, decided.rows());
  } finally {
    await decided.close();
  }
  await fill(theirs, mine.received());
  await theirs.finish();
}

async function fill(beside: PostgresBesideTables, rows: AsyncIterable<RowLine>): Promise<void> {
  let waiting: RowLine[] = [];
  for await (const row of rows) {
    if (row.table !== REACTIONS) waiting.push(row);
    if (waiting.length < ROWS_AT_ONCE) continue;
    await beside.fill(waiting);
    waiting = [];
  }
  await beside.fill(waiting);
}
