import type { Pool } from 'pg';
import { START, type EventCodec, type EventLog, type Position } from '#event-log';
import { Fault } from '#kernel';
import type { Certify } from './certify.js';
import type { Checkpoints } from './checkpoints.js';
import type { Follower } from './follower.js';
import { advance, moved, showFailure, type Stretch } from './generation.js';
import type { Positions } from './positions.js';
import type { Projection } from './projection.js';
import type { RebuildProgress } from './progress.js';
import { rebuild } from './rebuild.js';
import { complete, ensureServing, type Generation } from './registry.js';

export interface ServingContext {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly positions: Positions;
  readonly checkpoints: Checkpoints;
  readonly certify?: Certify | undefined;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/** The serving generation of a projection, whichever that is, as a follower of the log. */
export class ServingFollower implements Follower {
  readonly name: string;
  readonly handles: ReadonlySet<string> | 'all';
  private serving: Generation | undefined;

  constructor(
    private readonly projection: Projection,
    private readonly context: ServingContext,
  ) {
    this.name = projection.name;
    this.handles = projection.handles === 'all' ? 'all' : new Set(projection.handles);
  }

  get position(): Position {
    return this.serving?.position ?? START;
  }

  /** A serving generation of an older version asks for a new one; one of a newer version belongs to newer code. */
  async prepare(): Promise<boolean> {
    const serving = await ensureServing(this.context.pool, this.projection);
    const { name, version } = this.projection;
    if (serving.version > version)
      throw new Fault(`${name} is served at version ${String(serving.version)}, this code has ${String(version)}`);
    if (serving.position > (await this.context.log.head())) throw new Fault(`${name} is ahead of the log: is it of this log?`);
    this.settle(serving);
    return serving.version === version;
  }

  async build(signal: AbortSignal): Promise<void> {
    const { onProgress } = this.context;
    await rebuild(this.context, this.projection, { signal, ...(onProgress && { onProgress }) });
  }

  async take(stretch: Stretch): Promise<void> {
    const { serving } = this;
    if (!serving) throw new Fault(`${this.name} was not prepared`);
    const isMoved = stretch.events.length === 0 && (await this.context.checkpoints.moveGeneration(serving, stretch));
    this.settle(isMoved ? moved(serving, stretch) : await advance(this.context.pool, this.projection, serving, stretch));
  }

  /** The keys and indexes of a generation that served from its first event on are made when it has caught up for the first time. */
  async level(): Promise<void> {
    if (!this.serving || this.serving.complete) return;
    this.serving = await complete(this.context.pool, this.projection, this.serving);
  }

  async showFailure(error: Error): Promise<void> {
    if (this.serving) await showFailure(this.context.pool, this.serving, error.message);
  }

  private settle(serving: Generation): void {
    this.serving = serving;
    this.context.positions.reached(this.name, serving.position);
  }
}
