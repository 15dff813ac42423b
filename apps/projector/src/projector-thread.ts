import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Position } from '#event-log';
import type { Positions } from '#projections';
import type { CoreOptions } from './core.js';
import type { ProjectorOptions } from './projector.js';

/** What the thread is given. */
export type ThreadData = Pick<CoreOptions, 'databaseUrl' | 'eventStoreUrl' | 'masterKey'> &
  Pick<ProjectorOptions, 'dataFolder' | 'sealing'>;

/** What the thread tells. It is told one thing only: to stop. */
export type ThreadNews =
  | { readonly type: 'reached'; readonly projection: string; readonly position: Position }
  | { readonly type: 'failed'; readonly of: string; readonly error: unknown };

/** The program is built to JavaScript; tests run its sources. */
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);
const RESTART_AFTER_MS = 1_000;
const STOPS_WITHIN_MS = 15_000;

/**
 * A projector in a thread of its own, so that taking events in and answering requests do not wait for each other. A thread
 * that breaks is started again: checkpoints are in the database.
 */
export class ProjectorThread {
  private worker: Worker | undefined;
  private running: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly data: ThreadData,
    private readonly positions: Positions,
    private readonly options: Pick<ProjectorOptions, 'onFailure'>,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the batches under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.worker?.postMessage('stop');
    const cutOff = setTimeout(() => void this.worker?.terminate(), STOPS_WITHIN_MS);
    await this.running;
    clearTimeout(cutOff);
  }

  private async run(): Promise<void> {
    do await this.ended(await this.once());
    while (!this.stopping.signal.aborted);
  }

  private async ended(code: number): Promise<void> {
    const { signal } = this.stopping;
    if (signal.aborted) return;
    this.options.onFailure('projector', new Error(`the thread ended with ${String(code)}; it is started again`));
    await sleep(RESTART_AFTER_MS, undefined, { signal }).catch(() => undefined);
  }

  /** Answers the exit code. */
  private once(): Promise<number> {
    const worker = new Worker(ENTRY, { workerData: this.data, name: 'projector' });
    this.worker = worker;
    worker.on('message', (news: ThreadNews) => this.hear(news));
    worker.on('error', (error) => this.options.onFailure('projector', error));
    return new Promise((resolve) => worker.once('exit', resolve));
  }

  private hear(news: ThreadNews): void {
    switch (news.type) {
      case 'reached':
        this.positions.reached(news.projection, news.position);
        return;
      case 'failed':
        this.options.onFailure(news.of, news.error);
    }
  }
}
