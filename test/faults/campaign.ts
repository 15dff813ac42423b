import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../apps/cli/src/demo/story/random.js';
import { problemsOf } from './checks.js';
import { Load } from './load.js';
import { Stand } from './stand.js';
import type { LogName } from './stand-log.js';
import { TROUBLES, troublesOf, type TroubleName } from './troubles.js';

export interface Campaign {
  readonly seed: number;
  readonly rounds: number;
  /** How often each trouble comes in a round. */
  readonly each: number;
  /** All that the log knows, unless said. */
  readonly troubles?: readonly TroubleName[];
  /** Where the log is; PostgreSQL unless said. */
  readonly log?: LogName;
  readonly plant?: string;
  readonly onRound?: (round: Round) => void;
}

export interface Round {
  readonly number: number;
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly problems: readonly string[];
}

const QUIET_MS = { least: 60, most: 450 };

/** Rounds of trouble under load, each followed by a look at everything. Ends with the first round that finds a problem. */
export async function campaign({ seed, rounds, each, troubles, log, plant, onRound }: Campaign): Promise<Round[]> {
  const random = new Random('faults', seed);
  const stand = await Stand.open({ ...(plant !== undefined && { plant }), ...(log && { log }) });
  const load = new Load(stand.till);
  const done: Round[] = [];
  try {
    for (let number = 1; number <= rounds; number += 1) {
      load.start();
      const list = random.shuffled((troubles ?? troublesOf(stand)).flatMap((name) => Array.from({ length: each }, () => name)));
      for (const name of list) {
        await stand.ready();
        await sleep(random.between(QUIET_MS.least, QUIET_MS.most));
        await TROUBLES[name](stand, random);
      }
      await stand.ready();
      await load.stop();
      const problems = await problemsOf(stand, load);
      const round = { number, acknowledged: load.acknowledged.size, unanswered: load.unanswered.size, problems };
      done.push(round);
      onRound?.(round);
      if (problems.length > 0) break;
    }
  } finally {
    await load.stop();
    await stand.close();
  }
  return done;
}
