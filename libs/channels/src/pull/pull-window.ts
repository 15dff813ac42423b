import { instant, plusMs, type Instant } from '#kernel';
import type { TimeWindow } from '../douyin/openapi/list-pages.js';
import { PULL_TERMS, type PullKind } from './pull-data.js';
import type { PullCursor } from './pull-store.js';

/** What one turn reads, and how far it is done then. */
export interface TurnWindow extends TimeWindow {
  /** What lies before is not to be had any more. */
  readonly leftOutTo?: Instant;
  readonly isCaughtUp: boolean;
}

const DAY_MS = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** Up to where a kind can be had now. */
export function latestOf(kind: PullKind, now: Instant): Instant {
  const { settleMs, nextDayAtMs } = PULL_TERMS[kind];
  return nextDayAtMs === undefined ? plusMs(now, -settleMs) : lastBilled(now, nextDayAtMs);
}

/** From where on a kind can be had now. */
export function earliestOf(kind: PullKind, now: Instant): Instant {
  const { reachMs } = PULL_TERMS[kind];
  return reachMs === null ? instant(0) : plusMs(now, -reachMs);
}

/** The next window of a cursor; undefined where nothing is to be had yet. */
export function nextWindow({ kind, begins, doneTo, ends, job }: PullCursor, now: Instant): TurnWindow | undefined {
  const { spanMs, overlapMs } = PULL_TERMS[kind];
  const earliest = earliestOf(kind, now);
  const latest = latestOf(kind, now);
  const end = ends === null ? latest : earlier(ends, latest);
  const start = later(doneTo, earliest);
  const to = earlier(plusMs(start, spanMs), end);
  if (to <= doneTo) return undefined;
  const again = job === 'live' ? plusMs(start, -overlapMs) : start;
  const from = earlier(later(later(again, begins), earliest), to);
  return { from, to, isCaughtUp: to === latest, ...(earliest > doneTo && { leftOutTo: earlier(earliest, end) }) };
}

/** The midnight that the newest bill ends with: bills come the next day, from a time of the day on. */
function lastBilled(now: Instant, fromMs: number): Instant {
  const local = Date.parse(now) + SHANGHAI_OFFSET_MS;
  const today = local - (local % DAY_MS);
  return instant((local - today >= fromMs ? today : today - DAY_MS) - SHANGHAI_OFFSET_MS);
}
