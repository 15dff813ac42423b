import { canonicalJson, isWeekend, type BusinessDate, type Decider, type DomainEvent, type Rejection } from '#kernel';
import type { Calendar, CalendarYear } from './calendar.js';
import { CHINA_HOLIDAYS } from './china-holidays.data.js';
import { reject } from './fees.rejections.js';

/** A year as announced. Published again it replaces what was published: announcements are amended. */
export interface PublishCalendarYear extends CalendarYear {
  readonly type: 'PublishCalendarYear';
}
export type HolidayCalendarEvent = DomainEvent<'CalendarYearPublished', CalendarYear>;

/** Years published by command. */
export interface HolidayCalendarState {
  readonly published: Calendar;
}

export const holidayCalendarDecider: Decider<HolidayCalendarState, PublishCalendarYear, HolidayCalendarEvent> = {
  initial: { published: new Map() },
  decide({ type: _type, ...data }, { published }) {
    const known = published.get(data.year);
    if (known && canonicalJson(known) === canonicalJson(data)) return [];
    return refusalOf(data) ?? [{ type: 'CalendarYearPublished', data }];
  },
  evolve: ({ published }, { data }) => ({ published: new Map(published).set(data.year, data) }),
};

function refusalOf({ year, holidays, workingDays }: CalendarYear): Rejection | undefined {
  const seen = new Set<BusinessDate>();
  for (const day of [...holidays, ...workingDays]) {
    if (Number(day.slice(0, 4)) !== year) return reject('CALENDAR_DAY_OF_OTHER_YEAR', { day });
    if (seen.has(day)) return reject('CALENDAR_DAY_CONTRADICTS', { day });
    seen.add(day);
  }
  const weekday = workingDays.find((day) => !isWeekend(day));
  return weekday === undefined ? undefined : reject('CALENDAR_DAY_CONTRADICTS', { day: weekday });
}

/** Every year that is known: those that ship, and over them those that were published. */
export const calendarOf = ({ published }: HolidayCalendarState): Calendar =>
  new Map([...CHINA_HOLIDAYS.map((year): [number, CalendarYear] => [year.year, year]), ...published]);
