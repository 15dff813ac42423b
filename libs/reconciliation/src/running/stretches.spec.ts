import { stretchesOf } from './stretches.js';

const days = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `2026-09-${String(from + index).padStart(2, '0')}`);
const counts = (...told: readonly (readonly [number, number])[]) =>
  told.map(([day, count]) => ({ day: `2026-09-${String(day).padStart(2, '0')}`, count }));
const said = (stretches: ReturnType<typeof stretchesOf>): string[] =>
  stretches.map(({ covered, days: { from, to }, isLast }) =>
    [
      `${from.slice(8)}-${to.slice(8)}`,
      covered ? `${covered.from.slice(8)}-${covered.until.slice(8)}` : 'nothing',
      ...(isLast ? ['last'] : []),
    ].join(' '),
  );

describe('stretches of days', () => {
  it('are one where statements speak for all days on which something waits', () => {
    const covered = [...days(1, 4), ...days(7, 9)];
    expect(said(stretchesOf({ counts: counts([1, 5], [4, 5], [8, 5]), covered, atOnce: 100 }))).toEqual(['01-08 01-09 last']);
  });

  it('end before a day that no statement speaks for, though something waits for one', () => {
    const covered = [...days(1, 4), ...days(7, 9)];
    expect(said(stretchesOf({ counts: counts([1, 5], [5, 5], [8, 5]), covered, atOnce: 100 }))).toEqual([
      '01-04 01-04',
      '05-08 07-09 last',
    ]);
  });

  it('are cut where they would be too large, but a day never is', () => {
    expect(
      said(stretchesOf({ counts: counts([1, 60], [2, 60], [3, 150], [4, 10]), covered: days(1, 4), atOnce: 100 })),
    ).toEqual(['01-01 01-04', '02-02 01-04', '03-03 01-04', '04-04 01-04 last']);
  });

  it('are there without any statement, and are none where nothing waits', () => {
    expect(said(stretchesOf({ counts: counts([3, 1]), covered: [], atOnce: 100 }))).toEqual(['03-03 nothing last']);
    expect(stretchesOf({ counts: [], covered: days(1, 4), atOnce: 100 })).toEqual([]);
  });
});
