import type { Position } from '#event-log';
import { Fault } from '#kernel';
import { isOutage } from '#postgres';
import { DecodedBatch, PoisonEvent } from './decoding.js';
import type { Stretch } from './generation.js';

/** Takes in the log from a checkpoint of its own. */
export interface Taker {
  readonly handles: ReadonlySet<string> | 'all';
  /** Everything up to here is taken in. */
  readonly position: Position;
  /** Takes a stretch in as a whole or throws. @throws Fenced when it stands elsewhere by now */
  take(stretch: Stretch): Promise<void>;
}

/** What goes on taking in: a serving read model, a reaction. */
export interface Follower extends Taker {
  readonly name: string;
  /** Learns anew where it stands. False where something has to be built first. */
  prepare(): Promise<boolean>;
  /** Builds what is missing; may take long. */
  build(signal: AbortSignal): Promise<void>;
  /** Hears that it has taken in all that there was. */
  level(): Promise<void>;
  /** Keeps for everybody to see why it does not go on. */
  showFailure(error: Error): Promise<void>;
}

/**
 * Takes a batch into a taker. Where a fault stops it, everything before the faulty event goes in, and the event is
 * thrown. Found by halving: it costs a few transactions, once.
 * @throws PoisonEvent, Fenced, or whatever an outage throws
 */
export async function takeBatch(taker: Taker, batch: DecodedBatch): Promise<void> {
  const from = batch.indexAfter(taker.position);
  if (from < batch.length) await takeRange(taker, batch, from, batch.length);
}

async function takeRange(taker: Taker, batch: DecodedBatch, from: number, to: number): Promise<void> {
  const { events, poison, end } = batch.take(taker.handles, from, to);
  if (end > from) {
    const { position: checkpoint, recordedAt } = batch.at(end - 1);
    try {
      await taker.take({ events, checkpoint, recordedAt });
    } catch (error) {
      if (!isFault(error)) throw error;
      if (end - from === 1) throw new PoisonEvent(checkpoint, batch.at(from), error);
      const middle = (from + end) >> 1;
      await takeRange(taker, batch, from, middle);
      await takeRange(taker, batch, middle, end);
    }
  }
  if (poison) throw poison;
}

/** We are wrong: an invariant, a type, a value that the database refuses. Trying the same again does not help. */
function isFault(error: unknown): boolean {
  if (error instanceof Fault) return true;
  return error instanceof Error && error.name !== 'Fenced' && !isOutage(error);
}
