import { Fault } from '#kernel';
import { counterOf, positionAt } from './dense-position.js';
import type { Batch, Position, RecordedEvent } from './event-log.js';
import { readingSettings, unlessAborted, type From } from './reading-settings.js';
import type { WakeUp } from './wake-up.js';

/** Reads the events at positions above `after`, up to `last`, in order, as far as they are there. */
export type ReadPage = (after: number, last: number, signal: AbortSignal) => Promise<readonly RecordedEvent[]>;

/** Everything from a position to a head, page by page; the next page is fetched while the last one is being used. */
export async function* readUpTo(readPage: ReadPage, head: () => Promise<Position>, from: From): AsyncGenerator<Batch> {
  const { size, signal } = readingSettings(from);
  let after = counterOf(from.after);
  if (signal.aborted) return;
  const end = counterOf(await head());
  if (after >= end) yield { events: [], checkpoint: from.after, caughtUp: true };
  const fetch = (start: number): Promise<readonly RecordedEvent[]> =>
    ahead(readPage(start, Math.min(start + size, end), signal));
  let next = after < end ? fetch(after) : undefined;
  while (next) {
    const events = await unlessAborted(next, signal);
    if (!events) return;
    const reached = assertDense(events, after);
    if (reached < Math.min(after + size, end)) throw hole(reached);
    next = reached < end ? fetch(reached) : undefined;
    yield { events, checkpoint: positionAt(reached), caughtUp: reached === end };
    after = reached;
  }
}

/** Everything from a position on, and then as it comes, until aborted or closed. `pollMs`: the longest wait for a wake-up. */
export async function* follow(readPage: ReadPage, wakeUp: WakeUp, pollMs: number, from: From): AsyncGenerator<Batch> {
  const { size, signal } = readingSettings(from);
  let after = counterOf(from.after);
  let caughtUp = false;
  while (!signal.aborted) {
    const { rung } = wakeUp;
    const events = await unlessAborted(readPage(after, after + size, signal), signal);
    if (!events) return;
    const wasCaughtUp = caughtUp;
    caughtUp = events.length < size;
    after = assertDense(events, after);
    if (events.length > 0 || !wasCaughtUp) yield { events, checkpoint: positionAt(after), caughtUp };
    if (caughtUp) await wakeUp.ringsAfter(rung, pollMs, signal);
  }
}

/** A page that nobody fetches any more may fail unheard. */
function ahead<T>(page: Promise<T>): Promise<T> {
  page.catch(() => undefined);
  return page;
}

/** The position reached. @throws Fault on a hole: a reader must not pass an event that is not there. */
function assertDense(events: readonly RecordedEvent[], after: number): number {
  if (!isDense(events, after)) throw hole(firstHole(events, after));
  return after + events.length;
}

/** As many as there are positions up to the last one, and each above the one before it: then there is none between them. */
function isDense(events: readonly RecordedEvent[], after: number): boolean {
  let before = positionAt(after);
  for (const { position } of events) {
    if (position <= before) return false;
    before = position;
  }
  return before === positionAt(after + events.length);
}

function firstHole(events: readonly RecordedEvent[], after: number): number {
  const index = events.findIndex(({ position }, at) => position !== positionAt(after + at + 1));
  return after + Math.max(index, 0);
}

const hole = (reached: number): Fault => new Fault(`the log has a hole after position ${positionAt(reached) || 'START'}`);
