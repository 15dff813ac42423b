import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../e2e/support/eventually.js';
import { campaign } from './campaign.js';
import { fullDisk } from './full-disk.js';
import { PLANTS_OF } from './planted.mjs';

// Rounds beside other work take as long as that makes them; none is tried twice.
jest.setTimeout(1_000_000);
jest.retryTimes(0);

const SEED = Number(process.env['FAULTS_SEED'] ?? 20_260_921);

describe('a ledger under load', () => {
  it('loses and doubles nothing through twenty kills of each process, cut connections and failing commits', async () => {
    const done = await campaign({ seed: SEED, rounds: 4, each: 5 });
    expect({ seed: SEED, problems: done.flatMap(({ problems }) => problems) }).toEqual({ seed: SEED, problems: [] });
    expect(done.at(-1)?.acknowledged).toBeGreaterThan(500);
  });

  it('comes back from a full disk (where one can be made)', async () => {
    const round = await fullDisk();
    if (typeof round === 'string') process.stderr.write(`${round}\n`);
    else expect(round.problems).toEqual([]);
  });
});

describe('a ledger on EventStoreDB (its double) under load', () => {
  it('loses and doubles nothing where the log is killed, frozen and cut off as well', async () => {
    const done = await campaign({ seed: SEED, rounds: 1, each: 2, log: 'eventstoredb' });
    expect({ seed: SEED, problems: done.flatMap(({ problems }) => problems) }).toEqual({ seed: SEED, problems: [] });
    expect(done.at(-1)?.acknowledged).toBeGreaterThan(200);
  });

  it.each(['acknowledges before commit', 'takes silence for a yes'])('is found where it %s', async (plant) => {
    const troubles = ['log killed', 'connections cut'] as const;
    const done = await campaign({ seed: SEED, rounds: 8, each: 2, troubles, log: 'eventstoredb', plant });
    expect(done.at(-1)?.problems).not.toEqual([]);
  });
});

describe('the harness', () => {
  it.each(PLANTS_OF.postgres)('finds a ledger that %s', async (plant) => {
    const done = await campaign({ seed: SEED, rounds: 8, each: 2, plant });
    expect(done.at(-1)?.problems).not.toEqual([]);
  });

  it('leaves neither PostgreSQL nor its folder where it is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hezhang-killed-'));
    const program = `import { Stand } from './test/faults/stand.ts'; await Stand.open({ folder: '${folder}' }); console.log('up');`;
    const harness = spawn(
      process.execPath,
      ['--import=./test/setup/typescript.mjs', '--input-type=module', '--eval', program],
      { env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(harness.stdout, 'data');
    const postgres = Number(readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
    expect(process.kill(postgres, 0)).toBe(true);
    harness.kill('SIGKILL');
    await eventually(() => {
      expect(existsSync(folder)).toBe(false);
      expect(() => process.kill(postgres, 0)).toThrow('ESRCH');
      return Promise.resolve();
    });
  });
});
