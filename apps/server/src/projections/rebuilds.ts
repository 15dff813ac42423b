import type { Position } from '#event-log';
import { generations, rebuildWishes, wishRebuild, type Generation, type RebuildView, type RebuildWish } from '#projections';
import type { Core } from '../../../projector/src/core.js';
import { PROJECTIONS } from '../../../projector/src/features.js';

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

/** What of a read model is wished, and who wishes it. */
export type WishedSwap = Pick<RebuildWish, 'name' | 'kind' | 'wishedBy'>;

/** Read models: where they stand, and asking whoever keeps them up to build them anew. */
export class Rebuilds {
  constructor(private readonly core: Pick<Core, 'log' | 'workPool'>) {}

  async standing(): Promise<ProjectionView[]> {
    const { log, workPool } = this.core;
    const [known, wishes, head] = await Promise.all([generations(workPool), rebuildWishes(workPool), log.head()]);
    const total = await log.sizeUpTo(head);
    return Promise.all(PROJECTIONS.map(({ name }) => this.view(name, { known, wishes, total })));
  }

  /** Asks for one; how it goes shows in `standing`. Undefined where there is no such projection. @throws RebuildRefused */
  async begin(wished: WishedSwap): Promise<RebuildView | undefined> {
    return PROJECTIONS.some(({ name }) => name === wished.name) ? wishRebuild(this.core.workPool, wished) : undefined;
  }

  private async view(name: string, { known, wishes, total }: Standing): Promise<ProjectionView> {
    const serving = known.find((each) => each.name === name && each.status === 'serving');
    const { version = null, generation = null, position = '', error = null } = serving ?? {};
    const lag = Math.max(total - (await this.core.log.sizeUpTo(position)), 0);
    const rebuild = wishes.find((wish) => wish.name === name)?.view ?? null;
    return { name, version, generation, position, lag, error, rebuild };
  }
}

interface Standing {
  readonly known: readonly Generation[];
  readonly wishes: readonly RebuildWish[];
  readonly total: number;
}
