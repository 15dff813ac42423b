import fc from 'fast-check';
import { Fault } from './fault.js';
import {
  businessDateOf,
  instant,
  isBusinessDate,
  isCutOff,
  isWeekend,
  endOfLocalDate,
  localDate,
  parseInstant,
  plusDays,
  plusMs,
  startOfBusinessDate,
  type BusinessDate,
  type Instant,
} from './instant.js';

const at = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (!parsed) throw new Error(`no instant: ${text}`);
  return parsed;
};

describe('an instant', () => {
  it('is UTC with milliseconds, whatever the zone it was said in', () => {
    expect(at('2026-09-21T10:13:20+08:00')).toBe('2026-09-21T02:13:20.000Z');
    expect(at('2026-09-21T02:13Z')).toBe('2026-09-21T02:13:00.000Z');
    expect(at('2026-09-21T02:13:20.123456789Z')).toBe('2026-09-21T02:13:20.123Z');
    expect(instant(1_790_000_000_000)).toBe('2026-09-21T14:13:20.000Z');
  });

  it.each([
    '2026-09-21',
    '2026-09-21T10:00:00',
    '2026-09-21 10:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-04-31T10:00:00+08:00',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T10:00:00+25:00',
    '9999-12-31T23:59:59-23:00',
    '+012026-01-01T00:00:00Z',
    '1790000000',
    '',
  ])('is not read from %p', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it.each([Number.NaN, 1_790_000_000_000_000, -62_167_219_200_001])('is no %p ms since 1970', (epochMs) => {
    expect(() => instant(epochMs)).toThrow(Fault);
  });

  it('orders as text as it does in time', () => {
    const moments = fc.integer({ min: Date.parse('0000-01-01T00:00:00Z'), max: Date.parse('9999-12-30T00:00:00Z') });
    fc.assert(fc.property(moments, moments, (a, b) => instant(a) < instant(b) === a < b));
  });

  it('moves by milliseconds', () => {
    expect(plusMs(at('2026-09-21T23:59:59.999Z'), 1)).toBe('2026-09-22T00:00:00.000Z');
  });
});

describe('the accounting day', () => {
  it.each`
    local                        | cutOff     | day
    ${'2026-09-21T22:59:59.999'} | ${'23:00'} | ${'2026-09-21'}
    ${'2026-09-21T23:00:00.000'} | ${'23:00'} | ${'2026-09-22'}
    ${'2026-09-21T23:30:00.000'} | ${'23:00'} | ${'2026-09-22'}
    ${'2026-09-22T00:00:00.000'} | ${'23:00'} | ${'2026-09-22'}
    ${'2026-09-21T23:59:59.999'} | ${'24:00'} | ${'2026-09-21'}
    ${'2026-09-22T00:00:00.000'} | ${'24:00'} | ${'2026-09-22'}
    ${'2026-12-31T23:15:00.000'} | ${'23:00'} | ${'2027-01-01'}
    ${'2028-02-28T23:15:00.000'} | ${'23:00'} | ${'2028-02-29'}
  `('of $local with cut-off $cutOff is $day', ({ local, cutOff, day }: Record<'local' | 'cutOff' | 'day', string>) => {
    expect(businessDateOf(at(`${local}+08:00`), cutOff)).toBe(day);
  });

  it.each(['2026-01-15', '2026-03-29', '2026-04-12', '2026-07-15', '2026-09-13', '2026-10-25'])(
    'turns at the same moment on %s: no daylight saving',
    (day) => {
      expect(localDate(at(`${day}T15:59:59.999Z`))).toBe(day);
      expect(localDate(at(`${day}T16:00:00.000Z`)) > day).toBe(true);
      expect(businessDateOf(at(`${day}T15:59:59.999Z`), '24:00')).toBe(day);
    },
  );

  it('is the local day or the one after it', () => {
    const moments = fc.integer({ min: 0, max: Date.parse('9999-12-29T00:00:00Z') }).map(instant);
    const cutOffs = fc
      .integer({ min: 1, max: 24 * 60 })
      .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    fc.assert(
      fc.property(moments, cutOffs, (moment, cutOff) => {
        const local = localDate(moment);
        const day = businessDateOf(moment, cutOff);
        expect([local, localDate(plusMs(moment, 86_400_000))]).toContain(day);
        expect(isBusinessDate(day)).toBe(true);
      }),
    );
  });

  it('begins with the cut-off of the day before, and not a millisecond earlier', () => {
    expect(startOfBusinessDate('2026-09-22' as BusinessDate, '23:00')).toBe(at('2026-09-21T23:00:00+08:00'));
    expect(startOfBusinessDate('2026-09-22' as BusinessDate, '24:00')).toBe(at('2026-09-22T00:00:00+08:00'));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40_000 }), fc.constantFrom('00:01', '17:30', '23:00', '24:00'), (day, cutOff) => {
        const date = plusDays('1970-01-01' as BusinessDate, day);
        const begins = startOfBusinessDate(date, cutOff);
        expect([businessDateOf(begins, cutOff), businessDateOf(plusMs(begins, -1), cutOff)]).toEqual([
          date,
          plusDays(date, -1),
        ]);
      }),
    );
  });

  it('is counted on over the ends of months and years, and knows Saturday and Sunday', () => {
    expect(plusDays('2026-12-31' as BusinessDate, 1)).toBe('2027-01-01');
    expect(endOfLocalDate('2026-12-31' as BusinessDate)).toBe('2026-12-31T15:59:59.999Z');
    expect(plusDays('2028-03-01' as BusinessDate, -1)).toBe('2028-02-29');
    const week = Array.from({ length: 7 }, (_, index) => isWeekend(plusDays('2026-09-21' as BusinessDate, index)));
    expect(week).toEqual([false, false, false, false, false, true, true]);
  });

  it('exists for the last moment that there is', () => {
    expect(businessDateOf(at('9999-12-30T00:00:00Z'), '00:01')).toBe('9999-12-31');
  });

  it('is written YYYY-MM-DD and exists', () => {
    expect(['2026-09-21', '2028-02-29', '2000-02-29', '2026-12-31', '0000-01-01'].every(isBusinessDate)).toBe(true);
    const none = [
      '2026-02-29',
      '1900-02-29',
      '2026-04-31',
      '2026-00-10',
      '2026-01-00',
      '2026-13-01',
      '2026-9-21',
      '20260921',
      '',
    ];
    expect(none.some(isBusinessDate)).toBe(false);
  });

  it('ends between 00:01 and 24:00', () => {
    expect(['00:01', '23:00', '24:00'].every(isCutOff)).toBe(true);
    expect(['00:00', '24:01', '25:00', '23:60', '9:00', '23:00:00', ''].some(isCutOff)).toBe(false);
    expect(() => businessDateOf(at('2026-09-21T00:00:00Z'), '00:00')).toThrow(Fault);
  });
});
