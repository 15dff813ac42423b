import {
  Frontier,
  LeafEncoder,
  grow,
  isSameHash,
  openCheckpoint,
  verifierFrom,
  type PostgresTreeStore,
  type StoredCheckpoint,
  type TreeState,
} from '#audit';
import { START, type EventLog, type Position, type RecordedEvent } from '#event-log';
import { Fault } from '#kernel';

export interface Settled {
  readonly events: number;
  /** Of the last one, where it stands now. */
  readonly head: Position;
  /** Of the tree over what was read back, base64. */
  readonly root: string;
  /** Of the newest checkpoint that was held against it; 0: there is none. */
  readonly signed: number;
  /** Where the events of these counts stand now. */
  readonly places: ReadonlyMap<number, Position>;
}

export interface SettlingParts {
  readonly log: EventLog;
  readonly store: PostgresTreeStore;
  /** Counts of events whose places are wanted. */
  readonly counts?: ReadonlySet<number>;
  readonly onProgress?: (events: number) => void;
}

const BATCH_SIZE = 4_000;
const CHECKPOINTS_AT_ONCE = 1_000;

/**
 * Reads a log back that was copied, grows its tree anew over it, and holds every checkpoint against that: what was signed of the
 * log elsewhere is signed of this one. @throws Fault where it is not
 */
export async function settle(parts: SettlingParts): Promise<Settled> {
  await parts.store.startOver();
  return new Settling(parts, (await parts.store.keys()).map(verifierFrom)).all();
}

class Settling {
  private readonly frontier = Frontier.empty();
  private readonly tree = Frontier.empty();
  private readonly encoder = new LeafEncoder();
  private readonly places = new Map<number, Position>();
  private due: StoredCheckpoint[] = [];
  private after = 0;
  private isDone = false;
  private signed = 0;
  private state: TreeState = { size: 0, position: START, frontier: Buffer.alloc(0) };

  constructor(
    private readonly parts: SettlingParts,
    private readonly verifiers: Parameters<typeof openCheckpoint>[1],
  ) {}

  async all(): Promise<Settled> {
    const { log, store, onProgress } = this.parts;
    for await (const { events } of log.readAll(START, { batchSize: BATCH_SIZE })) {
      const last = events.at(-1);
      if (!last) continue;
      const tiles = grow(this.frontier, events);
      const to: TreeState = { size: this.frontier.size, position: last.position, frontier: this.frontier.toBytes() };
      await store.grow(this.state, to, tiles);
      this.state = to;
      await this.hold(events);
      onProgress?.(to.size);
    }
    const [beyond] = await this.page();
    if (beyond) throw new Fault(`a checkpoint is of ${String(beyond.size)} events, the log has ${String(this.tree.size)}`);
    const { tree, state, signed, places } = this;
    return { events: tree.size, head: state.position, root: tree.root().toString('base64'), signed, places };
  }

  private async hold(events: readonly RecordedEvent[]): Promise<void> {
    const placed: StoredCheckpoint[] = [];
    for (const event of events) {
      this.tree.add(this.encoder.hashOf(event));
      const { size } = this.tree;
      if (this.parts.counts?.has(size)) this.places.set(size, event.position);
      const [checkpoint] = await this.page();
      if (checkpoint?.size !== size) continue;
      this.due.shift();
      const opened = openCheckpoint(checkpoint.note, this.verifiers);
      if (opened?.size !== size || !isSameHash(opened.root, this.tree.root()))
        throw new Fault(`the checkpoint of ${String(size)} events is not of this log`);
      this.signed = size;
      placed.push({ ...checkpoint, position: event.position });
    }
    if (placed.length > 0) await this.parts.store.place(placed);
  }

  /** The checkpoints that come next; empty: none do. */
  private page(): readonly StoredCheckpoint[] | Promise<readonly StoredCheckpoint[]> {
    return this.due.length > 0 || this.isDone ? this.due : this.fill();
  }

  private async fill(): Promise<readonly StoredCheckpoint[]> {
    this.due = await this.parts.store.checkpointsAfter(this.after, CHECKPOINTS_AT_ONCE);
    this.after = this.due.at(-1)?.size ?? this.after;
    this.isDone = this.due.length < CHECKPOINTS_AT_ONCE;
    return this.due;
  }
}
