import { positionAt, type RecordedEvent } from '#event-log';
import { Frontier } from '../proof/frontier.js';
import { EMPTY_ROOT, HASH_BYTES, isSameHash } from '../proof/hashing.js';
import { TILE_HEIGHT, TILE_WIDTH, hashesOf, rootOfHashes } from '../proof/tiles.js';
import type { TreeState } from '../tree-store.js';
import type { Bucket, Hashed } from './bucket.js';
import type { OnDefect } from './defect.js';
import type { Lost, Suspect } from './naming.js';
import type { OpenedCheckpoint, SignedPast } from './signed-past.js';
import type { StoredTiles } from './stored-tree.js';

/** Events that are told apart one by one; where more are wrong, the rest is told as a stretch. */
const SUSPECTS_KEPT = 20_000;
const TIMES_AROUND = 3;

export interface SealedParts {
  readonly tiles: StoredTiles;
  readonly past: SignedPast;
  readonly state: TreeState;
  /** So many events were sealed or signed. */
  readonly size: number;
  readonly onDefect: OnDefect;
}

/** A tile of events. */
export interface ReadTile {
  readonly index: number;
  /** Hashes of their leaves side by side; undefined where they do not fill it, or more stand there. */
  readonly leaves: Buffer | undefined;
  /** The events themselves: asked for where they are not what was sealed. */
  readonly bucket: () => Bucket | Promise<Bucket>;
}

/**
 * Holds the events, tile by tile, against what was sealed of them, and what was sealed against what was signed. Where events and
 * their tile differ, the hash above both says which one was changed; the tree goes on from the one that was not.
 */
export class SealedLog {
  /** The tree as it was when it was signed, as far as that can be told. */
  private readonly tree = Frontier.empty();
  private readonly counts: number[] = [];
  readonly suspects: Suspect[] = [];
  readonly missing: Lost[] = [];
  /** Events that are not as sealed, beyond those that are kept. */
  readonly uncounted: { first: RecordedEvent | undefined; last: RecordedEvent | undefined } = {
    first: undefined,
    last: undefined,
  };
  private readonly bad: OpenedCheckpoint[] = [];
  private lastGood = 0;

  constructor(private readonly parts: SealedParts) {}

  /** So many events were sealed or signed. */
  get size(): number {
    return this.parts.size;
  }

  /** How many hashes of a tile were sealed. */
  widthOf(index: number): number {
    return Math.max(0, Math.min(TILE_WIDTH, this.parts.size - index * TILE_WIDTH));
  }

  async take({ index, leaves, bucket }: ReadTile): Promise<void> {
    const { tiles, past } = this.parts;
    const width = this.widthOf(index);
    if (width === 0) return;
    const stored = (await tiles.leaves(index))?.hashes.subarray(0, width * HASH_BYTES) ?? Buffer.alloc(0);
    const due = await past.upTo(index * TILE_WIDTH + width);
    const isAsSealed = stored.length === width * HASH_BYTES && leaves?.equals(stored) === true;
    this.grow(isAsSealed ? hashesOf(stored) : this.judged(await bucket(), hashesOf(stored), width, due), due);
  }

  /** What remains when all events were taken. */
  finish(): void {
    const { onDefect } = this.parts;
    const forked = this.bad.filter(({ size }) => size < this.lastGood);
    for (const { from, size } of forked)
      onDefect({ kind: 'forked', says: `${from} signs another history of the first ${String(size)} events` });
    const [first] = this.bad.filter(({ size }) => size > this.lastGood);
    if (!first) return;
    const [position, through] = [positionAt(this.lastGood + 1), positionAt(first.size)];
    onDefect({ kind: 'rewritten', position, through, says: `events and tree are not what ${first.from} signed` });
  }

  /** The hashes to go on with, and what is wrong told or kept. */
  private judged(bucket: Bucket, stored: Buffer[], width: number, due: readonly OpenedCheckpoint[]): Buffer[] {
    for (const { event } of bucket.extra)
      this.parts.onDefect({
        kind: 'inserted',
        position: event.position,
        says: `${event.type} of ${event.stream} was never sealed`,
      });
    const real = Array.from({ length: width }, (_, slot) => bucket.slots[slot]?.hash);
    if (this.isTileWrong(bucket.index, stored, real, due)) {
      this.tellTile(0, bucket.index, 'is not what its events say');
      return real as Buffer[];
    }
    for (let slot = 0; slot < width; slot += 1) this.keep(bucket, slot, stored[slot]);
    if (stored.length < width) this.tellTile(0, bucket.index, `ends after ${String(stored.length)} hashes of ${String(width)}`);
    return real.map((hash, slot) => stored[slot] ?? hash ?? EMPTY_ROOT);
  }

  /** Whether the events are right: by the hash above them or, at the right edge, by what was signed of them. */
  private isTileWrong(
    index: number,
    stored: readonly Buffer[],
    real: readonly (Buffer | undefined)[],
    due: readonly OpenedCheckpoint[],
  ): boolean {
    if (!real.every((hash) => hash !== undefined)) return false;
    const above = real.length === TILE_WIDTH ? this.parts.tiles.entry(1, index) : undefined;
    if (above && isSameHash(rootOfHashes(real), above)) return true;
    if (above && isSameHash(rootOfHashes(stored), above)) return false;
    const [last] = due.slice(-1);
    return last !== undefined && isSameHash(this.rootWith(real, last.size), last.root);
  }

  private rootWith(hashes: readonly Buffer[], size: number): Buffer {
    const tree = Frontier.from(this.tree.size, this.tree.toBytes());
    for (const hash of hashes) if (tree.size < size) tree.add(hash);
    return tree.root();
  }

  private keep({ index: tile, slots }: Bucket, slot: number, sealed: Buffer | undefined): void {
    const hashed = slots[slot];
    const index = tile * TILE_WIDTH + slot;
    if (!hashed) this.missing.push({ index, hash: sealed ?? EMPTY_ROOT });
    else if (sealed && !isSameHash(hashed.hash, sealed)) {
      if (this.suspects.length < SUSPECTS_KEPT)
        this.suspects.push({ index, hash: sealed, event: hashed.event, times: timesAround(slots, slot) });
      else {
        this.uncounted.first ??= hashed.event;
        this.uncounted.last = hashed.event;
      }
    }
  }

  private grow(hashes: readonly Buffer[], due: readonly OpenedCheckpoint[]): void {
    let next = 0;
    const { state } = this.parts;
    for (const hash of hashes) {
      this.tree.add(hash, this.onNode);
      const { size } = this.tree;
      for (let checkpoint = due[next]; checkpoint?.size === size; checkpoint = due[++next]) this.hold(checkpoint);
      if (size === state.size && Buffer.compare(this.tree.toBytes(), state.frontier) !== 0)
        this.parts.onDefect({ kind: 'tree', says: `the right edge of ${String(size)} leaves is not what the tiles say` });
    }
  }

  private hold(checkpoint: OpenedCheckpoint): void {
    if (isSameHash(this.tree.root(), checkpoint.root)) this.lastGood = checkpoint.size;
    else this.bad.push(checkpoint);
  }

  private readonly onNode = (height: number, hash: Buffer): void => {
    if (height === 0 || height % TILE_HEIGHT !== 0) return;
    const level = height / TILE_HEIGHT;
    const count = (this.counts[level] ??= 0);
    this.counts[level] = count + 1;
    const entry = this.parts.tiles.entry(level, count);
    if (!entry) this.tellTile(level, Math.floor(count / TILE_WIDTH), `lacks hash ${String(count % TILE_WIDTH)}`);
    else if (!isSameHash(entry, hash))
      this.tellTile(
        level,
        Math.floor(count / TILE_WIDTH),
        `hash ${String(count % TILE_WIDTH)} is not that of what is below it`,
      );
  };

  private tellTile(level: number, index: number, says: string): void {
    this.parts.onDefect({ kind: 'tile', says: `tile ${String(level)}/${String(index)} ${says}` });
  }
}

const timesAround = (slots: readonly (Hashed | undefined)[], slot: number): RecordedEvent['recordedAt'][] =>
  slots.slice(Math.max(0, slot - TIMES_AROUND), slot + TIMES_AROUND + 1).flatMap((hashed) => hashed?.event.recordedAt ?? []);
