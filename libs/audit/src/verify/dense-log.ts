import { counterOf, type RecordedEvent, type ScanLog } from '#event-log';
import { Fault } from '#kernel';
import { HASH_BYTES } from '../proof/hashing.js';
import { LeafEncoder } from '../proof/leaf.js';
import { TILE_WIDTH } from '../proof/tiles.js';
import type { Bucket, Hashed } from './bucket.js';
import type { OnDefect } from './defect.js';
import type { EntriesOf } from './log-rules.js';
import type { SealedLog } from './sealed-log.js';
import { Revisions } from './stream-ends.js';
import { eventsOf, stretchesOf, type AskStretch, type Range, type Stretch } from './stretch.js';

/** A log whose positions count 1, 2, 3 …, and whose time does not go back: PostgreSQL. */
export interface DenseSource {
  /** Asked one after the other; each may be a thread of its own. */
  readonly readers: readonly AskStretch[];
  /** Events themselves: asked for where they are not what was sealed. */
  readonly events: (range: Range) => Promise<readonly RecordedEvent[]>;
  readonly tilesAStretch?: number;
}

/** Reads in this thread. */
export const denseSource = (scan: ScanLog, entriesOf: EntriesOf): DenseSource => ({
  readers: [stretchesOf(scan, entriesOf)],
  events: (range) => eventsOf(scan, range),
});

const TILES_A_STRETCH = 64;
/** Stretches under way for each reader: the next one is there when it is wanted. */
const AHEAD = 2;

export interface DenseParts {
  readonly source: DenseSource;
  readonly sealed: SealedLog;
  readonly onDefect: OnDefect;
  readonly onProgress?: ((events: number) => void) | undefined;
}

/** Goes over the stretches in the order of the log and hands them on by tiles. Answers the number of events. */
export async function overStretches({ source, sealed, onDefect, onProgress }: DenseParts): Promise<number> {
  const revisions = new Revisions(onDefect);
  let count = 0;
  for await (const [range, stretch] of inOrder(source, sealed.size)) {
    for (const defect of stretch.defects) onDefect(defect);
    revisions.follow(stretch.ends);
    await takeTiles(range, stretch, { source, sealed });
    count += stretch.events;
    onProgress?.(count);
  }
  return count;
}

async function* inOrder(
  { readers, tilesAStretch = TILES_A_STRETCH }: DenseSource,
  size: number,
): AsyncGenerator<readonly [Range, Stretch]> {
  const waiting: (readonly [Range, Promise<Stretch>])[] = [];
  for (const [at, range] of rangesOf(size, tilesAStretch * TILE_WIDTH).entries()) {
    const reader = readers[at % readers.length];
    if (!reader) throw new Fault('nobody reads the log');
    const stretch = reader(range, leavesIn(range, size));
    stretch.catch(() => undefined);
    waiting.push([range, stretch]);
    if (waiting.length >= AHEAD * readers.length) yield* first(waiting);
  }
  while (waiting.length > 0) yield* first(waiting);
}

async function* first(waiting: (readonly [Range, Promise<Stretch>])[]): AsyncGenerator<readonly [Range, Stretch]> {
  const next = waiting.shift();
  if (next) yield [next[0], await next[1]];
}

const EVERYTHING: Range = { after: 0, last: Number.MAX_SAFE_INTEGER };

/** Stretches of what was sealed, and all that is behind it as one more. */
function rangesOf(size: number, width: number): Range[] {
  const count = Math.ceil(size / width);
  const sealed = Array.from({ length: count }, (_, at) => ({ after: at * width, last: (at + 1) * width }));
  return [...sealed, { ...EVERYTHING, after: count * width }];
}

const leavesIn = ({ after, last }: Range, size: number): number => Math.max(0, Math.min(last, size) - after);

async function takeTiles(
  range: Range,
  stretch: Stretch,
  { source, sealed }: Pick<DenseParts, 'source' | 'sealed'>,
): Promise<void> {
  const leaves = Buffer.from(stretch.leaves.buffer, stretch.leaves.byteOffset, stretch.leaves.length);
  const torn = new Set(stretch.holes.map((place) => Math.floor(place / TILE_WIDTH)));
  for (let tile = 0; tile * TILE_WIDTH * HASH_BYTES < leaves.length; tile += 1) {
    const index = range.after / TILE_WIDTH + tile;
    const own = leaves.subarray(tile * TILE_WIDTH * HASH_BYTES, (tile + 1) * TILE_WIDTH * HASH_BYTES);
    await sealed.take({ index, leaves: torn.has(tile) ? undefined : own, bucket: () => bucketOf(index, source) });
  }
}

async function bucketOf(index: number, source: DenseSource): Promise<Bucket> {
  const encoder = new LeafEncoder();
  const slots: (Hashed | undefined)[] = [];
  for (const event of await source.events({ after: index * TILE_WIDTH, last: (index + 1) * TILE_WIDTH }))
    slots[(counterOf(event.position) - 1) % TILE_WIDTH] = { event, hash: encoder.hashOf(event) };
  return { index, slots, extra: [] };
}
