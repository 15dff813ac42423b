import { START, type Batch, type EventCodec, type EventLog, type Position } from '#event-log';
import { DecodedBatch } from './decoding.js';
import { takeBatch, type Follower } from './follower.js';
import { Fenced } from './generation.js';
import { isAborted, pause } from './ownership.js';

export interface GroupOptions {
  /** Events per batch at most. */
  readonly batchSize?: number;
  /** Shortest time from one batch to the next once caught up: a trickle becomes few larger transactions instead of many small ones. */
  readonly paceMs?: number;
  /** First and longest wait before another try, after a failure. */
  readonly retryMs?: number;
  readonly retryAtMostMs?: number;
  readonly onFailure?: (follower: string, error: Error) => void;
}

/** `preparing`: does not work yet, or builds, or catches up on its own. `following`: takes what comes. `failed`: waits to try again. */
export type FollowerState = 'preparing' | 'following' | 'failed';

const RETRY_JOIN_MS = 20;
const REST_PER_WORK = 3;
const REST_AT_MOST_MS = 500;
const DEFAULTS = { batchSize: 2_000, paceMs: 20, retryMs: 500, retryAtMostMs: 30_000 };

/**
 * Reads the log once for several followers. Those that stand together take each batch in parallel; one that fails or lags
 * leaves the others alone, catches up by a reader of its own, and joins again.
 */
export class FollowerGroup {
  private readonly states: Map<string, FollowerState>;
  private readonly options: typeof DEFAULTS & Pick<GroupOptions, 'onFailure'>;
  private readonly recoveries = new Set<Promise<void>>();
  /** End of the batch that is being dealt out or was last: who stands here or further takes the next one. */
  private lead: Position = START;

  constructor(
    private readonly log: EventLog,
    private readonly codec: EventCodec,
    private readonly followers: readonly Follower[],
    options: GroupOptions = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
    this.states = new Map(followers.map(({ name }) => [name, 'preparing']));
  }

  stateOf(name: string): FollowerState | undefined {
    return this.states.get(name);
  }

  /** Follows until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await this.begin(signal);
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.follow(signal, () => (failures = 0));
      } catch (error) {
        if (!isAborted(signal)) this.options.onFailure?.('log', asError(error));
        await pause(this.retryAfterMs(failures), signal);
      }
    }
    await Promise.all(this.recoveries);
    for (const { name } of this.followers) this.states.set(name, 'preparing');
  }

  /** Those that stand furthest follow at once, the others when they have caught up. */
  private async begin(signal: AbortSignal): Promise<void> {
    const ready = await Promise.all(this.followers.map((follower) => follower.prepare().catch(() => false)));
    const prepared = this.followers.filter((_, index) => ready[index]);
    this.lead = prepared.reduce((lead, { position }) => (position > lead ? position : lead), START);
    for (const follower of this.followers) {
      if (prepared.includes(follower) && follower.position === this.lead) this.states.set(follower.name, 'following');
      else this.startRecovery(follower, signal, 0);
    }
  }

  private async follow(signal: AbortSignal, onBatch: () => void): Promise<void> {
    const { batchSize, paceMs } = this.options;
    await this.somebodyFollows(signal);
    const batches = this.log.subscribeAll(this.lead, { batchSize, signal })[Symbol.asyncIterator]();
    let next = batches.next();
    try {
      for (let read = await next; !read.done && !signal.aborted; read = await next) {
        const started = performance.now();
        const { value: batch } = read;
        if (!batch.caughtUp) next = readAhead(batches);
        await this.deal(batch, signal);
        onBatch();
        if (!batch.caughtUp) continue;
        await pause(restMs(performance.now() - started, paceMs), signal);
        next = batches.next();
      }
    } finally {
      await batches.return?.();
    }
  }

  /** Nothing is read for nobody; what is read begins where the hindmost of those who follow stands. */
  private async somebodyFollows(signal: AbortSignal): Promise<void> {
    while (this.following.length === 0 && !isAborted(signal)) await pause(RETRY_JOIN_MS, signal);
    const positions = this.following.map(({ position }) => position).sort();
    this.lead = positions[0] ?? this.lead;
  }

  private get following(): readonly Follower[] {
    return this.followers.filter(({ name }) => this.states.get(name) === 'following');
  }

  private async deal(batch: Batch, signal: AbortSignal): Promise<void> {
    const decoded = new DecodedBatch(batch.events, this.codec);
    if (decoded.length === 0) return;
    this.lead = decoded.at(decoded.length - 1).position;
    await Promise.all(
      this.following.map((follower) =>
        takeBatch(follower, decoded).catch(async (error: unknown) => {
          if (signal.aborted) return;
          if (!(error instanceof Fenced)) await this.fail(follower, error);
          this.startRecovery(follower, signal, error instanceof Fenced ? 0 : this.retryAfterMs(0));
        }),
      ),
    );
  }

  private startRecovery(follower: Follower, signal: AbortSignal, waitMs: number): void {
    if (waitMs === 0) this.states.set(follower.name, 'preparing');
    const recovery = this.recover(follower, signal, waitMs).finally(() => this.recoveries.delete(recovery));
    this.recoveries.add(recovery);
  }

  private async recover(follower: Follower, signal: AbortSignal, firstWaitMs: number): Promise<void> {
    let waitMs = firstWaitMs;
    for (let failures = 1; !signal.aborted; failures += 1) {
      await pause(waitMs, signal);
      const before = follower.position;
      try {
        await this.catchUp(follower, signal);
        return;
      } catch (error) {
        if (isAborted(signal)) return;
        if (follower.position > before) failures = 0;
        waitMs = error instanceof Fenced ? 0 : this.retryAfterMs(failures);
        if (waitMs > 0) await this.fail(follower, error);
      }
    }
  }

  /** Reads for one follower alone until it stands where the group stands; then it is one of them. */
  private async catchUp(follower: Follower, signal: AbortSignal): Promise<void> {
    while (!(await follower.prepare())) await follower.build(signal);
    const { batchSize } = this.options;
    do {
      for await (const batch of this.log.readAll(follower.position, { batchSize, signal })) {
        await takeBatch(follower, new DecodedBatch(batch.events, this.codec));
      }
    } while (follower.position < this.lead && !signal.aborted);
    if (!signal.aborted) this.states.set(follower.name, 'following');
  }

  private async fail(follower: Follower, error: unknown): Promise<void> {
    this.states.set(follower.name, 'failed');
    this.options.onFailure?.(follower.name, asError(error));
    // Where even this can not be written, the world is away and the next try will say so again.
    await follower.showFailure(asError(error)).catch(() => undefined);
  }

  private retryAfterMs(failures: number): number {
    return Math.min(this.options.retryMs * 2 ** failures, this.options.retryAtMostMs);
  }
}

/**
 * While commands keep coming in, read models share the machine with them: resting longer than it worked makes batches larger
 * and each event cheaper (at 3,000 commands/s a third less of the process and almost half of PostgreSQL).
 */
const restMs = (workedMs: number, paceMs: number): number =>
  Math.max(paceMs - workedMs, Math.min(workedMs * REST_PER_WORK, REST_AT_MOST_MS));

/** The next batch while the last one is being taken in; should it fail, that is seen when it is awaited. */
function readAhead(batches: AsyncIterator<Batch>): Promise<IteratorResult<Batch>> {
  const next = batches.next();
  next.catch(() => undefined);
  return next;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
