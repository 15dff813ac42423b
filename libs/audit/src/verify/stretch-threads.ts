import { Worker, type MessagePort } from 'node:worker_threads';
import { Fault } from '#kernel';
import type { AskStretch, Range, Stretch } from './stretch.js';

interface Question {
  readonly id: number;
  readonly range: Range;
  readonly sealed: number;
}

type Answer = { readonly id: number } & ({ readonly stretch: Stretch } | { readonly failed: string });

/** Readers of stretches in threads of their own, so that a log is recomputed by as many cores as there are. */
export class StretchThreads {
  private constructor(private readonly threads: readonly StretchThread[]) {}

  /** `entry`: a module that calls `answerStretches`, given `data`. */
  static start(entry: URL, data: unknown, count: number): StretchThreads {
    return new StretchThreads(Array.from({ length: count }, () => new StretchThread(entry, data)));
  }

  get readers(): readonly AskStretch[] {
    return this.threads.map(({ ask }) => ask);
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.stop()));
  }
}

class StretchThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, PromiseWithResolvers<Stretch>>();
  private asked = 0;
  private broken: Error | undefined;

  constructor(entry: URL, data: unknown) {
    this.worker = new Worker(entry, { workerData: data, name: 'stretches' });
    this.worker.on('message', (answer: Answer) => this.hear(answer));
    this.worker.on('error', (error) => this.breaks(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', (code) => this.breaks(new Fault(`a thread that reads the log ended with ${String(code)}`)));
  }

  readonly ask: AskStretch = (range, sealed) => {
    if (this.broken) return Promise.reject(this.broken);
    const id = (this.asked += 1);
    const answer = Promise.withResolvers<Stretch>();
    this.waiting.set(id, answer);
    this.worker.postMessage({ id, range, sealed } satisfies Question);
    return answer.promise;
  };

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private hear(answer: Answer): void {
    const asked = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('stretch' in answer) asked?.resolve(answer.stretch);
    else asked?.reject(new Error(answer.failed));
  }

  private breaks(error: Error): void {
    this.broken ??= error;
    for (const { reject } of this.waiting.values()) reject(this.broken);
    this.waiting.clear();
  }
}

/** The other side: answers what a thread is asked, until it is ended. */
export function answerStretches(port: MessagePort, ask: AskStretch): void {
  port.on('message', ({ id, range, sealed }: Question) => {
    ask(range, sealed).then(
      (stretch) => port.postMessage({ id, stretch } satisfies Answer, [stretch.leaves.buffer as ArrayBuffer]),
      (error: unknown) => {
        const failed = error instanceof Error ? error.message : String(error);
        port.postMessage({ id, failed } satisfies Answer);
      },
    );
  });
}
