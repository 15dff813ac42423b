import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

/** Work that goes on until its signal aborts. */
export type Work = (signal: AbortSignal) => Promise<void>;

/** Decides who works. */
export interface Ownership {
  /** Runs the work while the ownership is held, again after each loss, until `signal` aborts. */
  whileOwner(signal: AbortSignal, work: Work): Promise<void>;
}

/** Nobody else is asked: for a process that is alone, and for tests of the fence behind it. */
export const soleOwner: Ownership = { whileOwner: (signal, work) => work(signal) };

/** Asks anew: a loop's condition is no news to the compiler, but an abort may have come while it waited. */
export const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** Waits, less when the signal aborts. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  ms <= 0 || signal?.aborted ? Promise.resolve() : sleep(ms, undefined, signal && { signal }).catch(() => undefined);

/**
 * A session's advisory lock: it ends with the connection, so whoever waits takes over when its owner is gone. It only
 * saves double work: what keeps two workers from writing twice is the compare-and-set of the checkpoint.
 */
export class AdvisoryOwnership implements Ownership {
  constructor(
    private readonly pool: Pool,
    private readonly key: string,
    private readonly pollMs = 1_000,
  ) {}

  async whileOwner(signal: AbortSignal, work: Work): Promise<void> {
    while (!signal.aborted) {
      const client = await this.pool.connect().catch(() => undefined);
      if (client) await this.onConnection(client, signal, work);
      else await pause(this.pollMs, signal);
    }
  }

  private async onConnection(client: PoolClient, signal: AbortSignal, work: Work): Promise<void> {
    const lost = new AbortController();
    const lose = (): void => lost.abort();
    client.once('error', lose);
    client.once('end', lose);
    const held = AbortSignal.any([signal, lost.signal]);
    try {
      while (!held.aborted && !(await this.isLocked(client))) await pause(this.pollMs, held);
      if (!held.aborted) await work(held);
    } finally {
      // Closing the connection gives the lock back whatever happened.
      client.release(true);
    }
  }

  private async isLocked(client: PoolClient): Promise<boolean> {
    const locked = await client
      .query<{ locked: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as locked', [this.key])
      .catch(() => undefined);
    return locked?.rows[0]?.locked ?? false;
  }
}
