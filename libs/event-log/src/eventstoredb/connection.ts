import { Fault, Outage } from '#kernel';
import { pauseBeforeRetry } from '../pause.js';
import { clientHealsAfter, isRefused, type StoreClient } from './store-client.js';

export interface ConnectionOptions {
  readonly open: () => StoreClient;
  /** A call without an answer for so long counts as lost. */
  readonly answerWithinMs: number;
}

export type Ask<T> = (client: StoreClient, withinMs: number) => Promise<T>;

/** Even at the end of its time a call is tried with this much patience. */
const LEAST_PATIENCE_MS = 100;

const REFUSED =
  'EventStoreDB refuses the user of the connection string: it must be allowed to append, to read $all, and to read the settings of streams';

/** One client at a time. A client that can not be trusted any more is replaced, and ends when its last calls have. */
export class Connection {
  private current: StoreClient | undefined;
  private readonly leaving = new Map<StoreClient, NodeJS.Timeout>();

  constructor(private readonly options: ConnectionOptions) {}

  /** Asks, again and again while there is no answer, until a moment of the monotonic clock. @throws Outage then, Fault at once */
  async ask<T>(ask: Ask<T>, until: number): Promise<T> {
    for (let failures = 0; ; failures += 1) {
      await pauseBeforeRetry(failures);
      const client = this.client();
      const patienceMs = Math.min(this.options.answerWithinMs, Math.max(until - performance.now(), LEAST_PATIENCE_MS));
      try {
        return await ask(client, patienceMs);
      } catch (error) {
        this.failed(client, error);
        if (performance.now() >= until) throw new Outage('EventStoreDB is away', { cause: error });
      }
    }
  }

  async close(): Promise<void> {
    const clients = [...this.leaving.keys(), ...(this.current ? [this.current] : [])];
    for (const timer of this.leaving.values()) clearTimeout(timer);
    this.leaving.clear();
    this.current = undefined;
    await Promise.all(clients.map((client) => client.dispose()));
  }

  client(): StoreClient {
    return (this.current ??= this.options.open());
  }

  /** Makes the best of an error. @throws Fault where there is nothing to make of it */
  failed(client: StoreClient, error: unknown): void {
    if (error instanceof Fault) throw error;
    if (isRefused(error)) throw new Fault(REFUSED, { cause: error });
    if (this.current !== client || clientHealsAfter(error)) return;
    this.current = undefined;
    const leave = (): void => {
      this.leaving.delete(client);
      client.dispose().catch(() => undefined);
    };
    this.leaving.set(client, setTimeout(leave, this.options.answerWithinMs).unref());
  }
}
