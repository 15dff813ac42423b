import { Fault, Outage } from '#kernel';
import type { Batch, Position, RecordedEvent } from '../event-log.js';
import { pauseBeforeRetry } from '../pause.js';
import { readingSettings, unlessAborted, type From } from '../reading-settings.js';
import type { Connection } from './connection.js';
import { isLogPosition, logPositionOf, positionOf } from './log-position.js';
import type { StoreFeed, Taken } from './store-client.js';
import { isOfTheStore, recordedEventOf } from './wire-event.js';

interface Piece {
  readonly events: RecordedEvent[];
  /** How far this piece takes the reader; at least its last event. */
  readonly reached: Position;
  readonly caughtUp: boolean;
}

/** Everything from a position to a head, in full batches. `forMs`: how long nothing may come. */
export async function* readUpTo(
  connection: Connection,
  head: () => Promise<Position>,
  from: From & { forMs: number },
): AsyncGenerator<Batch> {
  const { size, signal } = readingSettings(from);
  logPositionOf(from.after);
  if (signal.aborted) return;
  const end = await head();
  if (from.after >= end) {
    yield { events: [], checkpoint: from.after, caughtUp: true };
    return;
  }
  let events: RecordedEvent[] = [];
  for await (const piece of pieces(connection, from.after, { limit: () => size - events.length, forMs: from.forMs, signal })) {
    events.push(...piece.events.filter(({ position }) => position <= end));
    const caughtUp = piece.reached >= end;
    if (!caughtUp && events.length < size) continue;
    yield { events, checkpoint: caughtUp ? end : piece.reached, caughtUp };
    if (caughtUp) return;
    events = [];
  }
}

/** Everything from a position on, and then as it comes, until aborted or closed. */
export async function* follow(connection: Connection, from: From): AsyncGenerator<Batch> {
  const { size, signal } = readingSettings(from);
  logPositionOf(from.after);
  let saidCaughtUp = false;
  for await (const piece of pieces(connection, from.after, { limit: () => size, forMs: Infinity, signal })) {
    const { events, reached: checkpoint, caughtUp } = piece;
    // What the filter passes over while nothing else is to be done is no news.
    if (events.length > 0 || caughtUp !== saidCaughtUp || !caughtUp) yield { events, checkpoint, caughtUp };
    saidCaughtUp = caughtUp;
  }
}

interface Reading {
  readonly limit: () => number;
  readonly forMs: number;
  readonly signal: AbortSignal;
}

/** One subscription after the other, each from where the last one was; ends when the signal aborts. */
async function* pieces(connection: Connection, start: Position, { limit, forMs, signal }: Reading): AsyncGenerator<Piece> {
  let after = start;
  let failures = 0;
  let until = performance.now() + forMs;
  while (!signal.aborted) {
    const client = connection.client();
    const feed = client.subscribe(logPositionOf(after));
    try {
      for await (const piece of piecesOf(feed, after, { limit, forMs, signal })) {
        after = piece.reached;
        failures = 0;
        until = performance.now() + forMs;
        yield piece;
      }
    } catch (error) {
      connection.failed(client, error);
      failures += 1;
      if (performance.now() >= until) throw new Outage('EventStoreDB is away', { cause: error });
    } finally {
      feed.close();
    }
    await pauseBeforeRetry(failures, signal);
  }
}

/** What one subscription brings, until it breaks or the signal aborts. */
async function* piecesOf(feed: StoreFeed, start: Position, { limit, forMs, signal }: Reading): AsyncGenerator<Piece> {
  let after = start;
  for (;;) {
    const taken = await unlessAborted(patiently(feed, limit(), { forMs, signal }), signal);
    if (!taken) return;
    const piece = pieceOf(taken, after);
    after = piece.reached;
    yield piece;
  }
}

/** A feed may be silent for ever; a reading that must come to an end may not wait for it as long. */
async function patiently(feed: StoreFeed, limit: number, { forMs, signal }: Omit<Reading, 'limit'>): Promise<Taken> {
  if (forMs === Infinity) return feed.take(limit, signal);
  const patience = AbortSignal.timeout(Math.ceil(forMs));
  const taken = await feed.take(limit, AbortSignal.any([signal, patience]));
  if (taken.events.length === 0 && !taken.checkpoint && patience.aborted)
    throw new Error(`nothing came for ${String(forMs)} ms`);
  return taken;
}

/** What of a feed is ours and new, in its order. @throws Fault where the store hands out its log in another order */
function pieceOf({ events: records, checkpoint, caughtUp }: Taken, after: Position): Piece {
  let reached = after;
  const events: RecordedEvent[] = [];
  for (const record of records) {
    if (isOfTheStore(record)) continue;
    const event = recordedEventOf(record);
    if (event.position <= reached) throw new Fault(`${event.position} came after ${reached}: the log is out of order`);
    reached = event.position;
    events.push(event);
  }
  const looked = isLogPosition(checkpoint) ? positionOf(checkpoint) : reached;
  return { events, reached: looked > reached ? looked : reached, caughtUp };
}
