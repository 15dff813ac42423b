import { BackfillLine, type BackfillProgress } from './backfill-line.js';

const RUNNING: BackfillProgress = { id: 'bkf_1', state: 'running', percent: 25, items: 12, notAskable: [], lastError: null };

function lineOn(isTTY: boolean): { line: BackfillLine; written: string[] } {
  const written: string[] = [];
  return { line: new BackfillLine({ isTTY, write: (text) => written.push(text) }, '4463798'), written };
}

describe('the line of a back-fill', () => {
  it('says first what the platform does not answer for', () => {
    const { line, written } = lineOn(false);
    line.begin({ ...RUNNING, notAskable: [{ kind: 'orders', from: '2026-01-01', to: '2026-06-01' }] });
    expect(written).toEqual(['orders       the platform does not answer for 2026-01-01 to 2026-06-01\n']);
  });

  it('is overwritten on a terminal, and a line per step in a file', () => {
    const onTerminal = lineOn(true);
    onTerminal.line.show(RUNNING);
    onTerminal.line.finish({ ...RUNNING, state: 'done', percent: 100 });
    expect(onTerminal.written).toEqual([
      `\r\u001b[2K4463798      ${'█'.repeat(8)}${'░'.repeat(24)} 25 %, 12 read`,
      `\r\u001b[2K4463798      ${'█'.repeat(32)} 100 %, 12 read`,
      '\n',
    ]);
    const inFile = lineOn(false);
    inFile.line.show(RUNNING);
    inFile.line.show(RUNNING);
    expect(inFile.written).toEqual([`4463798      ${'█'.repeat(8)}${'░'.repeat(24)} 25 %, 12 read\n`]);
  });

  it('says what it waits for', () => {
    const { line, written } = lineOn(false);
    line.show({ ...RUNNING, lastError: { says: 'order.searchList was tried 5 times: HTTP 502' } });
    expect(written[0]).toContain('(order.searchList was tried 5 times: HTTP 502; it is tried again)');
  });
});
