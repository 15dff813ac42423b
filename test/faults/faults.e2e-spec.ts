import { campaign } from './campaign.js';
import { fullDisk } from './full-disk.js';
import { PLANTS } from './planted.mjs';

jest.setTimeout(600_000);

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

describe('the harness', () => {
  it.each(Object.keys(PLANTS))('finds a ledger that %s', async (plant) => {
    const done = await campaign({ seed: SEED, rounds: 8, each: 2, plant });
    expect(done.at(-1)?.problems).not.toEqual([]);
  });
});
