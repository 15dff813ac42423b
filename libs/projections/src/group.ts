import { START, type Batch, type EventCodec, type EventLog, type Position } from '#event-log';
import { DecodedBatch } from './decoding.js';
import { takeBatch, type Follower } from './follower.js';
import { Fenced } from './generation.js';
import { Lane } from './lane.js';
import { isAborted, pause } from './ownership.js';

export interface GroupOptions {
  /** Events per batch at most. */
  readonly batchSize?: number;
  /** Shortest time from one reading to the next once caught up: a trickle becomes few larger transactions instead of many small ones. */
  readonly paceMs?: number;
  /** How long the others wait for one that is full before it is left to catch up on its own. */
  readonly patienceMs?: number;
  /** First and longest wait before another try, after a failure. */
  readonly retryMs?: number;
  readonly retryAtMostMs?: number;
  readonly onFailure?: (follower: string, error: Error) => void;
}

/** `preparing`: does not work yet, or builds, or catches up on its own. `following`: takes what comes. `failed`: waits to try again. */
export type FollowerState = 'preparing' | 'following' | 'failed';

const RETRY_JOIN_MS = 20;
const CYCLE_PER_WORK = 4;
const CYCLE_AT_MOST_MS = 500;
/** Batches that may wait for a follower. */
const BATCHES_AHEAD = 2;
const DEFAULTS = { batchSize: 4_000, paceMs: 20, patienceMs: 1_000, retryMs: 500, retryAtMostMs: 30_000 };

/**
 * Reads the log once for several followers. Each takes what is read at its own speed, in a lane of its own; one that fails, or
 * whose lane stays full for longer than the others' patience, catches up by a reader of its own and joins again.
 */
export class FollowerGroup {
  private readonly states: Map<string, FollowerState>;
  private readonly options: typeof DEFAULTS & Pick<GroupOptions, 'onFailure'>;
  private readonly recoveries = new Set<Promise<void>>();
  /** Of those who follow. */
  private readonly lanes = new Map<string, Lane>();
  /** End of the batch that was dealt out last: who stands here or further takes the next one. */
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
    await Promise.all([...this.lanes.values()].map((lane) => lane.close()));
    await Promise.all(this.recoveries);
    this.lanes.clear();
    for (const { name } of this.followers) this.states.set(name, 'preparing');
  }

  /** Those that stand furthest follow at once, the others when they have caught up. */
  private async begin(signal: AbortSignal): Promise<void> {
    const ready = await Promise.all(this.followers.map((follower) => follower.prepare().catch(() => false)));
    const prepared = this.followers.filter((_, index) => ready[index]);
    this.lead = prepared.reduce((lead, { position }) => (position > lead ? position : lead), START);
    for (const follower of this.followers) {
      if (prepared.includes(follower) && follower.position === this.lead) this.join(follower, signal);
      else this.startRecovery(follower, signal);
    }
  }

  private async follow(signal: AbortSignal, onBatch: () => void): Promise<void> {
    const { batchSize } = this.options;
    await this.somebodyFollows(signal);
    const batches = this.log.subscribeAll(this.lead, { batchSize, signal })[Symbol.asyncIterator]();
    let next = batches.next();
    try {
      for (let read = await next; !read.done && !signal.aborted; read = await next) {
        const { value: batch } = read;
        if (!batch.caughtUp) next = readAhead(batches);
        await this.deal(batch, signal);
        onBatch();
        if (!batch.caughtUp) continue;
        await this.rest(signal);
        next = batches.next();
      }
    } finally {
      await batches.return?.();
    }
  }

  /** Nothing is read for nobody; what is read begins where the hindmost of those who follow stands, or what waits for it ends. */
  private async somebodyFollows(signal: AbortSignal): Promise<void> {
    while (this.lanes.size === 0 && !isAborted(signal)) await pause(RETRY_JOIN_MS, signal);
    const [hindmost = START] = [...this.lanes.values()].map(({ follower }) => follower.position).sort();
    if (hindmost > this.lead) this.lead = hindmost;
  }

  private async deal(batch: Batch, signal: AbortSignal): Promise<void> {
    const decoded = DecodedBatch.of(batch.events, this.codec);
    await this.roomForAll(signal);
    this.lead = batch.events.at(-1)?.position ?? this.lead;
    for (const lane of this.lanes.values()) lane.put(decoded, batch.caughtUp);
  }

  /** Whoever is full for too long is left behind. */
  private async roomForAll(signal: AbortSignal): Promise<void> {
    const full = [...this.lanes.values()].filter(({ hasRoom }) => !hasRoom);
    if (full.length === 0) return;
    const waited = new AbortController();
    const enough = pause(this.options.patienceMs, AbortSignal.any([signal, waited.signal]));
    await Promise.race([Promise.all(full.map((lane) => lane.room())), enough]);
    waited.abort();
    for (const lane of full) if (!lane.hasRoom) this.leave(lane, signal);
  }

  /**
   * While commands keep coming in, read models share the machine with them: reading less often than they could take makes batches
   * larger and each event cheaper (at 3,000 commands/s a third less of the process and almost half of PostgreSQL). By the median
   * of those that had something to take in, so that one that is slow does not make the others late.
   */
  private async rest(signal: AbortSignal): Promise<void> {
    const took = [...this.lanes.values()].flatMap(({ tookMs }) => tookMs ?? []).sort((a, b) => a - b);
    const workedMs = took[(took.length - 1) >> 1] ?? 0;
    await pause(Math.max(this.options.paceMs, Math.min(workedMs * CYCLE_PER_WORK, CYCLE_AT_MOST_MS)), signal);
  }

  private join(follower: Follower, signal: AbortSignal): void {
    const lane: Lane = new Lane(follower, this.options.batchSize * BATCHES_AHEAD, (error) => {
      if (this.lanes.get(follower.name) === lane && !signal.aborted) this.leave(lane, signal, error);
    });
    this.lanes.set(follower.name, lane);
    this.states.set(follower.name, 'following');
  }

  /** From here on it is on its own: at once, or a while after a failure. */
  private leave(lane: Lane, signal: AbortSignal, error?: unknown): void {
    const { follower } = lane;
    this.lanes.delete(follower.name);
    if (error === undefined || error instanceof Fenced)
      this.startRecovery(follower, signal, { waitMs: 0, after: lane.close() });
    else this.startRecovery(follower, signal, { waitMs: this.retryAfterMs(0), after: this.fail(follower, error) });
  }

  private startRecovery(follower: Follower, signal: AbortSignal, { waitMs, after }: Begin = { waitMs: 0 }): void {
    if (waitMs === 0) this.states.set(follower.name, 'preparing');
    const begun = Promise.resolve(after).then(() => this.recover(follower, signal, waitMs));
    const recovery = begun.finally(() => this.recoveries.delete(recovery));
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
        await takeBatch(follower, DecodedBatch.of(batch.events, this.codec));
      }
      if (!signal.aborted) await follower.level();
    } while (follower.position < this.lead && !signal.aborted);
    if (!signal.aborted) this.join(follower, signal);
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

/** When a recovery begins. */
interface Begin {
  readonly waitMs: number;
  readonly after?: Promise<void>;
}

/** The next batch while the last one is being taken in; should it fail, that is seen when it is awaited. */
function readAhead(batches: AsyncIterator<Batch>): Promise<IteratorResult<Batch>> {
  const next = batches.next();
  next.catch(() => undefined);
  return next;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
