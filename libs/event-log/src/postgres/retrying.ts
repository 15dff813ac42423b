import { Outage } from '#kernel';
import { isOutage } from '#postgres';
import { pauseBeforeRetry } from '../pause.js';

export interface RetryBound {
  /** Infinity: until the signal aborts. */
  readonly forMs: number;
  readonly signal?: AbortSignal;
}

/** Asks again while the world is away. @throws Outage when that takes too long or the signal aborts; anything else at once */
export async function retrying<T>(ask: () => Promise<T>, { forMs, signal }: RetryBound): Promise<T> {
  const end = performance.now() + forMs;
  for (let failures = 0; ; failures += 1) {
    await pauseBeforeRetry(failures, signal);
    try {
      return await ask();
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (signal?.aborted || performance.now() >= end) throw new Outage('the database of the log is away', { cause: error });
    }
  }
}
