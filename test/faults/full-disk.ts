import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Round } from './campaign.js';
import { problemsOf } from './checks.js';
import { Load } from './load.js';
import { Stand } from './stand.js';

const DISK_MEGABYTES = 700;
const PIECE_BYTES = 65_536;
const FULL_FOR_MS = 4_000;
const BEFORE_MS = 1_500;

/** A ledger whose disk is full for a while and then is not; says why where that can not be tried here. */
export async function fullDisk(): Promise<Round | string> {
  const disk = await mkdtemp(join(tmpdir(), 'hezhang-disk-'));
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${String(DISK_MEGABYTES)}m,mode=0755`, 'none', disk]);
  if (mounted !== undefined) {
    await rm(disk, { recursive: true });
    return `full disk: skipped, a small disk can not be mounted here (${mounted})`;
  }
  try {
    return await onDisk(disk);
  } finally {
    await run('umount', ['-l', disk]);
    await rm(disk, { recursive: true, force: true });
  }
}

async function onDisk(disk: string): Promise<Round> {
  const stand = await Stand.open({ folder: join(disk, 'ledger') });
  const load = new Load(stand.till);
  try {
    load.start();
    await sleep(BEFORE_MS);
    const before = load.acknowledged.size;
    await fill(disk);
    await sleep(FULL_FOR_MS);
    await rm(join(disk, 'filler'));
    await stand.ready();
    await sleep(BEFORE_MS);
    await load.stop();
    const problems = await problemsOf(stand, load);
    if (load.acknowledged.size === before) problems.push('nothing was acknowledged after the disk had room again');
    return { number: 0, acknowledged: load.acknowledged.size, unanswered: load.unanswered.size, problems };
  } finally {
    await load.stop();
    await stand.close();
  }
}

/** To the last block: PostgreSQL runs into the end of the disk in the middle of its work. */
async function fill(disk: string): Promise<void> {
  const filler = await open(join(disk, 'filler'), 'w');
  try {
    for (;;) await filler.write(Buffer.alloc(PIECE_BYTES));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
  } finally {
    await filler.close();
  }
}

/** What went wrong; undefined where nothing did. */
const run = (command: string, args: readonly string[]): Promise<string | undefined> =>
  promisify(execFile)(command, [...args]).then(
    () => undefined,
    (error: unknown) => (error as { stderr?: string }).stderr?.trim() ?? String(error),
  );
