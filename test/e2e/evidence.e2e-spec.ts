import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signerOf, signerText } from '#audit/testing';
import type { Explanation } from '#provenance';
import { evidence } from '../../apps/cli/src/commands/evidence.js';
import { sample } from '../../apps/cli/src/commands/sample.js';
import { verify } from '../../apps/cli/src/commands/verify.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import type { Caller } from './support/caller.js';
import { CLEARING, ORDER, explainedShop } from './support/explained-shop.js';
import type { ReconciledShop } from './support/reconciled-shop.js';
import type { RunningLedger } from './support/running-ledger.js';
import { TERMINAL } from './support/shop.js';

describe('evidence', () => {
  let printed: string[] = [];
  let ledger: RunningLedger;
  let shop: ReconciledShop;
  let auditor: Caller;
  let payments: string[];
  let head: string;
  let folder: string;
  let key: string;
  const at = (...names: string[]): string => join(folder, ...names);
  const run = (command: typeof verify, ...args: string[]): Promise<number> => {
    printed = [];
    const config = decodeConfig({ HEZHANG_DATA: ledger.dataFolder, HEZHANG_ADMIN_KEY: ledger.admin.key ?? '' });
    return command.run({ config, args, print: (line) => printed.push(line), asked: new Promise(() => undefined) });
  };

  beforeAll(async () => {
    ({ auditor, head, ledger, payments, shop } = await explainedShop());
    folder = join(ledger.dataFolder, 'evidence');
    await mkdir(folder);
    key = at('kept.key');
    await writeFile(key, (await auditor.data<string[]>('/v1/audit/keys')).join('\n'));
  });

  afterAll(() => ledger.end());

  it('is a zip that is verified without a server, whatever it is of', async () => {
    const [differing] = await shop.cases('status=difference&class=amount');
    const [event] = (await auditor.data<Explanation>(`/v1/explain?payment=${payments[0] ?? ''}`)).events;
    const sold = ['--terminal', `${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`, '--limit', '2'];
    const asked = [
      ['--account', CLEARING, '--known', head],
      ['--account', CLEARING, '--limit', '2'],
      ['--order', ORDER],
      ['--payment', payments[0] ?? ''],
      ['--match', differing?.caseId ?? ''],
      ['--report', 'net', '--from', '2026-09-01', '--to', '2099-12-31'],
      ['--report', 'saleCount', '--from', '2026-09-01', '--to', '2099-12-31', ...sold],
      ['--notice', event?.notice?.digest ?? ''],
    ];
    for (const [number, question] of asked.entries()) {
      const file = at(`${String(number)}.zip`);
      expect(await run(evidence, ...question, '--out', file, '--url', ledger.url)).toBe(0);
      const code = await run(verify, '--bundle', file, '--key', key);
      expect([question, code, printed.at(-1)]).toEqual([question, 0, 'verified: nothing is wrong']);
    }
  });

  it('is the same to the byte for one question, position and checkpoint', async () => {
    const [{ size } = { size: 0 }] = (await auditor.data<{ size: number }[]>('/v1/audit/checkpoints?limit=1000')).slice(-1);
    const question = ['--account', CLEARING, '--known', head, '--checkpoint', String(size), '--url', ledger.url];
    await run(evidence, ...question, '--out', at('a.zip'));
    await shop.sold({ amount: 5 });
    await run(evidence, ...question, '--out', at('b.zip'));
    expect((await readFile(at('a.zip'))).equals(await readFile(at('b.zip')))).toBe(true);
  });

  it('is refused after one changed byte, under another key, and beside another checkpoint', async () => {
    const file = at('0.zip');
    const whole = await readFile(file);
    for (let place = 7; place < whole.length; place += Math.ceil(whole.length / 97)) {
      const edited = Buffer.from(whole);
      edited[place] = (edited[place] ?? 0) ^ 1;
      await writeFile(at('edited.zip'), edited);
      expect([place, await run(verify, '--bundle', at('edited.zip'), '--key', key)]).toEqual([place, 1]);
    }
    const { verifier: other } = signerOf(signerText('hezhang/other', Buffer.alloc(32, 7)));
    await writeFile(at('other.key'), `${other.text}\n`);
    expect(await run(verify, '--bundle', file, '--key', at('other.key'))).toBe(1);
    const notes = await auditor.data<{ note: string }[]>('/v1/audit/checkpoints?limit=1');
    await writeFile(at('older'), notes[0]?.note ?? '');
    expect(await run(verify, '--bundle', file, '--key', key, '--checkpoint', at('older'))).toBe(1);
    expect(printed.join('\n')).toContain('make the pack with --checkpoint');
  });

  it('is drawn as a sample: the same for one seed and position, with a pack of each', async () => {
    const question = ['--seed', 'audit 2026', '--n', '3', '--above', '9000', '--known', head, '--url', ledger.url];
    expect(await run(sample, ...question, '--out', at('drawn'))).toBe(0);
    const first = printed.slice(0, 3);
    const { events, population } = JSON.parse(await readFile(at('drawn', 'sample.json'), 'utf8')) as {
      events: { id: string; rank: string }[];
      population: { count: number; sum: number };
    };
    expect(events.map(({ rank }) => rank)).toEqual(events.map(({ rank }) => rank).sort());
    expect(population.count).toBeGreaterThan(3);
    await shop.sold({ amount: 77_700 });
    await run(sample, ...question);
    expect(printed.slice(0, 3)).toEqual(first);
    await run(sample, '--seed', 'another', '--n', '3', '--above', '9000', '--known', head, '--url', ledger.url);
    expect(printed.slice(0, 3)).not.toEqual(first);
    expect((await readdir(at('drawn'))).sort()).toEqual([...events.map(({ id }) => `${id}.zip`), 'sample.json'].sort());
    for (const { id } of events) {
      const code = await run(verify, '--bundle', at('drawn', `${id}.zip`), '--key', key);
      expect([code, printed]).toEqual([0, expect.arrayContaining(['verified: nothing is wrong'])]);
    }
  });
});
