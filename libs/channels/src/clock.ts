import { plusMs, type Instant } from '#kernel';

const DAY_MS = 86_400_000;
/** A day without a year may be told so late and no later: beyond it, a wrong year is the likelier reading. */
const YEARLESS_DAYS_LATE = 180;
/** A settlement date is that of the transaction or some days off it, holidays included. */
export const SETTLEMENT_DAYS_OFF = 31;
/** Before the present rules of card fees (2016-09-06) nothing of this ledger happened. */
const EARLIEST = '2016-01-01T00:00:00.000Z';

/** A moment that can not be when it happened: the sender's clock is wrong. Nothing is booked on such a day. */
export const isClockFarOff = (at: Instant, now: Instant): boolean => at < EARLIEST || at > plusMs(now, DAY_MS);

/** As old as that a day without a year is not believed. */
export const isTooLateWithoutYear = (at: Instant, receivedAt: Instant): boolean =>
  at < plusMs(receivedAt, -YEARLESS_DAYS_LATE * DAY_MS);
