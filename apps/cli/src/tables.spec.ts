import { tableOf, yuanText } from './tables.js';

describe('yuanText', () => {
  it.each([
    [0, '-'],
    [5, '0.05'],
    [-5, '-0.05'],
    [12_990, '129.90'],
    [100_000, '1,000.00'],
    [-123_456_789, '-1,234,567.89'],
  ])('%i 分 is %s', (fen, text) => {
    expect(yuanText(fen)).toBe(text);
  });
});

describe('tableOf', () => {
  it('makes columns as wide as they need to be', () => {
    const columns = [
      { head: 'channel', cell: ({ name }: { name: string; fen: number }) => name },
      { head: 'net', cell: ({ fen }: { name: string; fen: number }) => yuanText(fen), align: 'right' as const },
    ];
    expect(
      tableOf(columns, [
        { name: 'douyin', fen: 1_234_500 },
        { name: 'lakala', fen: 0 },
      ]),
    ).toEqual(['channel        net', '──────────────────', 'douyin   12,345.00', 'lakala           -']);
  });
});
