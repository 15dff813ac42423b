import { plusMs, type Instant } from '#kernel';

const DAY_MS = 86_400_000;

export const inDays = (at: Instant, days: number): Instant => plusMs(at, days * DAY_MS);
export const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
export const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

/** Since when nothing was heard, if that is at least so many days ago: since the last notice, or since there could be one. */
export function silentSince(
  { expectedFrom, last }: { readonly expectedFrom: Instant; readonly last: Instant | undefined },
  { now, days }: { readonly now: Instant; readonly days: number },
): Instant | undefined {
  const since = last === undefined ? expectedFrom : later(expectedFrom, last);
  return inDays(since, days) <= now ? since : undefined;
}
