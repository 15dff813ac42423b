import { canonicalJson, type Instant } from '#kernel';

/** What holds from a moment on, until the next one. */
export interface Since<T> {
  readonly from: Instant;
  readonly value: T;
}

/** By time, each later than the one before: what was, stays. */
export type Timeline<T> = readonly Since<T>[];

/** Undefined before the first. */
export const valueAt = <T>(timeline: Timeline<T>, at: Instant): T | undefined =>
  timeline.findLast(({ from }) => from <= at)?.value;

/** `known`: stands there just so. `overlaps`: something holds from that moment or a later one already. */
export function placeIn<T>(timeline: Timeline<T>, since: Since<T>): 'known' | 'new' | 'overlaps' {
  if (timeline.some((known) => canonicalJson(known) === canonicalJson(since))) return 'known';
  const last = timeline.at(-1);
  return last === undefined || since.from > last.from ? 'new' : 'overlaps';
}

/** From a moment on, the end not included; open where there is none. */
export interface Period {
  readonly from: Instant;
  readonly to?: Instant;
}

export const isWithin = (at: Instant, { from, to }: Period): boolean => from <= at && (to === undefined || at < to);

export const isPeriod = ({ from, to }: Period): boolean => to === undefined || from < to;

export const overlap = (a: Period, b: Period): boolean =>
  (b.to === undefined || a.from < b.to) && (a.to === undefined || b.from < a.to);
