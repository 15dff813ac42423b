import { count, dayOf, daysAfter, moment, percentOf, shortYuan, signedYuan, yuan } from './formats';

describe('amounts', () => {
  it.each([
    [0, '¥0.00'],
    [5, '¥0.05'],
    [123_456, '¥1,234.56'],
    [-123_456, '¥1,234.56'],
    [100_000_000_00, '¥100,000,000.00'],
    [Number.MAX_SAFE_INTEGER, '¥90,071,992,547,409.91'],
  ])('%d fen is %s', (fen, text) => expect(yuan(fen)).toBe(text));

  it('carry their sign where it is not shown otherwise', () => {
    expect([signedYuan(-1), signedYuan(1)]).toEqual(['−¥0.01', '¥0.01']);
  });

  it.each([
    [750_30, '¥750.30', '¥750.30'],
    [1_000_00, '¥1,000.00', '¥1k'],
    [-2_500_00, '−¥2,500.00', '−¥2.5k'],
    [9_999_99, '¥9,999.99', '¥9.99k'],
    [12_500_00, '¥1.25万', '¥12.5k'],
    [1_234_567_89, '¥123.45万', '¥1.23M'],
    [123_456_789_012_34, '¥1,234.56亿', '¥123.45B'],
  ])('are short on axes: %d fen', (fen, chinese, english) => {
    expect([shortYuan(fen, 'zh-CN'), shortYuan(fen, 'en')]).toEqual([chinese, english]);
  });
});

describe('other figures', () => {
  it('never round up to a whole', () => {
    expect([percentOf(999_999), percentOf(1_000_000), percentOf(0), percentOf(123_456)]).toEqual([
      '99.99%',
      '100.00%',
      '0.00%',
      '12.34%',
    ]);
  });

  it('are told in the zone of accounting', () => {
    expect(moment('2026-09-20T16:00:01Z')).toBe('2026-09-21 00:00:01');
    expect(dayOf('2026-09-20T16:00:01Z')).toBe('2026-09-21');
    expect([daysAfter('2026-02-28', 1), daysAfter('2026-03-01', -1)]).toEqual(['2026-03-01', '2026-02-28']);
    expect(count(1234567, 'en')).toBe('1,234,567');
  });
});
