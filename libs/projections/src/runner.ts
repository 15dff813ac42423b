import type { Pool } from 'pg';
import type { EventCodec, EventLog } from '#event-log';
import { FollowerGroup, type FollowerState, type GroupOptions } from './group.js';
import { AdvisoryOwnership, type Ownership } from './ownership.js';
import type { Positions } from './positions.js';
import { assertDistinct, type Projection } from './projection.js';
import type { RebuildProgress } from './progress.js';
import { ServingFollower } from './serving.js';
import { WishedRebuilds } from './wished-rebuilds.js';

export interface ProjectionRunnerOptions extends GroupOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly projections: readonly Projection[];
  /** Hears where the read models stand; give the same to the readers of this process. */
  readonly positions: Positions;
  /** One process works for each group; the default is one group. */
  readonly group?: string;
  readonly ownership?: Ownership;
  /** Hears of a new version being built at start-up. */
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/** Keeps read models up with the log for as long as it runs, and builds anew those for which that is wished. */
export class ProjectionRunner {
  private readonly group: FollowerGroup;
  private readonly rebuilds: WishedRebuilds;
  private readonly ownership: Ownership;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(options: ProjectionRunnerOptions) {
    const { pool, log, codec, projections, group = 'default' } = options;
    assertDistinct(projections);
    this.ownership = options.ownership ?? new AdvisoryOwnership(pool, `projections:runner:${group}`);
    this.group = new FollowerGroup(
      log,
      codec,
      projections.map((projection) => new ServingFollower(projection, options)),
      options,
    );
    this.rebuilds = new WishedRebuilds({ pool, log, codec }, projections, options.onFailure);
  }

  start(): void {
    this.running ??= this.ownership.whileOwner(this.stopping.signal, async (held) => {
      await Promise.all([this.group.run(held), this.rebuilds.run(held)]);
    });
  }

  /** Ends after the batches under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Undefined for a projection that is not of this runner. `preparing` also while another process owns the group. */
  stateOf(projection: string): FollowerState | undefined {
    return this.group.stateOf(projection);
  }
}
