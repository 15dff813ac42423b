import { plusMs, type Instant } from '#kernel';

const DAY_MS = 86_400_000;
/** Before the present rules of card fees (2016-09-06) nothing of this ledger happened. */
const EARLIEST = '2016-01-01T00:00:00.000Z';

/** A moment that can not be when it happened: the sender's clock is wrong. Nothing is booked on such a day. */
export const isClockFarOff = (at: Instant, now: Instant): boolean => at < EARLIEST || at > plusMs(now, DAY_MS);
