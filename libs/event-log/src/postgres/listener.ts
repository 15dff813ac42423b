import type { Client } from 'pg';
import { pauseBeforeRetry } from '../pause.js';

/** Hears what other processes store, on a connection of its own that it opens again whenever it is lost. */
export class Listener {
  private running: Promise<void> | undefined;

  constructor(
    private readonly connect: () => Promise<Client>,
    private readonly onNotice: () => void,
    private readonly signal: AbortSignal,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Settles after the signal has aborted and the connection is closed. */
  async stopped(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.signal.aborted; failures += 1) {
      try {
        await this.listen(await this.connect());
        failures = 0;
      } catch {
        // The database is away: readers poll meanwhile.
      }
      await pauseBeforeRetry(failures + 1, this.signal);
    }
  }

  private async listen(client: Client): Promise<void> {
    const ended = Promise.withResolvers<undefined>();
    const end = (): void => {
      ended.resolve(undefined);
    };
    client.on('notification', this.onNotice);
    client.once('end', end);
    this.signal.addEventListener('abort', end, { once: true });
    // What was stored while nobody listened.
    this.onNotice();
    if (!this.signal.aborted) await ended.promise;
    this.signal.removeEventListener('abort', end);
    await client.end().catch(() => undefined);
  }
}
