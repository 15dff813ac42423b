import { setTimeout as sleep } from 'node:timers/promises';

const WITHIN_MS = 60_000;

/** Tries until it no longer throws: for what happens a moment later, never for what must be so at once. */
export async function eventually<T>(check: () => Promise<T>, withinMs = WITHIN_MS): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(50);
  }
}
