import { counterOf, type EventLog, type Position, type RecordedEvent } from '#event-log';
import { HASH_BYTES } from '../proof/hashing.js';
import { TILE_WIDTH } from '../proof/tiles.js';
import type { StoredTile, TreeStore } from '../tree-store.js';

const BATCH_SIZE = 1_000;
const COUNTED = /^\d{16}$/;

/** Where events stand in the tree, and what stands before them: the positions of the tiles say where to read the log. */
export class EventPlaces {
  constructor(
    private readonly log: EventLog,
    private readonly store: Pick<TreeStore, 'tile' | 'tileAt'>,
  ) {}

  /** The event at a position and its place in the log, from 0; also one that is not in the tree yet. */
  async eventAt(position: Position): Promise<{ readonly index: number; readonly event: RecordedEvent } | undefined> {
    const tile = await this.store.tileAt(position);
    let index = (tile?.index ?? 0) * TILE_WIDTH;
    for await (const { events } of this.log.readAll(await this.before(tile), { batchSize: TILE_WIDTH })) {
      for (const event of events) {
        if (event.position === position) return { index, event };
        if (event.position > position) return undefined;
        index += 1;
      }
    }
    return undefined;
  }

  /** The places of events in the tree; what the tree has not yet is left out. */
  async indexesOf(positions: readonly Position[]): Promise<Map<Position, number>> {
    const found = new Map<Position, number>();
    const sorted = [...new Set(positions)].sort();
    for (let at = 0; at < sorted.length;) {
      const tile = await this.store.tileAt(sorted[at] ?? '');
      const until = sorted.findIndex((position, index) => index >= at && position > (tile?.last ?? ''));
      const end = until < 0 ? sorted.length : until;
      if (tile && end > at) await this.within(tile, new Set(sorted.slice(at, end)), found);
      at = Math.max(end, at + 1);
    }
    return found;
  }

  /** Everything from `tiles` tiles before an event up to and including it, in order. */
  async *leadingTo(position: Position, tiles: number): AsyncGenerator<readonly RecordedEvent[]> {
    const own = await this.store.tileAt(position);
    const first = own && (await this.store.tile({ level: 0, index: Math.max(0, own.index - tiles) }));
    for await (const { events } of this.log.readAll(await this.before(first), { batchSize: BATCH_SIZE })) {
      yield events.filter((event) => event.position <= position);
      if ((events.at(-1)?.position ?? '') >= position) return;
    }
  }

  private async within(tile: StoredTile, wanted: ReadonlySet<Position>, found: Map<Position, number>): Promise<void> {
    const from = tile.index * TILE_WIDTH;
    const dense = firstOfDense(tile);
    if (dense !== undefined) {
      for (const position of wanted) found.set(position, from + counterOf(position) - dense);
      return;
    }
    for await (const { events } of this.log.readAll(await this.before(tile), { batchSize: tile.hashes.length / HASH_BYTES })) {
      for (const [at, { position }] of events.entries()) if (wanted.has(position)) found.set(position, from + at);
      return;
    }
  }

  /** The position behind which a tile begins. */
  private async before(tile: StoredTile | undefined): Promise<Position> {
    if (!tile || tile.index === 0) return '';
    return (await this.store.tile({ level: 0, index: tile.index - 1 }))?.last ?? '';
  }
}

/** The counter of a tile's first event where its positions count without a hole. */
function firstOfDense({ first, last, hashes }: StoredTile): number | undefined {
  if (first === null || last === null || !COUNTED.test(first)) return undefined;
  const counter = counterOf(first);
  return counterOf(last) - counter + 1 === hashes.length / HASH_BYTES ? counter : undefined;
}
