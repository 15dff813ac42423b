import { existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 1_000;
const DEAD_AFTER_MS = 10_000;
const POLL_MS = 100;

/**
 * Does the work while nobody else does. The holder touches the lock file every second; a lock that nobody has touched for
 * ten was left by a process that was killed. `isDone` is asked again after waiting: then somebody else has done the work.
 */
export async function withLock(path, isDone, work) {
  let told = false;
  mkdirSync(dirname(path), { recursive: true });
  while (!take(path)) {
    if (!told) process.stderr.write('Waiting for another start that is installing or building…\n');
    told = true;
    await sleep(POLL_MS);
    if (isDead(path)) renameAway(path);
  }
  const beat = setInterval(() => touch(path), BEAT_MS);
  try {
    if (!isDone()) await work();
  } finally {
    clearInterval(beat);
    rmSync(path, { force: true });
  }
}

function take(path) {
  try {
    writeFileSync(path, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function touch(path) {
  if (existsSync(path)) utimesSync(path, new Date(), new Date());
}

function isDead(path) {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return mtimeMs !== undefined && Date.now() - mtimeMs > DEAD_AFTER_MS;
}

function renameAway(path) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
