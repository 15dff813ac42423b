import { DecodedBatch } from './decoding.js';
import { takeBatch, type Follower } from './follower.js';

/**
 * What one follower has still to take of what was read for all: batches that wait while it takes, then go in as one. Ends with the
 * first failure, or when it is closed; what waits then is not taken.
 */
export class Lane {
  private waiting: DecodedBatch[] = [];
  private isLevel = false;
  private isClosed = false;
  private working: Promise<void> | undefined;
  private roomFor: PromiseWithResolvers<undefined> | undefined;
  private lastMs: number | undefined;

  constructor(
    readonly follower: Follower,
    /** While fewer events wait there is room for another batch. */
    private readonly bound: number,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** How long the follower took for what it took last; undefined where it only passed over it. */
  get tookMs(): number | undefined {
    return this.lastMs;
  }

  get hasRoom(): boolean {
    return this.waiting.reduce((sum, { length }) => sum + length, 0) < this.bound;
  }

  /** When there is room for another batch. */
  async room(): Promise<void> {
    if (this.hasRoom || this.isClosed) return;
    this.roomFor ??= Promise.withResolvers<undefined>();
    await this.roomFor.promise;
  }

  /** `isLevel`: nothing more was there behind it. */
  put(batch: DecodedBatch, isLevel: boolean): void {
    if (this.isClosed) return;
    if (batch.length > 0) this.waiting.push(batch);
    this.isLevel = isLevel;
    this.working ??= this.work();
  }

  /** Takes nothing more. Ends when what is being taken is in. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.waiting = [];
    this.roomFor?.resolve(undefined);
    await this.working;
  }

  private async work(): Promise<void> {
    try {
      do await this.takeAll();
      while (this.waiting.length > 0);
    } catch (error) {
      this.isClosed = true;
      this.onFailure(error);
    } finally {
      // At once: what is put from here on must find nobody at work.
      this.working = undefined;
    }
  }

  private async takeAll(): Promise<void> {
    const began = performance.now();
    const batch = DecodedBatch.joined(this.waiting.splice(0));
    this.roomFor?.resolve(undefined);
    this.roomFor = undefined;
    if (batch) await takeBatch(this.follower, batch);
    if (this.isLevel && this.waiting.length === 0) await this.follower.level();
    this.lastMs = batch?.concerns(this.follower.handles) ? performance.now() - began : undefined;
  }
}
