import type { Position } from '#event-log';
import type { Instant } from '#kernel';
import type { TileGrowth } from './proof/growing.js';
import type { NodeHashes } from './proof/proofs.js';
import type { TilePlace } from './proof/tiles.js';

/** How far the tree has come. */
export interface TreeState {
  readonly size: number;
  /** Of the last event in it. */
  readonly position: Position;
  /** As `Frontier` writes it. */
  readonly frontier: Buffer;
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly position: Position;
  readonly signedAt: Instant;
  /** As the log signed it. */
  readonly note: string;
  /** Lines of witnesses that stand below its signatures; empty where there are none. */
  readonly cosignatures: string;
}

/** What a time-stamping authority answered of a checkpoint. */
export interface StoredTimestamp {
  readonly size: number;
  /** Of the checkpoint, as the log signed it. */
  readonly note: string;
  /** A TimeStampResp. */
  readonly token: Buffer;
}

export interface StoredTile extends TilePlace {
  readonly hashes: Buffer;
  /** Of its first and last event; null above level 0. */
  readonly first: Position | null;
  readonly last: Position | null;
}

/** What whoever signs sees; nobody else grows the tree or signs meanwhile. */
export interface SigningView {
  readonly state: TreeState;
  readonly latest: StoredCheckpoint | undefined;
  readonly hashes: NodeHashes;
}

/** Somebody else grew the tree: nothing was written. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Where the tree and its checkpoints are kept. */
export interface TreeStore {
  state(): Promise<TreeState>;
  /** Moves the tree on, all or nothing. @throws Overtaken */
  grow(from: TreeState, to: TreeState, tiles: readonly TileGrowth[]): Promise<void>;
  /** Signs what `make` answers, on disk when this is done; nothing where it answers nothing or throws. */
  sign(make: (view: SigningView) => Promise<StoredCheckpoint | undefined>): Promise<StoredCheckpoint | undefined>;
  /** The newest one of at most a size. */
  latest(atMost?: number): Promise<StoredCheckpoint | undefined>;
  /** Those above a size, smallest first. */
  checkpointsAfter(size: number, limit: number): Promise<StoredCheckpoint[]>;
  /** Puts a line of a witness below a checkpoint, on disk when this is done; once where it is there already. */
  cosign(size: number, line: string): Promise<void>;
  /** Keeps what an authority answered of a checkpoint, on disk when this is done; the first answer stays. */
  stamp(size: number, at: Instant, token: Buffer): Promise<void>;
  /** The checkpoint that was stamped last, and when it was. */
  lastStamped(): Promise<{ readonly size: number; readonly at: Instant } | undefined>;
  timestamp(size: number): Promise<Buffer | undefined>;
  /** Those of checkpoints above a size, smallest first. */
  timestampsAfter(size: number, limit: number): Promise<StoredTimestamp[]>;
  /** @throws Fault where a tile does not reach so far */
  readonly hashes: NodeHashes;
  tile(place: TilePlace): Promise<StoredTile | undefined>;
  /** Tiles of a level from an index on. */
  tiles(level: number, from: number, limit: number): Promise<StoredTile[]>;
  /** The tile of level 0 that an event at a position would be in. */
  tileAt(position: Position): Promise<StoredTile | undefined>;
  /** Public keys that signed or may sign, oldest first. */
  keys(): Promise<string[]>;
  addKeys(keys: readonly string[]): Promise<void>;
  showFailure(says: string | null): Promise<void>;
}
