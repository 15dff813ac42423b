import { readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running PostgreSQL says about itself in `postmaster.pid` (fixed line numbers, PostgreSQL's miscadmin.h). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Undefined when there is no file, or when PostgreSQL has not finished writing it. */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const text = await readFile(postmasterFile(dataFolder), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

export const postmasterFile = (dataFolder: string): string => join(dataFolder, 'postmaster.pid');

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether that process is the PostgreSQL of this folder: process ids are used again, and zombies keep theirs. */
export async function runsOn(dataFolder: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return (await readlink(`/proc/${String(pid)}/cwd`)) === (await realpath(dataFolder));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}
