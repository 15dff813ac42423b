import type { EventCodec, Position, RecordedEvent, StoredEvent } from '#event-log';
import { Fault } from '#kernel';
import { LogEvent } from './log-event.js';

/** An event that somebody could not take in: a fault in it or in our code. Whoever meets it stops before it. */
export class PoisonEvent extends Fault {
  constructor(
    readonly position: Position,
    { stream, type }: Pick<RecordedEvent, 'stream' | 'type'>,
    cause: unknown,
  ) {
    super(`${type} at ${position} of ${stream}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** A batch of the log, decoded once for all who read it, and only what somebody asks for. */
export class DecodedBatch {
  private constructor(
    private readonly events: readonly LogEvent[],
    private readonly codec: EventCodec,
  ) {}

  static of(events: readonly RecordedEvent[], codec: EventCodec): DecodedBatch {
    return new DecodedBatch(
      events.map((event) => new LogEvent(event, codec)),
      codec,
    );
  }

  /** Batches that follow each other as one; undefined where there is none. What was decoded stays decoded. */
  static joined(batches: readonly DecodedBatch[]): DecodedBatch | undefined {
    const [first] = batches;
    if (!first || batches.length === 1) return first;
    return new DecodedBatch(
      batches.flatMap(({ events }) => events),
      first.codec,
    );
  }

  get length(): number {
    return this.events.length;
  }

  at(index: number): LogEvent {
    const event = this.events[index];
    if (!event) throw new RangeError(`no event ${String(index)} in a batch of ${String(this.length)}`);
    return event;
  }

  /** Whether any of its events is handled. */
  concerns(handles: ReadonlySet<string> | 'all'): boolean {
    return handles === 'all' || this.events.some(({ type }) => handles.has(type));
  }

  /** Index of the first event after a position; the batch's length where there is none. */
  indexAfter(position: Position): number {
    let low = 0;
    for (let high = this.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.at(middle).position > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The events from one index to before another that are handled, up to the first that can not be decoded. */
  take(
    handles: ReadonlySet<string> | 'all',
    from: number,
    to: number,
  ): { events: StoredEvent[]; poison?: PoisonEvent; end: number } {
    const events: StoredEvent[] = [];
    for (let index = from; index < to; index += 1) {
      const event = this.at(index);
      if (handles !== 'all' && !handles.has(event.type)) continue;
      if (!this.codec.knows(event.type)) return { events, poison: unknown(event), end: index };
      events.push(event);
    }
    return { events, end: to };
  }
}

const unknown = (event: LogEvent): PoisonEvent => new PoisonEvent(event.position, event, `unknown event type ${event.type}`);
