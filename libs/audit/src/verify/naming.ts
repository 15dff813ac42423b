import { positionAt, type RecordedEvent } from '#event-log';
import { isSameHash } from '../proof/hashing.js';
import { LeafEncoder } from '../proof/leaf.js';
import type { Defect } from './defect.js';

/** A leaf that was sealed and is not there any more. */
export interface Lost {
  readonly index: number;
  readonly hash: Buffer;
}

/** An event that is not what was sealed in its place. */
export interface Suspect extends Lost {
  readonly event: RecordedEvent;
  /** When its neighbours were recorded. */
  readonly times: readonly RecordedEvent['recordedAt'][];
}

/** Places tried for each event; more only where there are few. */
const TRIES = 2_000;
const NEAR = 16;
const REVISIONS_AROUND = 8;

const encoder = new LeafEncoder();
const isSealed = (event: RecordedEvent, change: Partial<RecordedEvent>, hash: Buffer): boolean =>
  isSameHash(encoder.hashOf({ ...event, ...change }), hash);

/** Gives each event that is not what was sealed its name: what was done to it is tried back. */
export class Naming {
  /** Where leaves were lost, by index. */
  private readonly lost = new Map<number, Buffer>();
  /** From where an event came, by where it stands. */
  private readonly moved = new Map<number, number>();
  private lastShift = 1;

  /** `isDense`: the position follows from the place in the log. */
  constructor(
    private readonly suspects: readonly Suspect[],
    missing: readonly Lost[],
    private readonly isDense: boolean,
  ) {
    for (const { index, hash } of [...suspects, ...missing]) this.lost.set(index, hash);
  }

  /** The defects, and the places of the leaves that stand nowhere any more. */
  named(): { readonly defects: Defect[]; readonly gone: number[] } {
    if (this.isDense) for (const suspect of this.suspects) this.findOrigin(suspect);
    const elsewhere = new Set(this.moved.values());
    const stayed = new Set(this.suspects.map(({ index }) => index).filter((index) => !this.moved.has(index)));
    const gone = [...this.lost.keys()].filter((index) => !elsewhere.has(index) && !stayed.has(index));
    return { defects: this.suspects.map((suspect) => this.defectOf(suspect, elsewhere)), gone: gone.sort((a, b) => a - b) };
  }

  private findOrigin({ event, index }: Suspect): void {
    for (const from of this.placesFor(index)) {
      const hash = this.lost.get(from);
      if (from === index || !hash || !isSealed(event, { position: positionAt(from + 1) }, hash)) continue;
      this.moved.set(index, from);
      this.lastShift = from - index;
      return;
    }
  }

  private *placesFor(index: number): Generator<number> {
    yield index + this.lastShift;
    if (this.lost.size <= TRIES) yield* this.lost.keys();
    else for (let by = 1; by <= NEAR; by += 1) yield* [index + by, index - by];
  }

  private defectOf({ event, index, hash, times }: Suspect, elsewhere: ReadonlySet<number>): Defect {
    const { position, type, stream, revision } = event;
    const what = `${type} ${String(revision)} of ${stream}`;
    const from = this.moved.get(index);
    if (from !== undefined) {
      const says = `${what} was sealed at ${positionAt(from + 1)}`;
      return { kind: this.moved.get(from) === index ? 'swapped' : 'renumbered', position, says };
    }
    if (elsewhere.has(index)) return { kind: 'inserted', position, says: `${what} was never sealed` };
    const time = times.find((recordedAt) => isSealed(event, { recordedAt }, hash));
    if (time !== undefined)
      return { kind: 'back-dated', position, says: `${what} was sealed as recorded at ${time}, not ${event.recordedAt}` };
    for (let by = -REVISIONS_AROUND; by <= REVISIONS_AROUND; by += 1) {
      if (isSealed(event, { revision: revision + by }, hash))
        return { kind: 'renumbered', position, says: `${what} was sealed as revision ${String(revision + by)}` };
    }
    return { kind: 'edited', position, says: `${what} is not what was sealed here` };
  }
}
