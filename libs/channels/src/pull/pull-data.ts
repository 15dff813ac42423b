const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What is pulled of a shop. `stuck`: orders of ours that do not move, asked for one by one. */
export const PULL_KINDS = ['orders', 'aftersales', 'settle_bill', 'account_items', 'stuck'] as const;
export type PullKind = (typeof PULL_KINDS)[number];

/** How a kind is pulled. All of it is the platform's to change. */
export interface PullTerms {
  /** Longest window of one turn. */
  readonly spanMs: number;
  /** Read again before where the last window ended: the platform's clocks are coarse, and its lists lag. */
  readonly overlapMs: number;
  /** The newest so much is left alone: pushes are still on their way. */
  readonly settleMs: number;
  readonly everyMs: number;
  /** The platform answers for no time before this; null where it sets no end. */
  readonly reachMs: number | null;
  /** Bills are there the next day (Asia/Shanghai) from this time of the day on. */
  readonly nextDayAtMs?: number;
}

export const PULL_TERMS: Readonly<Record<PullKind, PullTerms>> = {
  orders: { spanMs: DAY_MS, overlapMs: 5 * MINUTE_MS, settleMs: MINUTE_MS, everyMs: MINUTE_MS, reachMs: 90 * DAY_MS },
  aftersales: { spanMs: DAY_MS, overlapMs: 5 * MINUTE_MS, settleMs: MINUTE_MS, everyMs: MINUTE_MS, reachMs: null },
  settle_bill: {
    spanMs: 3 * DAY_MS,
    overlapMs: 3 * DAY_MS,
    settleMs: 0,
    everyMs: HOUR_MS,
    reachMs: null,
    nextDayAtMs: 10 * HOUR_MS,
  },
  account_items: {
    spanMs: 3 * DAY_MS,
    overlapMs: 3 * DAY_MS,
    settleMs: 0,
    everyMs: HOUR_MS,
    reachMs: null,
    nextDayAtMs: 10 * HOUR_MS,
  },
  stuck: { spanMs: 36_500 * DAY_MS, overlapMs: 0, settleMs: 0, everyMs: 6 * HOUR_MS, reachMs: null },
};

/** Rows of bills: left alone where files tell them. */
export const BILL_KINDS: readonly PullKind[] = ['settle_bill', 'account_items'];

/** What a back-fill reads, in this order. */
export const BACKFILL_KINDS: readonly PullKind[] = ['orders', 'aftersales', 'settle_bill', 'account_items'];

/** An order that was opened or paid so long ago and has not come to an end is asked for. */
export const STUCK_AFTER_MS = 15 * DAY_MS;

/** Pauses after a turn that failed: doubled each time. A refusal is a matter for people and is tried again seldom. */
export const PULL_PAUSES = { firstMs: 2 * SECOND_MS, longestMs: 5 * MINUTE_MS, refusedMs: 10 * MINUTE_MS } as const;
