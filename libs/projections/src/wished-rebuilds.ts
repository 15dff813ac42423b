import { Fault } from '#kernel';
import { isOutage } from '#postgres';
import type { BuildContext } from './builder.js';
import { isAborted, pause } from './ownership.js';
import type { RebuildProgress } from './progress.js';
import type { Projection } from './projection.js';
import { rebuild, rollBack } from './rebuild.js';
import { RebuildRefused } from './refusal.js';
import { openWishes, tellWish, type RebuildView, type RebuildWish } from './wishes.js';

const LOOK_EVERY_MS = 250;
const TELL_EVERY_MS = 200;

/**
 * Does the rebuilds that were wished for, one after the other. A wish stays open until it is answered: an outage, or the end
 * of this process, is only waited for, and whoever owns the projections then goes on where the build stood.
 */
export class WishedRebuilds {
  private readonly projections: ReadonlyMap<string, Projection>;

  constructor(
    private readonly context: BuildContext,
    projections: readonly Projection[],
    private readonly onFailure: (of: string, error: Error) => void = () => undefined,
  ) {
    this.projections = new Map(projections.map((projection) => [projection.name, projection]));
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { pool } = this.context;
    while (!isAborted(signal)) {
      const open = await openWishes(pool, [...this.projections.keys()]).catch(() => []);
      for (const wish of open) await this.fulfil(wish, signal);
      await pause(LOOK_EVERY_MS, signal);
    }
  }

  private async fulfil(wish: RebuildWish, signal: AbortSignal): Promise<void> {
    const projection = this.projections.get(wish.name);
    if (!projection || isAborted(signal)) return;
    const progress = new ToldProgress((view) => tellWish(this.context.pool, wish, view));
    try {
      const does = wish.kind === 'roll-back' ? rollBack : rebuild;
      const { projection: _, ...result } = await does(this.context, projection, {
        signal,
        askedBy: wish.wishedBy,
        onProgress: (now) => progress.is(now),
      });
      await progress.told();
      await tellWish(this.context.pool, wish, { status: 'done', ...result });
    } catch (error) {
      if (isAborted(signal)) return;
      await progress.told();
      await this.answer(wish, error).catch(() => undefined);
    }
  }

  /** Nothing where trying again is all that is to be done. */
  private async answer(wish: RebuildWish, error: unknown): Promise<void> {
    const isRefused = error instanceof RebuildRefused;
    if (!isRefused) this.onFailure(`${wish.kind} of ${wish.name}`, error instanceof Error ? error : new Error(String(error)));
    if (isOutage(error) || (isRefused && error.code === 'REBUILD_RUNNING')) return;
    await tellWish(this.context.pool, wish, isRefused ? refusal(error) : failure(error));
  }
}

const refusal = ({ code, message }: RebuildRefused): RebuildView => ({ status: 'refused', code, says: message });

const failure = (error: unknown): RebuildView => ({
  status: 'failed',
  code: 'FAULT',
  says: error instanceof Fault ? error.message : 'It was broken off and can be begun again.',
});

/** Progress on its way to the database: one statement at a time, and not more often than anybody looks. */
class ToldProgress {
  private telling: Promise<void> | undefined;
  private toldAt = -TELL_EVERY_MS;

  constructor(private readonly tell: (view: RebuildView) => Promise<void>) {}

  is({ phase, done, total, eventsPerSecond, etaSeconds }: RebuildProgress): void {
    const now = performance.now();
    if (this.telling || now - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = now;
    this.telling = this.tell({ status: 'running', phase, done, total, eventsPerSecond, etaSeconds })
      .catch(() => undefined)
      .finally(() => (this.telling = undefined));
  }

  /** When nothing is on its way any more. */
  async told(): Promise<void> {
    await this.telling;
  }
}
