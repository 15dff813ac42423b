import type { Time } from './time.js';

/** Keeps calls to so many a second, a second's worth of them at once: a bucket of tokens, told by when it is full again. */
export class Pace {
  private fullAtMs = 0;

  constructor(
    private readonly qps: number,
    private readonly time: Time,
  ) {}

  /** Waits for its turn. */
  async turn(signal?: AbortSignal): Promise<void> {
    const now = this.time.nowMs();
    this.fullAtMs = Math.max(this.fullAtMs, now) + 1_000 / this.qps;
    await this.time.sleep(this.fullAtMs - now - 1_000, signal);
  }

  /** The other side says that it is too much: the bucket is empty. */
  empty(): void {
    this.fullAtMs = Math.max(this.fullAtMs, this.time.nowMs() + 1_000);
  }
}
