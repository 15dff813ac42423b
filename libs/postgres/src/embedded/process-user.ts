import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { CannotStart } from '../cannot-start.js';

/** The account that PostgreSQL runs under when it must not be ours. */
export interface ProcessUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In this order; `nobody` is on every machine. PostgreSQL wants an account that has a name. */
const CANDIDATES = ['hezhang', 'postgres', '_postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root, so root picks another account for it: the owner of the data folder, if there is one
 * already. Anybody else runs it as himself: undefined.
 */
export async function postgresUser(dataFolder: string): Promise<ProcessUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(dataFolder).catch(() => undefined);
  const user = chooseUser(await readFile('/etc/passwd', 'utf8'), owner?.uid);
  if (user) return user;
  throw new CannotStart(`PostgreSQL does not run as root, and this machine has none of the accounts ${CANDIDATES.join(', ')}.`);
}

export function chooseUser(passwd: string, owner: number | undefined): ProcessUser | undefined {
  const users = passwd.split('\n').flatMap(parseLine);
  const byName = CANDIDATES.flatMap((name) => users.filter((user) => user.name === name));
  return users.find(({ uid }) => uid === owner) ?? byName.at(0);
}

/** macOS writes the id of `nobody` as -2; accounts with such ids are left out. */
function parseLine(line: string): ProcessUser[] {
  const [name, , uid, gid] = line.split(':');
  return name && uid && gid && Number(uid) > 0 && Number(gid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
}

/** Whether that account can run the program. Tried rather than worked out: modes, mounts and ACLs all have their say. */
export async function mayRun(program: string, user: ProcessUser): Promise<boolean> {
  try {
    await promisify(execFile)(program, ['--version'], { uid: user.uid, gid: user.gid, cwd: '/', env: {} });
    return true;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'EPERM') throw new CannotStart(`This root may not become another account (${user.name}).`, { cause: error });
    return false;
  }
}
