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
