import type { BusinessDate } from '#kernel';
import { endOfMonth, isMonth, lastDayOf, monthAfter, monthOf, type Month } from './month.js';

const month = (text: string): Month => {
  if (!isMonth(text)) throw new Error(`not a month: ${text}`);
  return text;
};

describe('a month', () => {
  it.each([
    ['2026-01', '2026-01-31', '2026-02'],
    ['2026-02', '2026-02-28', '2026-03'],
    ['2028-02', '2028-02-29', '2028-03'],
    ['2026-04', '2026-04-30', '2026-05'],
    ['2026-12', '2026-12-31', '2027-01'],
  ])('%s ends on %s, and %s follows', (text, last, next) => {
    expect([lastDayOf(month(text)), monthAfter(month(text))]).toEqual([last, next]);
    expect(monthOf(last as BusinessDate)).toBe(text);
  });

  it('ends with the accounting day of its last day', () => {
    expect(endOfMonth(month('2026-10'), '23:00')).toBe('2026-10-31T15:00:00.000Z');
    expect(endOfMonth(month('2026-10'), '24:00')).toBe('2026-10-31T16:00:00.000Z');
  });

  it.each(['2026-00', '2026-13', '2026-1', '26-01', '2026-01-01', '9999-12', '0000-05', ''])('%j is none', (text) => {
    expect(isMonth(text)).toBe(false);
  });
});
