import { setTimeout as sleep } from 'node:timers/promises';
import { instant, type Instant } from '#kernel';

/** The passing of time and chance, so that a test can rule over both. */
export interface Time {
  nowMs(): number;
  /** Less when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 to less than 1. */
  random(): number;
}

export const REAL_TIME: Time = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    ms <= 0 || signal?.aborted ? Promise.resolve() : sleep(ms, undefined, signal && { signal }).catch(() => undefined),
  random: () => Math.random(),
};

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** `yyyy-MM-dd HH:mm:ss` at GMT+8, as the platform writes times. */
export const platformTime = (at: Instant): string =>
  instant(Date.parse(at) + SHANGHAI_OFFSET_MS)
    .slice(0, 19)
    .replace('T', ' ');

/** Unix seconds: milliseconds find nothing. */
export const secondsOf = (at: Instant): number => Math.floor(Date.parse(at) / 1_000);
