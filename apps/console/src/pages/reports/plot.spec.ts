import { OTHERS, plotOf } from './plot';

const row = (
  businessDate: string,
  channel: string,
  gross: number,
): Record<'businessDate' | 'channel', string> & { gross: number } => ({
  businessDate,
  channel,
  gross,
});

describe('what is drawn of a report', () => {
  it('has days in their order and stacks by the second axis, the greatest first', () => {
    const rows = [row('2026-09-02', 'wechat', 5), row('2026-09-01', 'douyin', 7), row('2026-09-01', 'wechat', 1)];
    expect(plotOf(rows, ['businessDate', 'channel'], ({ gross }) => gross)).toEqual({
      places: ['2026-09-01', '2026-09-02'],
      series: [
        { code: 'douyin', values: [7, 0] },
        { code: 'wechat', values: [1, 5] },
      ],
    });
  });

  it('sums over axes that are not drawn, and draws one value for all others', () => {
    const many = Array.from({ length: 30 }, (_, index) => row('2026-09-01', `c${String(index)}`, 100 - index));
    const { places, series } = plotOf([...many, row('2026-09-02', 'c0', 1)], ['channel'], ({ gross }) => gross);
    expect(places).toHaveLength(24);
    expect(places.at(-1)).toBe(OTHERS);
    expect(series[0]?.values[0]).toBe(101);
    expect(series[0]?.values.reduce((sum, value) => sum + value, 0)).toBe(30 * 100 - (29 * 30) / 2 + 1);
  });
});
