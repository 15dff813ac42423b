import type { Pool } from 'pg';
import type { EventCodec, EventLog } from '#event-log';
import { Fault } from '#kernel';
import type { Certify } from './certify.js';
import { Checkpoints } from './checkpoints.js';
import { FollowerGroup, type FollowerState, type GroupOptions } from './group.js';
import { AdvisoryOwnership, type Ownership } from './ownership.js';
import type { Positions } from './positions.js';
import { assertDistinct, type Projection } from './projection.js';
import type { RebuildProgress } from './progress.js';
import { ReactionFollower, type Reacting } from './reaction-follower.js';
import { ServingFollower } from './serving.js';
import { WishedRebuilds } from './wished-rebuilds.js';

/** Whoever keeps the read models of a group up with the log holds this. */
export const runnerOf = (group = 'default'): string => `projections:runner:${group}`;

export interface ProjectionRunnerOptions extends GroupOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly projections: readonly Projection[];
  readonly reactions?: readonly Reacting[];
  /** Streams whose events one reaction works on at once. */
  readonly concurrency?: number;
  /** Hears where the read models stand; give the same to the readers of this process. */
  readonly positions: Positions;
  /** One process works for each group; the default is one group. */
  readonly group?: string;
  readonly ownership?: Ownership;
  /** Absent: swaps leave no certificate. */
  readonly certify?: Certify | undefined;
  /** Hears of a new version being built at start-up. */
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/**
 * Keeps read models and reactions up with the log for as long as it runs, by one reading of it; builds read models anew for which
 * that is wished.
 */
export class ProjectionRunner {
  private readonly group: FollowerGroup;
  private readonly rebuilds: WishedRebuilds;
  private readonly ownership: Ownership;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(options: ProjectionRunnerOptions) {
    const { pool, log, codec, projections, reactions = [], group, certify } = options;
    assertDistinct(projections);
    assertNamedApart(projections, reactions);
    this.ownership = options.ownership ?? new AdvisoryOwnership(pool, runnerOf(group));
    const checkpoints = new Checkpoints(pool);
    const context = { ...options, checkpoints };
    this.group = new FollowerGroup(
      log,
      codec,
      [
        ...projections.map((projection) => new ServingFollower(projection, context)),
        ...reactions.map((reaction) => new ReactionFollower(pool, checkpoints, reaction, options.concurrency)),
      ],
      options,
    );
    this.rebuilds = new WishedRebuilds({ pool, log, codec, certify }, projections, options.onFailure);
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

  /** Undefined for a projection or reaction that is not of this runner. `preparing` also while another process owns the group. */
  stateOf(name: string): FollowerState | undefined {
    return this.group.stateOf(name);
  }
}

/** @throws Fault where a reaction has the name of another one or of a read model */
function assertNamedApart(projections: readonly Projection[], reactions: readonly Reacting[]): void {
  const names = [...projections, ...reactions].map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Fault(`claimed twice: ${twice}`);
}
