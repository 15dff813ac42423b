import { counterOf, type RecordedEvent, type ScanLog } from '#event-log';
import { HASH_BYTES } from '../proof/hashing.js';
import { LeafEncoder } from '../proof/leaf.js';
import type { Defect } from './defect.js';
import { LogRules, type EntriesOf } from './log-rules.js';
import type { StreamEnds } from './stream-ends.js';

/** Positions of a log that counts 1, 2, 3 …: above `after`, up to `last`. */
export interface Range {
  readonly after: number;
  readonly last: number;
}

/** What a stretch of such a log says by itself. It passes between threads. */
export interface Stretch {
  readonly events: number;
  /** Hashes of leaves side by side, by position; behind what was sealed there are none. */
  readonly leaves: Uint8Array;
  /** Places among the leaves where no event stands. */
  readonly holes: readonly number[];
  readonly ends: StreamEnds;
  readonly defects: readonly Defect[];
}

/** `sealed`: of so many leaves, from the first position on, hashes are wanted. */
export type AskStretch = (range: Range, sealed: number) => Promise<Stretch>;

/** Reads stretches from the tables of a log. */
export const stretchesOf =
  (scan: ScanLog, entriesOf: EntriesOf): AskStretch =>
  async ({ after, last }, sealed) => {
    const leaves = new Uint8Array(sealed * HASH_BYTES);
    const isThere = new Uint8Array(sealed);
    const defects: Defect[] = [];
    const recordedBefore = (await eventsOf(scan, { after: after - 1, last: after }))[0]?.recordedAt;
    const rules = new LogRules({ entriesOf, onDefect: (defect) => defects.push(defect), isClockSteady: true, recordedBefore });
    const encoder = new LeafEncoder();
    let count = 0;
    for await (const events of scan({ after, last })) {
      for (const event of events) {
        rules.note(event);
        const place = counterOf(event.position) - after - 1;
        if (place >= sealed) continue;
        leaves.set(encoder.hashOf(event), place * HASH_BYTES);
        isThere[place] = 1;
      }
      count += events.length;
    }
    const holes = [...isThere.entries()].flatMap(([place, is]) => (is === 0 ? [place] : []));
    return { events: count, leaves, holes, ends: rules.ends, defects };
  };

/** The events of a range themselves. */
export async function eventsOf(scan: ScanLog, range: Range): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  if (range.last > 0) for await (const events of scan(range)) all.push(...events);
  return all;
}
