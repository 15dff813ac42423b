import type { BusinessDate, Instant } from '#kernel';
import { BILL_KINDS, BILL_TERMS } from './domain/bills.data.js';
import { earliest, lastAvailable, lastOverdue, overdueAt, pauseMs } from './schedule.js';

const at = (local: string): Instant => new Date(`${local}+08:00`).toISOString() as Instant;

describe('the bill of a day', () => {
  it.each([
    ['2026-09-22T09:59:59.999', '2026-09-20'],
    ['2026-09-22T10:00:00.000', '2026-09-21'],
    ['2026-09-22T00:00:00.000', '2026-09-20'],
    ['2026-09-22T23:59:59.999', '2026-09-21'],
  ])('at %s is there up to %s', (now, day) => {
    expect(lastAvailable('wechat-trades', at(now))).toBe(day);
  });

  it('should be there by the evening of the next', () => {
    expect(overdueAt('wechat-trades', '2026-09-20' as BusinessDate)).toBe(at('2026-09-21T18:00:00.000'));
    expect(lastOverdue('wechat-trades', at('2026-09-21T17:59:59.999'))).toBe('2026-09-19');
    expect(lastOverdue('wechat-trades', at('2026-09-21T18:00:00.000'))).toBe('2026-09-20');
  });

  it('is answered for so many days back', () => {
    expect(earliest('wechat-trades', at('2026-09-22T10:00:00.000'))).toBe('2026-06-25');
  });

  it.each(BILL_KINDS)('%s is there before it is overdue, and none is none in between', (bill) => {
    const { availableMs, emptyMs, overdueMs } = BILL_TERMS[bill];
    expect(availableMs).toBeLessThanOrEqual(emptyMs);
    expect(emptyMs).toBeLessThanOrEqual(overdueMs);
  });
});

describe('the pause before the next try', () => {
  it('is longer each time, up to the longest, and by chance less', () => {
    expect([0, 1, 2, 3, 4, 100].map((tries) => pauseMs('absent', tries, 1) / 60_000)).toEqual([5, 10, 20, 40, 60, 60]);
    expect(pauseMs('absent', 0, 0)).toBe(150_000);
  });
});
