import type { Days } from '../read/run-queries.js';
import { dayPlus, type Stretch } from './loading.js';

/** Open items of one day. */
export interface DayCount {
  readonly day: string;
  readonly count: number;
}

export interface AccountDays {
  readonly counts: readonly DayCount[];
  /** Days that statements speak for, in order. */
  readonly covered: readonly string[];
  /** Items that are judged at once, at most; but a day is never cut. */
  readonly atOnce: number;
}

/**
 * Cuts the days of an account into stretches that are judged one after the other. A day that no statement speaks for though something
 * waits for one ends a stretch: what stands on it waits, and is missed by nobody. Days on which nothing waits make no gap.
 */
export function stretchesOf({ counts, covered, atOnce }: AccountDays): Stretch[] {
  const first = counts[0]?.day;
  const last = counts.at(-1)?.day;
  if (first === undefined || last === undefined) return [];
  const spans = spansOf(covered, new Set(counts.map(({ day }) => day)));
  const stretches: Stretch[] = [];
  let from = first;
  let size = 0;
  const end = (to: string): void => {
    const span = spans.findLast((one) => one.from <= to) ?? null;
    stretches.push({ days: { from, to }, covered: span && { from: span.from, until: span.to }, isLast: false });
    from = dayPlus(to, 1);
    size = 0;
  };
  for (const { day, count } of counts) {
    const gap = spans.find((span) => span.to >= from && span.to < day && span !== spans.at(-1));
    if (gap) end(gap.to);
    else if (size > 0 && size + count > atOnce) end(dayPlus(day, -1));
    size += count;
  }
  if (from <= last) end(last);
  const tail = stretches.pop();
  return tail ? [...stretches, { ...tail, isLast: true }] : stretches;
}

/** Covered days joined where nothing waits between them. */
function spansOf(covered: readonly string[], waiting: ReadonlySet<string>): Days[] {
  const spans: { from: string; to: string }[] = [];
  for (const day of covered) {
    const open = spans.at(-1);
    if (open && !isGap(open.to, day, waiting)) open.to = day;
    else spans.push({ from: day, to: day });
  }
  return spans;
}

function isGap(after: string, before: string, waiting: ReadonlySet<string>): boolean {
  for (let day = dayPlus(after, 1); day < before; day = dayPlus(day, 1)) if (waiting.has(day)) return true;
  return false;
}
