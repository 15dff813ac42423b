import { HASH_BYTES } from '../proof/hashing.js';
import { TILE_WIDTH } from '../proof/tiles.js';
import type { StoredTile, TreeStore } from '../tree-store.js';

const TILES_AT_ONCE = 64;
const ALL_TILES = 2_000_000;
const LEVELS = 8;

/** The tiles that are stored: those of leaves as they are come to, all above them (a 256th) at once. */
export class StoredTiles {
  private page = new Map<number, StoredTile>();
  private from = 0;
  private to = 0;

  private constructor(
    private readonly store: TreeStore,
    private readonly upper: ReadonlyMap<string, Buffer>,
  ) {}

  static async of(store: TreeStore): Promise<StoredTiles> {
    const upper = new Map<string, Buffer>();
    for (let level = 1; level < LEVELS; level += 1)
      for (const { index, hashes } of await store.tiles(level, 0, ALL_TILES)) upper.set(nameOf(level, index), hashes);
    return new StoredTiles(store, upper);
  }

  /** The tile of leaves of an index; asked for in order. */
  async leaves(index: number): Promise<StoredTile | undefined> {
    if (index < this.from || index >= this.to) {
      const tiles = await this.store.tiles(0, index, TILES_AT_ONCE);
      this.page = new Map(tiles.map((tile) => [tile.index, tile]));
      this.from = index;
      this.to = index + TILES_AT_ONCE;
    }
    return this.page.get(index);
  }

  /** The hash at a level above 0, counted from 0; undefined where none is stored. */
  entry(level: number, count: number): Buffer | undefined {
    const hashes = this.upper.get(nameOf(level, Math.floor(count / TILE_WIDTH)));
    const hash = hashes?.subarray((count % TILE_WIDTH) * HASH_BYTES, (count % TILE_WIDTH) * HASH_BYTES + HASH_BYTES);
    return hash?.length === HASH_BYTES ? hash : undefined;
  }
}

const nameOf = (level: number, index: number): string => `${String(level)}/${String(index)}`;
