import { START, type RecordedEvent } from '../event-log.js';

/** In what logs may differ. All else is the same for all. */
export interface LogTraits {
  /** Whether positions count 1, 2, 3 … or only grow. */
  readonly positions: 'dense' | 'growing';
  /** Whether the log that is opened holds nothing yet. */
  readonly startsEmpty: boolean;
  /** Whether the times of all events come from one clock that never steps back, or from that of whichever node leads. */
  readonly clock: 'one' | 'of the leader';
  /** Whether it finds events by their ids. */
  readonly finds: boolean;
  /** Whether reading a stream tells the times of its events as exactly as reading the log does. */
  readonly streamTimes?: 'whole seconds';
}

export const DENSE_LOG: LogTraits = { positions: 'dense', startsEmpty: true, clock: 'one', finds: true };
export const EVENTSTOREDB: LogTraits = { positions: 'growing', startsEmpty: true, clock: 'of the leader', finds: false };

/** In order, none twice, no gap in any stream: everything that can be said where positions do not count. */
export function expectInOrder(events: readonly RecordedEvent[], after = START): void {
  let reached = after;
  const revisions = new Map<string, number>();
  for (const { position, stream, revision } of events) {
    if (position <= reached) throw new Error(`${position} after ${reached || 'START'}`);
    const before = revisions.get(stream);
    if (before !== undefined && revision !== before + 1)
      throw new Error(`${stream}: ${String(revision)} after ${String(before)}`);
    reached = position;
    revisions.set(stream, revision);
  }
}

/** No hole, no duplicate, order kept, each stream's revisions too. `after`: position before the first. */
export function expectDense(events: readonly RecordedEvent[], after = START): void {
  expect(events.map(({ position }) => Number(position))).toEqual(events.map((_, index) => Number(after) + 1 + index));
  expectInOrder(events, after);
}

/** Nothing is missing, as far as the positions of the log tell. */
export const expectComplete = ({ positions }: LogTraits, events: readonly RecordedEvent[], after = START): void =>
  positions === 'dense' ? expectDense(events, after) : expectInOrder(events, after);
