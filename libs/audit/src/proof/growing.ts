import type { Position } from '#event-log';
import { Frontier } from './frontier.js';
import { LeafEncoder, type LeafEvent } from './leaf.js';
import { TILE_HEIGHT, TILE_WIDTH, type TilePlace } from './tiles.js';

/** Hashes that come to a tile, behind the `from` that it has. */
export interface TileGrowth extends TilePlace {
  readonly from: number;
  readonly hashes: Buffer;
  /** Positions of the first and last event added; undefined above level 0. */
  readonly positions: { readonly first: Position; readonly last: Position } | undefined;
}

interface Growing extends TilePlace {
  readonly from: number;
  readonly hashes: Buffer[];
}

const encoder = new LeafEncoder();

/** Adds events to the right edge of the tree; what that adds to the tiles. */
export function grow(frontier: Frontier, events: readonly LeafEvent[]): TileGrowth[] {
  const before = frontier.size;
  const tiles = new Map<string, Growing>();
  const counts: number[] = [];
  const onNode = (height: number, hash: Buffer): void => {
    if (height % TILE_HEIGHT !== 0) return;
    const level = height / TILE_HEIGHT;
    const count = (counts[level] ??= Math.floor(before / TILE_WIDTH ** level));
    counts[level] = count + 1;
    tileAt(tiles, level, count).hashes.push(hash);
  };
  for (const event of events) frontier.add(encoder.hashOf(event), onNode);
  return [...tiles.values()].map((tile) => ({
    ...tile,
    hashes: Buffer.concat(tile.hashes),
    positions: tile.level === 0 ? positionsOf(tile, events, before) : undefined,
  }));
}

function tileAt(tiles: Map<string, Growing>, level: number, count: number): Growing {
  const index = Math.floor(count / TILE_WIDTH);
  const name = `${String(level)}/${String(index)}`;
  let tile = tiles.get(name);
  if (!tile) tiles.set(name, (tile = { level, index, from: count % TILE_WIDTH, hashes: [] }));
  return tile;
}

function positionsOf({ index, from, hashes }: Growing, events: readonly LeafEvent[], before: number) {
  const at = index * TILE_WIDTH + from - before;
  return { first: events[at]?.position ?? '', last: events[at + hashes.length - 1]?.position ?? '' };
}
