import type { BusinessDate } from '#kernel';
import type { CalendarYear } from './domain/calendar.js';
import { dueRows, type CollectedForDestination } from './settlement-due.js';

const day = (text: string): BusinessDate => text as BusinessDate;
/** The 25th to the 27th are off: T+1 from the 24th leads to the 28th. */
const YEAR: CalendarYear = {
  year: 2026,
  holidays: [day('2026-09-25'), day('2026-09-26'), day('2026-09-27')],
  workingDays: [],
  source: 'test',
};
const CALENDAR = new Map([[2026, YEAR]]);

const collected = (more: Partial<CollectedForDestination>): CollectedForDestination => ({
  destination: 'bank:icbc-0200',
  cycle: 'T+1',
  channel: 'unionpay',
  account: '898100012340001',
  collectedOn: day('2026-09-24'),
  isTied: true,
  collected: 10_000,
  subsidies: 0,
  refunds: 1_000,
  adjustments: 0,
  settledGross: 0,
  fees: 0,
  settledNet: 0,
  transactionCount: 2,
  ...more,
});

describe('what is due for a destination', () => {
  it('is due by cycle and calendar; days that are due together are one row', () => {
    const days = [
      collected({}),
      collected({ collectedOn: day('2026-09-25'), settledGross: 9_000, settledNet: 8_950, fees: 50 }),
    ];
    const due = { destination: 'bank:icbc-0200', dueOn: '2026-09-28', due: 18_000, settled: 9_000, settledNet: 8_950 };
    expect(dueRows(days, CALENDAR, day('2026-09-28'))).toMatchObject([
      { ...due, state: 'open', open: 9_000, overdue: 0, transactionCount: 4 },
    ]);
    expect(dueRows(days, CALENDAR, day('2026-09-29'))).toMatchObject([
      { ...due, state: 'overdue', open: 9_000, overdue: 9_000 },
    ]);
  });

  it.each([
    ['settled', collected({ settledGross: 9_000 }), '2026-09-28'],
    ['unscheduled', collected({ destination: null, cycle: null }), null],
    ['unscheduled', collected({ collectedOn: day('2027-03-01') }), null],
    ['unallocated', collected({ isTied: false, collected: 0, refunds: 0, settledGross: 500 }), null],
    ['overdue', collected({ cycle: 'D0' }), '2026-09-24'],
  ])('%s', (state, told, dueOn) => {
    expect(dueRows([told], CALENDAR, day('2026-12-31'))).toMatchObject([{ state, dueOn }]);
  });
});
