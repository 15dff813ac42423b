import fc from 'fast-check';
import { isWeekend, plusDays, type BusinessDate } from '#kernel';
import { after } from '#kernel/testing';
import { play } from '../testing.js';
import { expectedSettlementDate, isWorkingDay, type Calendar } from './calendar.js';
import { CHINA_HOLIDAYS } from './china-holidays.data.js';
import { calendarOf, holidayCalendarDecider, type PublishCalendarYear } from './holiday-calendar.js';

const days = (...texts: string[]): BusinessDate[] => texts as BusinessDate[];
const calendar = calendarOf(holidayCalendarDecider.initial);
const settles = (day: string, cycle: string, years: Calendar = calendar): unknown => {
  const expected = expectedSettlementDate(day as BusinessDate, cycle, years);
  return 'on' in expected ? expected.on : expected.missingYear;
};

describe('the calendar that ships', () => {
  it('holds 2025 and 2026, each day once, days of work only where they would be free', () => {
    expect(CHINA_HOLIDAYS.map(({ year }) => year)).toEqual([2025, 2026]);
    for (const { year, holidays, workingDays } of CHINA_HOLIDAYS) {
      const all = [...holidays, ...workingDays];
      expect(new Set(all).size).toBe(all.length);
      expect(all.every((day) => day.startsWith(`${String(year)}-`))).toBe(true);
      expect(workingDays.every(isWeekend)).toBe(true);
    }
  });

  it('has as many days of work as the announcements leave', () => {
    const count = (year: number): number => {
      const held = CHINA_HOLIDAYS.find((one) => one.year === year);
      const all = Array.from({ length: 365 }, (_, index) => plusDays(`${String(year)}-01-01` as BusinessDate, index));
      return all.filter((day) => held && isWorkingDay(day, held)).length;
    };
    // 365 − 104 days at weekends − 13 of the 13 statutory days: those at weekends are made good by other days.
    expect([count(2025), count(2026)]).toEqual([248, 248]);
  });
});

describe('the expected day of settlement', () => {
  it.each`
    day             | cycle    | on              | why
    ${'2026-09-21'} | ${'T+1'} | ${'2026-09-22'} | ${'Monday to Tuesday'}
    ${'2026-03-06'} | ${'T+1'} | ${'2026-03-09'} | ${'Friday to Monday'}
    ${'2026-03-07'} | ${'T+1'} | ${'2026-03-09'} | ${'Saturday to Monday'}
    ${'2026-03-08'} | ${'T+1'} | ${'2026-03-09'} | ${'Sunday to Monday'}
    ${'2026-02-13'} | ${'T+1'} | ${'2026-02-14'} | ${'to a Saturday that is worked'}
    ${'2026-02-14'} | ${'T+1'} | ${'2026-02-24'} | ${'over Spring Festival, 15 to 23 February'}
    ${'2026-02-18'} | ${'T+1'} | ${'2026-02-24'} | ${'from within Spring Festival'}
    ${'2026-02-27'} | ${'T+1'} | ${'2026-02-28'} | ${'to the other Saturday that is worked'}
    ${'2025-01-27'} | ${'T+1'} | ${'2025-02-05'} | ${'Spring Festival 2025'}
    ${'2025-02-07'} | ${'T+1'} | ${'2025-02-08'} | ${'Saturday worked in 2025'}
    ${'2026-09-30'} | ${'T+1'} | ${'2026-10-08'} | ${'over National Day, 1 to 7 October'}
    ${'2025-09-30'} | ${'T+1'} | ${'2025-10-09'} | ${'National Day with Mid-Autumn, 8 days'}
    ${'2026-10-09'} | ${'T+1'} | ${'2026-10-10'} | ${'Saturday worked after National Day'}
    ${'2026-09-19'} | ${'T+1'} | ${'2026-09-20'} | ${'Sunday worked before National Day'}
    ${'2026-09-30'} | ${'T+2'} | ${'2026-10-09'} | ${'two working days on'}
    ${'2025-12-31'} | ${'T+1'} | ${'2026-01-04'} | ${'over New Year to a Sunday that is worked'}
    ${'2026-02-14'} | ${'D+1'} | ${'2026-02-15'} | ${'calendar days do not rest'}
    ${'2026-12-31'} | ${'D+1'} | ${'2027-01-01'} | ${'and need no calendar'}
    ${'2026-02-15'} | ${'D0'}  | ${'2026-02-15'} | ${'the same day'}
  `('of $day at $cycle is $on: $why', ({ day, cycle, on }: Record<'day' | 'cycle' | 'on', string>) => {
    expect(settles(day, cycle)).toBe(on);
  });

  it('is not guessed in a year that the calendar does not hold: that year is said', () => {
    expect(settles('2026-12-31', 'T+1')).toBe(2027);
    expect(settles('2024-12-31', 'T+1')).toBe('2025-01-02');
    expect(settles('2024-12-30', 'T+1')).toBe(2024);
    expect(settles('2030-05-05', 'T+1')).toBe(2030);
  });

  it('is a working day later than the accounting day, and no working day lies between', () => {
    fc.assert(
      fc.property(fc.nat(728), (offset) => {
        const day = plusDays('2025-01-01' as BusinessDate, offset);
        const on = settles(day, 'T+1');
        if (typeof on === 'number') return;
        const year = (of: BusinessDate) => calendar.get(Number(of.slice(0, 4)));
        let next = plusDays(day, 1);
        while (next < String(on)) {
          expect(isWorkingDay(next, year(next) ?? fail())).toBe(false);
          next = plusDays(next, 1);
        }
        expect([next, isWorkingDay(next, year(next) ?? fail())]).toEqual([on, true]);
      }),
    );
  });
});

const fail = (): never => {
  throw new Error('the calendar ends');
};

describe('a year of the calendar', () => {
  const publish: PublishCalendarYear = {
    type: 'PublishCalendarYear',
    year: 2027,
    holidays: days('2027-01-01'),
    workingDays: days('2027-01-03'),
    source: 'a notice',
  };

  it('is published, and once more where the announcement is amended', () => {
    const amended = { ...publish, holidays: days('2027-01-01', '2027-01-04') };
    expect(play(holidayCalendarDecider, [publish, publish, amended])).toEqual([
      ['CalendarYearPublished'],
      [],
      ['CalendarYearPublished'],
    ]);
    const years = calendarOf(after(holidayCalendarDecider, [publish, amended]).state);
    expect([settles('2026-12-31', 'T+1', years), settles('2027-01-03', 'T+1', years)]).toEqual(['2027-01-03', '2027-01-05']);
  });

  it('stands in for the one that ships', () => {
    const other = { ...publish, year: 2026, holidays: days('2026-03-09'), workingDays: [] };
    expect(settles('2026-03-06', 'T+1', calendarOf(after(holidayCalendarDecider, [other]).state))).toBe('2026-03-10');
  });

  it('is refused with days of another year, days named twice, or work on a day of work', () => {
    expect(
      play(holidayCalendarDecider, [
        { ...publish, holidays: days('2028-01-01') },
        { ...publish, holidays: days('2027-01-01', '2027-01-01') },
        { ...publish, holidays: days('2027-01-03') },
        { ...publish, workingDays: days('2027-01-05') },
      ]),
    ).toEqual([
      'CALENDAR_DAY_OF_OTHER_YEAR',
      'CALENDAR_DAY_CONTRADICTS',
      'CALENDAR_DAY_CONTRADICTS',
      'CALENDAR_DAY_CONTRADICTS',
    ]);
  });
});
