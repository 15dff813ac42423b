import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { EmbeddedPostgres } from '#postgres';
import { campaign, type Round } from './campaign.js';
import { fullDisk } from './full-disk.js';
import { PLANTS_OF } from './planted.mjs';
import { LOGS, type LogName } from './stand-log.js';

const PLANTED_ROUNDS = 8;

/** `npm run faults [-- --rounds N] [--seed S] [--log eventstoredb] [--planted]`; the last line is `faults ok`. */
async function faults(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '4' },
      seed: { type: 'string' },
      log: { type: 'string', default: 'postgres' },
      planted: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed ?? randomInt(1_000_000));
  const rounds = Number(values.rounds);
  if (!Number.isSafeInteger(seed) || !(rounds >= 1)) throw new Error('--rounds and --seed are whole numbers');
  const log = LOGS.find((name) => name === values.log);
  if (!log) throw new Error(`--log is ${LOGS.join(' or ')}`);
  say(`seed ${String(seed)}, log on ${log}`);
  const done = await campaign({ seed, rounds, each: 5, log, onRound: show });
  const isFine = done.every(({ problems }) => problems.length === 0) && (await diskIsFine(log));
  return isFine && (!values.planted || (await allCaught(seed, log)));
}

async function diskIsFine(log: LogName): Promise<boolean> {
  const round = log === 'postgres' ? await fullDisk() : 'full disk: skipped, it is tried where PostgreSQL is the log';
  if (typeof round === 'string') say(round);
  else show(round);
  return typeof round === 'string' || round.problems.length === 0;
}

/** Each planted fault must be found. */
async function allCaught(seed: number, log: LogName): Promise<boolean> {
  let caught = true;
  for (const plant of PLANTS_OF[log]) {
    const done = await campaign({ seed, rounds: PLANTED_ROUNDS, each: 2, log, plant });
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
