import { pause } from './ownership.js';
import { instant, type Instant } from '#kernel';

export interface PollerOptions {
  readonly everyMs: number;
  /** What is due at this moment. */
  readonly work: (now: Instant, signal: AbortSignal) => Promise<void>;
  readonly onFailure?: (error: unknown) => void;
  readonly clock?: () => Instant;
}

/** Does again and again what only the passing of time calls for. One round at a time; a failed one is tried again with the next. */
export class Poller {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: PollerOptions) {}

  start(): void {
    this.running ??= this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { everyMs, work, onFailure, clock = () => instant(Date.now()) } = this.options;
    while (!signal.aborted) {
      await work(clock(), signal).catch((error: unknown) => onFailure?.(error));
      await pause(everyMs, signal);
    }
  }
}
