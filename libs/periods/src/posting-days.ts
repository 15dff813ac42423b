import { plusDays, type BusinessDate, type Entry } from '#kernel';
import type { PeriodClosed, PeriodReopened } from './domain/period.messages.js';

/** Up to and including which day a merchant's book is closed; null: not at all any more. */
export interface ClosedDays {
  readonly merchant: string;
  readonly closedThrough: BusinessDate | null;
}

/** An event as far as it may close or reopen something. */
interface Noted {
  readonly type: string;
  readonly data: unknown;
}

type Moving = PeriodClosed | PeriodReopened;

const isMoving = (event: Noted): event is Moving => event.type === 'PeriodClosed' || event.type === 'PeriodReopened';

export const isClosing = (event: Noted): event is PeriodClosed => event.type === 'PeriodClosed';

/**
 * On which day an entry is booked: on its own accounting day, or, where that is closed at this place in the log, on the
 * first open one. The log's order alone decides, so whoever folds it comes to the same days. Events are noted one by
 * one; the entries of an event are asked for behind its own note.
 */
export class PostingDays {
  private readonly closed = new Map<string, BusinessDate>();
  private readonly firstOpen = new Map<string, BusinessDate>();
  private readonly movedByMerchant = new Map<string, ClosedDays>();

  /** `known`: what events before have closed. */
  constructor(known: readonly ClosedDays[] = []) {
    for (const days of known) this.set(days);
  }

  note(event: Noted): void {
    if (!isMoving(event)) return;
    const { merchantId: merchant, closedThrough } = event.data;
    this.set({ merchant, closedThrough });
    this.movedByMerchant.set(merchant, { merchant, closedThrough });
  }

  /** Later than the entry's own accounting day where that is closed. */
  dayOf({ businessDate, of }: Pick<Entry, 'businessDate' | 'of'>): BusinessDate {
    const through = this.closed.get(of.merchant);
    if (through === undefined || businessDate > through) return businessDate;
    return this.firstOpen.get(of.merchant) ?? businessDate;
  }

  /** Merchants whose closed days were moved by what was noted, as they stand now. */
  get moved(): ClosedDays[] {
    return [...this.movedByMerchant.values()];
  }

  private set({ merchant, closedThrough }: ClosedDays): void {
    this.closed.delete(merchant);
    this.firstOpen.delete(merchant);
    if (closedThrough === null) return;
    this.closed.set(merchant, closedThrough);
    this.firstOpen.set(merchant, plusDays(closedThrough, 1));
  }
}

/** The entry's own accounting day where it is booked on a later one, else null. */
export const trueDateOf = ({ businessDate }: Pick<Entry, 'businessDate'>, booked: BusinessDate): BusinessDate | null =>
  booked === businessDate ? null : businessDate;
