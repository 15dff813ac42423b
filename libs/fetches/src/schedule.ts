import { instant, localDate, plusDays, type BusinessDate, type Instant } from '#kernel';
import { BILL_TERMS, FETCH_PAUSES, type BillKind, type PauseKind } from './domain/bills.data.js';

/** The moment so long after the midnight (Asia/Shanghai) that ends a day. */
const after = (day: BusinessDate, ms: number): Instant => instant(Date.parse(`${plusDays(day, 1)}T00:00:00+08:00`) + ms);

export const overdueAt = (bill: BillKind, day: BusinessDate): Instant => after(day, BILL_TERMS[bill].overdueMs);

/** From then on no bill is no bill, and not none yet. */
export const emptyAt = (bill: BillKind, day: BusinessDate): Instant => after(day, BILL_TERMS[bill].emptyMs);

/** The last day of which something of the kind holds at `now`: it holds from so long after a day's end on. */
const lastDay = (ms: number, now: Instant): BusinessDate => plusDays(localDate(instant(Date.parse(now) - ms)), -1);

/** The newest day whose bill can be there. */
export const lastAvailable = (bill: BillKind, now: Instant): BusinessDate => lastDay(BILL_TERMS[bill].availableMs, now);

/** The newest day whose bill should have been there. */
export const lastOverdue = (bill: BillKind, now: Instant): BusinessDate => lastDay(BILL_TERMS[bill].overdueMs, now);

/** The oldest day that the channel answers for. */
export const earliest = (bill: BillKind, now: Instant): BusinessDate => plusDays(localDate(now), -BILL_TERMS[bill].reachDays);

/** How long to wait before the next try: longer each time, by chance a little less. `tries`: those before. */
export function pauseMs(kind: PauseKind, tries: number, random: number): number {
  const { firstMs, longestMs } = FETCH_PAUSES[kind];
  return Math.min(firstMs * 2 ** Math.min(tries, 20), longestMs) * (0.5 + random / 2);
}
