import { isWeekend, plusDays, type BusinessDate } from '#kernel';

/** One year of the working days of mainland China, as the State Council announced them. */
export interface CalendarYear {
  readonly year: number;
  /** Days off, those that are a Saturday or Sunday anyway included. */
  readonly holidays: readonly BusinessDate[];
  /** Saturdays and Sundays that are worked (调休). */
  readonly workingDays: readonly BusinessDate[];
  /** Where this is announced. */
  readonly source: string;
}

export type Calendar = ReadonlyMap<number, CalendarYear>;

/** `T+1`: so many working days later; `D+1`: calendar days; `D0`: the same day. */
export type SettlementCycle = string;

/** Texts of `SettlementCycle`. */
export const CYCLE = /^(?:D0|([TD])\+([1-9]\d?))$/;

/** The day, or the year that the calendar would have to hold to know it. */
export type Expected = { readonly on: BusinessDate } | { readonly missingYear: number };

/**
 * When a channel pays out what it collected on an accounting day. From a Saturday, Sunday or holiday T+1 leads to the next
 * working day, as from the day before. A day of a year that the calendar does not hold is never guessed.
 */
export function expectedSettlementDate(businessDate: BusinessDate, cycle: SettlementCycle, calendar: Calendar): Expected {
  const [, basis = 'D', days = '0'] = CYCLE.exec(cycle) ?? [];
  if (basis === 'D') return { on: plusDays(businessDate, Number(days)) };
  let day = businessDate;
  for (let left = Number(days); left > 0;) {
    day = plusDays(day, 1);
    const year = calendar.get(yearOf(day));
    if (!year) return { missingYear: yearOf(day) };
    if (isWorkingDay(day, year)) left -= 1;
  }
  return { on: day };
}

export const isWorkingDay = (day: BusinessDate, { holidays, workingDays }: CalendarYear): boolean =>
  workingDays.includes(day) || (!isWeekend(day) && !holidays.includes(day));

const yearOf = (day: BusinessDate): number => Number(day.slice(0, 4));
