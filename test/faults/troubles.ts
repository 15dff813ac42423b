import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../apps/cli/src/demo/story/random.js';
import type { Stand } from './stand.js';

/** Something that happens to a ledger under load. Over when it resolves, though the ledger may not be back yet. */
export type Trouble = (stand: Stand, random: Random) => Promise<void> | void;

const CUT_WITHIN_BYTES = 40_000;

/** Commits of the log wait, and one in ten fails after all its work is done. */
const COMMIT_TROUBLE = `
  create schema if not exists faults;
  create or replace function faults.at_commit() returns trigger language plpgsql as $body$
  begin
    perform pg_sleep(random() * 0.02);
    if random() < 0.1 then raise exception 'rolled back at commit' using errcode = '40001'; end if;
    return null;
  end $body$;
  drop trigger if exists faults_at_commit on log.events;
  create constraint trigger faults_at_commit after insert on log.events deferrable initially deferred
    for each row when (new.position % 8 = 0) execute function faults.at_commit()`;

export const TROUBLES = {
  'server killed': ({ server }) => server.kill(),
  'projector killed': ({ projectors }, random) => random.pick(projectors).kill(),
  'PostgreSQL killed': async ({ postgres }) => {
    while (!killed(postgres.pid)) await sleep(25);
  },
  'connections cut': ({ proxy, log }, random) => {
    for (const each of [proxy, log.proxy]) each?.cutAfter(() => random.between(1, CUT_WITHIN_BYTES));
  },
  'commits slow and rolled back': async (stand, random) => {
    await stand.asSuperuser(COMMIT_TROUBLE);
    await sleep(random.between(200, 600));
    await stand.asSuperuser('drop trigger if exists faults_at_commit on log.events');
  },
  'projector frozen': ({ projectors }, random) => random.pick(projectors).freeze(random.between(100, 600)),
  'log killed': ({ log }) => log.process?.kill(),
  'log frozen': ({ log }, random) => log.process?.freeze(random.between(100, 600)),
} satisfies Record<string, Trouble>;

/** False where it is gone already, and not yet back. */
function killed(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as { code?: string }).code === 'ESRCH') return false;
    throw error;
  }
}

export type TroubleName = keyof typeof TROUBLES;

/** A log on PostgreSQL dies with it, and commits only fail there; a log of its own may be ours to kill or not. */
export function troublesOf({ log }: Stand): TroubleName[] {
  const names = Object.keys(TROUBLES) as TroubleName[];
  const isOfLog = (name: TroubleName): boolean => name.startsWith('log ');
  if (log.name === 'postgres') return names.filter((name) => !isOfLog(name));
  return names.filter((name) => name !== 'commits slow and rolled back' && (log.process !== undefined || !isOfLog(name)));
}
