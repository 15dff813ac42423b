import { ImportLine } from './import-line.js';

const IMPORTED = { format: 'wechat-trades', before: false, rows: 10, recorded: 8, known: 1, quarantined: 1, trailers: [] };

function lineOn(isTTY: boolean): { line: ImportLine; written: string[] } {
  const written: string[] = [];
  return { written, line: new ImportLine({ isTTY, write: (text: string) => written.push(text) > 0 }, 'a.csv') };
}

const OVER = '\r\u001b[2K';

describe('the line of an import', () => {
  it('is overwritten on a terminal, and full at the end', () => {
    const { line, written } = lineOn(true);
    line.show({ done: 5, total: 10 });
    line.show({ done: 10, total: 10 });
    line.finish(IMPORTED);
    expect(written.every((text) => text.startsWith(OVER))).toBe(true);
    expect(written[0]).toMatch(/Ka\.csv █{16}░{16} 5\/10 rows, \d+ rows\/s$/);
    expect(written[1]).toMatch(/a\.csv █{32} 10\/10 rows/);
    expect(written[2]).toMatch(/Ka\.csv wechat-trades: 8 recorded, 1 known, 1 quarantined \(\d+ rows\/s\)\n$/);
  });

  it('is one line in a file, with the trailers that disagree', () => {
    const { line, written } = lineOn(false);
    line.show({ done: 5, total: 10 });
    line.finish({ ...IMPORTED, before: true, trailers: [{ of: '手续费', told: 5, rows: 4 }] });
    line.refuse('STATEMENT_ENCRYPTED');
    expect(written).toEqual([
      'a.csv wechat-trades: 8 recorded, 1 known, 1 quarantined (imported before); 手续费 says 5, the rows come to 4\n',
      'a.csv refused: STATEMENT_ENCRYPTED\n',
    ]);
  });

  it('shows a file without rows as done', () => {
    const { line, written } = lineOn(true);
    line.show({ done: 0, total: 0 });
    expect(written[0]).toMatch(/█{32} 0\/0 rows/);
  });
});
