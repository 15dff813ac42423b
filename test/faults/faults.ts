import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { EmbeddedPostgres } from '#postgres';
import { campaign, type Round } from './campaign.js';
import { fullDisk } from './full-disk.js';
import { PLANTS } from './planted.mjs';

const PLANTED_ROUNDS = 8;

/** `npm run faults [-- --rounds N] [--seed S] [--planted]`; the last line is `faults ok`. */
async function faults(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '4' },
      seed: { type: 'string' },
      planted: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed ?? randomInt(1_000_000));
  const rounds = Number(values.rounds);
  if (!Number.isSafeInteger(seed) || !(rounds >= 1)) throw new Error('--rounds and --seed are whole numbers');
  say(`seed ${String(seed)}`);
  const done = await campaign({ seed, rounds, each: 5, onRound: show });
  const isFine = done.every(({ problems }) => problems.length === 0) && (await diskIsFine());
  return isFine && (!values.planted || (await allCaught(seed)));
}

async function diskIsFine(): Promise<boolean> {
  const round = await fullDisk();
  if (typeof round === 'string') say(round);
  else show(round);
  return typeof round === 'string' || round.problems.length === 0;
}

/** Each planted fault must be found. */
async function allCaught(seed: number): Promise<boolean> {
  let caught = true;
  for (const plant of Object.keys(PLANTS)) {
    const done = await campaign({ seed, rounds: PLANTED_ROUNDS, each: 2, plant });
    const problem = done.at(-1)?.problems[0];
    say(problem === undefined ? `a ledger that ${plant}: NOT caught` : `a ledger that ${plant}: caught, ${problem}`);
    caught &&= problem !== undefined;
  }
  return caught;
}

function show({ number, acknowledged, unanswered, problems }: Round): void {
  const found = problems.length === 0 ? 'all there, once, and equal to a rebuild' : problems.slice(0, 5).join('; ');
  say(`round ${String(number)}: ${String(acknowledged)} acknowledged, ${String(unanswered)} unanswered: ${found}`);
}

const say = (line: string): unknown => process.stdout.write(`${line}\n`);

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void EmbeddedPostgres.stopAll().then(() => process.exit(1)));

faults(process.argv.slice(2)).then(
  (isFine) => {
    say(isFine ? 'faults ok' : 'faults failed');
    process.exit(isFine ? 0 : 1);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
