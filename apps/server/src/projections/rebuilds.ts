import type { Position } from '#event-log';
import { Fault } from '#kernel';
import { RebuildRefused, generations, rebuild, type Generation, type RebuildProgress, type RebuildResult } from '#projections';
import type { Core } from '../../../projector/src/core.js';
import { PROJECTIONS } from '../../../projector/src/features.js';

/** How the last rebuild that this process was asked for went, or goes. */
export type RebuildView =
  | ({ readonly status: 'running' } & Progress)
  | ({ readonly status: 'done' } & Omit<RebuildResult, 'projection'>)
  | { readonly status: 'refused' | 'failed'; readonly code: string; readonly says: string };

type Progress = Pick<RebuildProgress, 'phase' | 'done' | 'total' | 'eventsPerSecond' | 'etaSeconds'>;

export interface ProjectionView {
  readonly name: string;
  readonly version: number | null;
  readonly generation: number | null;
  /** Everything up to here is in it. */
  readonly position: Position;
  /** How much of the log is not in it yet: events, or bytes where the log counts bytes. 0 where everything is. */
  readonly lag: number;
  /** Why it does not go on; null while it does. */
  readonly error: string | null;
  readonly rebuild: RebuildView | null;
}

const BEGUN: RebuildView = { status: 'running', phase: 'building', done: 0, total: 0, eventsPerSecond: 0, etaSeconds: null };

/** Read models: where they stand, and building them anew. */
export class Rebuilds {
  private readonly last = new Map<string, RebuildView>();
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly core: Pick<Core, 'log' | 'codec' | 'workPool'>,
    private readonly report: (error: unknown) => void,
  ) {}

  async standing(): Promise<ProjectionView[]> {
    const { log, workPool } = this.core;
    const [known, head] = await Promise.all([generations(workPool), log.head()]);
    const total = await log.sizeUpTo(head);
    return Promise.all(PROJECTIONS.map(({ name }) => this.view(name, known, total)));
  }

  /** Begins; how it goes shows in `standing`. Undefined where there is no such projection. */
  begin(name: string): RebuildView | undefined {
    const projection = PROJECTIONS.find((each) => each.name === name);
    if (!projection) return undefined;
    if (this.last.get(name)?.status === 'running')
      throw new RebuildRefused('REBUILD_RUNNING', `${name} is being rebuilt already`);
    this.last.set(name, BEGUN);
    const { log, codec, workPool: pool } = this.core;
    const onProgress = ({ phase, done, total, eventsPerSecond, etaSeconds }: RebuildProgress): void => {
      this.last.set(name, { status: 'running', phase, done, total, eventsPerSecond, etaSeconds });
    };
    const run = rebuild({ pool, log, codec }, projection, { onProgress, signal: this.stopping.signal })
      .then(({ projection: _, ...result }): RebuildView => ({ status: 'done', ...result }))
      .catch((error: unknown) => this.failure(error))
      .then((view) => {
        this.last.set(name, view);
        this.running.delete(run);
      });
    this.running.add(run);
    return BEGUN;
  }

  /** What is under way goes on with the next rebuild. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async view(name: string, known: readonly Generation[], total: number): Promise<ProjectionView> {
    const serving = known.find((each) => each.name === name && each.status === 'serving');
    const { version = null, generation = null, position = '', error = null } = serving ?? {};
    const lag = Math.max(total - (await this.core.log.sizeUpTo(position)), 0);
    return { name, version, generation, position, lag, error, rebuild: this.last.get(name) ?? null };
  }

  private failure(error: unknown): RebuildView {
    if (error instanceof RebuildRefused) return { status: 'refused', code: error.code, says: error.message };
    if (!this.stopping.signal.aborted) this.report(error);
    const says = error instanceof Fault ? error.message : 'It was broken off and can be begun again.';
    return { status: 'failed', code: error instanceof Fault ? 'FAULT' : 'OUTAGE', says };
  }
}
