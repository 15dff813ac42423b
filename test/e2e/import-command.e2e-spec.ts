import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importStatements } from '../../apps/cli/src/commands/import.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT } from './support/shop.js';
import { openStatements } from './support/statement-accounts.js';
import { wechatBill, wechatPayment } from './support/statement-files.js';

describe('the command that imports', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger();
    await openStatements(ledger.admin);
  });
  afterAll(() => ledger.end());

  it('takes files and folders, and what is put into them while it watches', async () => {
    const folder = join(ledger.dataFolder, 'statements');
    await mkdir(folder);
    await writeFile(join(folder, 'a.csv'), wechatBill([wechatPayment({ no: '31' })]));
    const config = decodeConfig({ HEZHANG_DATA: ledger.dataFolder, HEZHANG_ADMIN_KEY: ledger.admin.key ?? '' });
    const written: string[] = [];
    const output = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    let stop = (): void => undefined;
    const asked = new Promise<void>((resolve) => (stop = resolve));
    const run = (...args: string[]): Promise<number> =>
      importStatements.run({ config, args: [...args, '--url', ledger.url], print: () => undefined, asked });
    const says = (what: RegExp): Promise<void> =>
      eventually(() => {
        expect(written.join('')).toMatch(what);
        return Promise.resolve();
      });
    try {
      expect(await run(folder, '--merchant', MERCHANT)).toBe(0);
      await writeFile(join(folder, 'b.csv'), 'no statement');
      expect(await run(folder)).toBe(1);
      const watching = run(folder, '--watch');
      await says(/(b\.csv refused[^]*){2}/);
      await writeFile(join(folder, 'c.csv'), wechatBill([wechatPayment({ no: '32' })]));
      await says(/c\.csv wechat-trades: 1 recorded/);
      stop();
      expect(await watching).toBe(1);
    } finally {
      stop();
      output.mockRestore();
    }
    expect(written.join('')).toMatch(/a\.csv wechat-trades: 1 recorded, 0 known, 0 quarantined \(\d+ rows\/s\)\n/);
    expect(written.join('')).toMatch(/a\.csv .*\(imported before\)\n.*b\.csv refused: STATEMENT_FORMAT_UNKNOWN/s);
    await expect(run()).rejects.toThrow('import takes files');
    await expect(run(join(folder, 'none'), '--watch')).rejects.toThrow('There is no folder');
  });
});
