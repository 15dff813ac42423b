import { createHash } from 'node:crypto';
import {
  Frontier,
  LeafEncoder,
  isSameHash,
  openCheckpoint,
  verifierFrom,
  type StoredCheckpoint,
  type TreeStore,
  type Verifier,
} from '#audit';
import { START, type EventLog, type Position, type RecordedEvent } from '#event-log';
import { instant, type Instant } from '#kernel';
import type { BesideTables } from './beside.js';
import { lineOf, type ArchiveHeader, type Entry } from './file/lines.js';
import { writeWhole } from './file/streams.js';

export interface ExportParts {
  readonly log: EventLog;
  readonly kind: ArchiveHeader['log'];
  /** Where its checkpoints and keys are kept. */
  readonly store: TreeStore;
  /** The last event wanted: a position, or the last one recorded by an instant. Absent: the head as of now. */
  readonly upTo?: { readonly position: Position } | { readonly recordedBy: Instant };
  /** What stands beside the log in the database; absent: left out. */
  readonly beside?: BesideTables;
  readonly now: () => number;
  readonly onProgress?: (events: number) => void;
}

export interface Exported {
  readonly events: number;
  /** Of the last event. */
  readonly position: Position;
  readonly checkpoints: number;
  /** Events that a checkpoint in the file signs. */
  readonly signed: number;
  /** base64 */
  readonly root: string;
  readonly digest: string;
  /** Checkpoints that sign another history than the log now tells: `verify` says more. */
  readonly forked: readonly number[];
}

const BATCH_SIZE = 4_000;
const CHECKPOINTS_AT_ONCE = 1_000;
/** Leaf hashes in a line, at most: those of a tile. */
const HASHES = 256;
const PIECE_BYTES = 262_144;

/** Writes a log into a file while it goes on being written to. Packed where the name ends with `.gz` or `.zst`. */
export async function exportLog(path: string, parts: ExportParts): Promise<Exported> {
  const writing = new Writing(parts);
  await writeWhole(path, writing.pieces());
  return writing.result();
}

class Writing {
  private readonly digest = createHash('sha256');
  private readonly encoder = new LeafEncoder();
  private readonly tree = Frontier.empty();
  private hashes: Buffer[] = [];
  private position: Position = START;
  private checkpoints = 0;
  private signed = 0;
  private hex = '';
  private readonly forked: number[] = [];
  private readonly due: Due;
  private lines: string[] = [];
  private bytes = 0;

  constructor(private readonly parts: ExportParts) {
    this.due = new Due(parts.store);
  }

  async *pieces(): AsyncGenerator<Buffer> {
    const { now, kind, store } = this.parts;
    const keys = await store.keys();
    const verifiers = keys.map(verifierFrom);
    const origin = verifiers.at(-1)?.name ?? '';
    const checkpoint = (await store.latest())?.note ?? null;
    // What was decided about notices is taken before the head: the events of each decision are then in the file.
    const decided = await this.parts.beside?.decided();
    try {
      const upTo = await this.wanted();
      const header: ArchiveHeader = { version: 1, origin, log: kind, upTo, createdAt: instant(now()), keys, checkpoint };
      this.add({ kind: 'header', header });
      for await (const row of decided?.rows() ?? []) yield* this.with({ kind: 'row', row });
      await decided?.close();
      yield* this.events(upTo, verifiers);
    } finally {
      await decided?.close();
    }
    for await (const row of this.parts.beside?.received() ?? []) yield* this.with({ kind: 'row', row });
    yield* this.taken();
    this.hex = this.digest.digest('hex');
    const { events, root, digest } = this.result();
    yield Buffer.from(`${lineOf({ kind: 'trailer', trailer: { events, root, digest } })}\n`);
  }

  /** The position up to which is read. */
  private async wanted(): Promise<Position> {
    const { log, upTo } = this.parts;
    const head = await log.head();
    return upTo && 'position' in upTo && upTo.position < head ? upTo.position : head;
  }

  private async *events(last: Position, verifiers: readonly Verifier[]): AsyncGenerator<Buffer> {
    const { log, upTo, onProgress } = this.parts;
    const isBeyond = ({ position, recordedAt }: RecordedEvent): boolean =>
      position > last || (upTo !== undefined && 'recordedBy' in upTo && recordedAt > upTo.recordedBy);
    for await (const { events } of log.readAll(START, { batchSize: BATCH_SIZE })) {
      const end = events.findIndex(isBeyond);
      for (const event of end < 0 ? events : events.slice(0, end)) {
        yield* this.with({ kind: 'event', event });
        this.take(event);
        const checkpoint = this.due.isNear(this.tree.size) ? await this.due.at(this.tree.size) : undefined;
        if (checkpoint || this.hashes.length === HASHES) this.addHashes();
        if (checkpoint) this.attest(checkpoint, verifiers);
      }
      onProgress?.(this.tree.size);
      if (end >= 0) break;
    }
    this.addHashes();
  }

  result(): Exported {
    const { position, checkpoints, signed, forked, hex: digest } = this;
    return { events: this.tree.size, position, checkpoints, signed, forked, digest, root: this.tree.root().toString('base64') };
  }

  private take(event: RecordedEvent): void {
    const hash = this.encoder.hashOf(event);
    this.hashes.push(hash);
    this.tree.add(hash);
    this.position = event.position;
  }

  private addHashes(): void {
    if (this.hashes.length > 0) this.add({ kind: 'hashes', hashes: Buffer.concat(this.hashes) });
    this.hashes = [];
  }

  private attest({ size, signedAt, note }: StoredCheckpoint, verifiers: readonly Verifier[]): void {
    this.add({ kind: 'checkpoint', checkpoint: { size, signedAt, note } });
    const opened = openCheckpoint(note, verifiers);
    this.checkpoints += 1;
    if (opened && opened.size === size && isSameHash(opened.root, this.tree.root())) this.signed = size;
    else this.forked.push(size);
  }

  private *with(entry: Entry): Generator<Buffer> {
    this.add(entry);
    if (this.bytes >= PIECE_BYTES) yield* this.taken();
  }

  private add(entry: Entry): void {
    const line = lineOf(entry);
    this.lines.push(line, '\n');
    this.bytes += line.length;
  }

  private *taken(): Generator<Buffer> {
    const piece = Buffer.from(this.lines.join(''));
    this.lines = [];
    this.bytes = 0;
    this.digest.update(piece);
    yield piece;
  }
}

/** The checkpoints of a log, page by page, as the tree comes to their sizes. */
class Due {
  private page: StoredCheckpoint[] = [];
  private after = 0;
  private isDone = false;

  constructor(private readonly store: TreeStore) {}

  /** Whether there may be one of this size. */
  isNear(size: number): boolean {
    const [next] = this.page;
    return next ? next.size === size : !this.isDone;
  }

  /** The one of this size; asked for sizes that only grow. */
  async at(size: number): Promise<StoredCheckpoint | undefined> {
    if (this.page.length === 0 && !this.isDone) {
      this.page = await this.store.checkpointsAfter(this.after, CHECKPOINTS_AT_ONCE);
      this.after = this.page.at(-1)?.size ?? this.after;
      this.isDone = this.page.length < CHECKPOINTS_AT_ONCE;
    }
    return this.page[0]?.size === size ? this.page.shift() : undefined;
  }
}
