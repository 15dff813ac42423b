import { joined } from './frontier.js';
import { HASH_BYTES } from './hashing.js';
import type { Node } from './proofs.js';

/** Levels of the tree in a tile. Source: C2SP tlog-tiles. */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile. */
export const TILE_WIDTH = 256;

/** A tile without its width: the hashes at height 8 × level from index × 256 on. */
export interface TilePlace {
  readonly level: number;
  readonly index: number;
}

/** A tile as it is asked for; `width` below 256: a partial one. */
export interface Tile extends TilePlace {
  readonly width: number;
}

/** Where in which tile the hashes stand that a perfect subtree is made of. */
export function placeOf({ height, index }: Node): TilePlace & { readonly from: number; readonly count: number } {
  const count = 2 ** (height % TILE_HEIGHT);
  const first = index * count;
  return {
    level: Math.floor(height / TILE_HEIGHT),
    index: Math.floor(first / TILE_WIDTH),
    from: first % TILE_WIDTH,
    count,
  };
}

/** The hash of a perfect subtree out of its tile; undefined where the tile does not reach so far. */
export function nodeIn(hashes: Buffer, { from, count }: { readonly from: number; readonly count: number }): Buffer | undefined {
  return hashes.length < (from + count) * HASH_BYTES ? undefined : rootOfHashes(hashesOf(hashes).slice(from, from + count));
}

/** A tile's bytes as hashes. */
export const hashesOf = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );

/** The root of a small tree, given its leaves' hashes. */
export function rootOfHashes(hashes: readonly Buffer[]): Buffer {
  if (hashes.length <= 2) return joined(hashes);
  let power = 1;
  while (power * 2 < hashes.length) power *= 2;
  return joined([rootOfHashes(hashes.slice(0, power)), rootOfHashes(hashes.slice(power))]);
}

const TILE_PATH = /^(\d|[1-5]\d)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
const DIGITS = /x\d{3}|\d{3}/g;

/** `<level>/<index>[.p/<width>]`, the index in groups of three digits (`x001/x234/067`); undefined where it is none. */
export function tileOfPath(path: string): Tile | undefined {
  const [, level, index = '', width] = TILE_PATH.exec(path) ?? [];
  if (level === undefined) return undefined;
  const tile = {
    level: Number(level),
    index: Number((index.match(DIGITS) ?? []).map((group) => group.slice(-3)).join('')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  return Number.isSafeInteger(tile.index) && tilePath(tile) === path ? tile : undefined;
}

/** As a client asks for it, below `tile/`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const name = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
  return `${String(level)}/${name}${width === TILE_WIDTH ? '' : `.p/${String(width)}`}`;
}
