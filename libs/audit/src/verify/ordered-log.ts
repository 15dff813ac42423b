import type { RecordedEvent } from '#event-log';
import { HASH_BYTES } from '../proof/hashing.js';
import { LeafEncoder } from '../proof/leaf.js';
import { hashesOf } from '../proof/tiles.js';
import { matched, type Hashed } from './bucket.js';
import type { OnDefect } from './defect.js';
import { LogRules, type EntriesOf } from './log-rules.js';
import type { SealedLog } from './sealed-log.js';
import type { StoredTiles } from './stored-tree.js';
import { Revisions } from './stream-ends.js';

/** A log whose positions only grow, and tell no place: EventStoreDB. */
export interface OrderedSource {
  /** Every event in order. */
  readonly events: AsyncIterable<readonly RecordedEvent[]>;
  readonly entriesOf: EntriesOf;
}

export interface OrderedParts {
  readonly source: OrderedSource;
  readonly sealed: SealedLog;
  readonly tiles: StoredTiles;
  readonly onDefect: OnDefect;
  readonly onProgress?: ((events: number) => void) | undefined;
}

/** Goes over the events and hands them on by tiles. */
export class OrderedReading {
  private readonly encoder = new LeafEncoder();
  private readonly rules: LogRules;
  private hashed: Hashed[] = [];
  private current = 0;
  /** Of the first event of the next tile. */
  private nextFirst: string | undefined;

  constructor(private readonly parts: OrderedParts) {
    const { source, onDefect } = parts;
    this.rules = new LogRules({ entriesOf: source.entriesOf, onDefect, isClockSteady: false });
  }

  /** Answers the number of events. */
  async all(): Promise<number> {
    const { source, sealed, onDefect, onProgress } = this.parts;
    let count = 0;
    await this.lookAhead();
    for await (const events of source.events) {
      for (const event of events) {
        this.rules.note(event);
        if (this.nextFirst !== undefined && event.position >= this.nextFirst) await this.next();
        if (sealed.widthOf(this.current) > 0) this.hashed.push({ event, hash: this.encoder.hashOf(event) });
      }
      count += events.length;
      onProgress?.(count);
    }
    while (sealed.widthOf(this.current) > 0) await this.next();
    new Revisions(onDefect).follow(this.rules.ends);
    return count;
  }

  private async next(): Promise<void> {
    const { sealed, tiles } = this.parts;
    const { hashed, current: index } = this;
    this.hashed = [];
    this.current += 1;
    const stored = (await tiles.leaves(index))?.hashes ?? Buffer.alloc(0);
    const bucket = matched(index, hashed, hashesOf(stored.subarray(0, sealed.widthOf(index) * HASH_BYTES)));
    const leaves = bucket.slots.flatMap((slot) => (slot ? [slot.hash] : []));
    const isWhole = leaves.length === bucket.slots.length && bucket.extra.length === 0;
    await sealed.take({ index, leaves: isWhole ? Buffer.concat(leaves) : undefined, bucket: () => bucket });
    await this.lookAhead();
  }

  /** Behind the last event of the last tile nothing was sealed yet. */
  private async lookAhead(): Promise<void> {
    const { tiles } = this.parts;
    const next = await tiles.leaves(this.current + 1);
    const last = next ? undefined : (await tiles.leaves(this.current))?.last;
    this.nextFirst = next?.first ?? (last ? `${last}\u0000` : undefined);
  }
}
