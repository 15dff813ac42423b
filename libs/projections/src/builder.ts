import type { Pool } from 'pg';
import type { EventCodec, EventLog, Position } from '#event-log';
import { Fault } from '#kernel';
import type { Certify } from './certify.js';
import { DecodedBatch } from './decoding.js';
import { takeBatch } from './follower.js';
import { advance, type Stretch } from './generation.js';
import type { Projection } from './projection.js';
import type { Generation } from './registry.js';

export interface BuildContext {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly codec: EventCodec;
  /** Absent: swaps leave no certificate. */
  readonly certify?: Certify | undefined;
}

/** Takes a generation from where it stands to where it is wanted. */
export class GenerationBuilder {
  readonly handles: ReadonlySet<string> | 'all';

  constructor(
    private readonly context: BuildContext,
    private readonly projection: Projection,
    private current: Generation,
    private readonly options: { readonly batchSize: number; readonly signal?: AbortSignal | undefined },
  ) {
    this.handles = projection.handles === 'all' ? 'all' : new Set(projection.handles);
  }

  get generation(): Generation {
    return this.current;
  }

  get position(): Position {
    return this.current.position;
  }

  async take(stretch: Stretch): Promise<void> {
    this.current = await advance(this.context.pool, this.projection, this.current, stretch);
  }

  /** Everything up to and including a position; `onBatch` hears how many events of the log each batch had. */
  async feed(until: Position, onBatch: (events: number) => Promise<void> = () => Promise.resolve()): Promise<void> {
    if (this.position >= until) return;
    const { batchSize, signal } = this.options;
    for await (const { events } of this.context.log.readAll(this.position, { batchSize, ...(signal && { signal }) })) {
      const wanted = events.filter(({ position }) => position <= until);
      await takeBatch(this, DecodedBatch.of(wanted, this.context.codec));
      await onBatch(wanted.length);
      signal?.throwIfAborted();
      if (this.position >= until) return;
    }
    // An aborted reading ends without an error: half a build must not pass for a whole one.
    signal?.throwIfAborted();
    if (this.position < until)
      throw new Fault(`${this.projection.name} ends at ${this.position || 'the start'}, before ${until}`);
  }
}
