import { Outage } from '#kernel';
import { isOutage } from '#postgres';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** None before the first try, then longer each time. Ends early when the signal aborts. */
export async function pauseBeforeRetry(failures: number, signal?: AbortSignal): Promise<void> {
  if (failures === 0 || signal?.aborted) return;
  const paused = Promise.withResolvers<undefined>();
  const end = (): void => {
    paused.resolve(undefined);
  };
  const timer = setTimeout(end, Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS));
  signal?.addEventListener('abort', end, { once: true });
  await paused.promise;
  clearTimeout(timer);
  signal?.removeEventListener('abort', end);
}

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
