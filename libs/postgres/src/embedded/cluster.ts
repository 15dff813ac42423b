import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import type { Credentials } from './credentials.js';
import type { ProcessUser } from './process-user.js';

const run = promisify(execFile);

const KEPT_BYTES = String(33_554_432);

/**
 * A statement of ours carries some hundred kilobytes of arrays, more than glibc keeps at hand: it would take the memory from
 * the kernel and give it back each time, a tenth of the statement's CPU. Other libraries do not read these.
 */
const KEEP_MEMORY: NodeJS.ProcessEnv = { MALLOC_MMAP_THRESHOLD_: KEPT_BYTES, MALLOC_TRIM_THRESHOLD_: KEPT_BYTES };

/** PostgreSQL gets nothing of our environment: an unset or foreign locale there has made clusters in SQL_ASCII. */
export const POSTGRES_ENV: NodeJS.ProcessEnv = {
  LC_ALL: 'C',
  LANG: 'C',
  TZ: 'UTC',
  PATH: '/usr/bin:/bin',
  PGTZ: 'UTC',
  ...KEEP_MEMORY,
};

export interface Cluster {
  /** `postgres` under the ledger's data folder; belongs to the account PostgreSQL runs under. */
  readonly folder: string;
  readonly binaries: Binaries;
  readonly user: ProcessUser | undefined;
  /** Connections that it takes at most. */
  readonly connections: number;
}

export const dataFolderOf = (cluster: Cluster): string => join(cluster.folder, 'data');

/**
 * How PostgreSQL is told its data folder, which is also its working directory. Another account may not be able to walk
 * down to it (a clone under /root, a folder of mode 0700), but may always use the directory it already stands in.
 */
export const dataArgument = ({ user }: Cluster, dataFolder: string): string =>
  user && process.platform === 'linux' ? '/proc/self/cwd' : dataFolder;

/** Makes the database cluster when there is none. It appears under its name only when it is complete. */
export async function ensureCluster(cluster: Cluster, credentials: Credentials): Promise<void> {
  const ready = (): boolean => existsSync(join(dataFolderOf(cluster), 'PG_VERSION'));
  if (ready()) return;
  await makeFolder(cluster.folder, cluster.user);
  const draft = join(cluster.folder, `draft-${randomBytes(6).toString('hex')}`);
  const passwordFile = `${draft}.password`;
  try {
    await makeFolder(draft, cluster.user);
    await writeFile(passwordFile, credentials.adminPassword, { mode: 0o600 });
    await own(passwordFile, cluster.user);
    await initialise(cluster, draft, credentials.admin);
    await rename(draft, dataFolderOf(cluster)).catch((error: unknown) => {
      if (!ready()) throw error;
    });
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { force: true, recursive: true });
  }
}

async function initialise(cluster: Cluster, draft: string, admin: string): Promise<void> {
  const { binaries, user } = cluster;
  const options = [
    `--pgdata=${dataArgument(cluster, draft)}`,
    `--username=${admin}`,
    `--pwfile=../${basename(draft)}.password`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
  ];
  await run(binaries.initdb, options, { ...(user && { uid: user.uid, gid: user.gid }), cwd: draft, env: POSTGRES_ENV });
}

async function makeFolder(path: string, user: ProcessUser | undefined): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await own(path, user);
}

async function own(path: string, user: ProcessUser | undefined): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}
