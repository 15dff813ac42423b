import type { AdvisoryOwnership } from '#projections';
import type { Chore } from './chores.js';

/** Work that goes on until its signal aborts. */
interface Work {
  run(signal: AbortSignal): Promise<void>;
}

/** Work of the one who owns it: of several servers on one database one does it; another takes over when it is gone. */
export class Owned implements Chore {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly ownership: AdvisoryOwnership,
    private readonly work: Work,
  ) {}

  start(): void {
    this.running ??= this.ownership.whileOwner(this.stopping.signal, (held) => this.work.run(held));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }
}
