import { readFile } from 'node:fs/promises';

/** The account that PostgreSQL runs under when it must not be ours. */
export interface ProcessUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In this order; `nobody` is on every machine. PostgreSQL wants an account that has a name. */
const CANDIDATES = ['hezhang', 'postgres', '_postgres', 'nobody'];

/** PostgreSQL refuses to run as root, so root picks another account for it. Anybody else runs it as himself: undefined. */
export async function postgresUser(): Promise<ProcessUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8'));
  for (const name of CANDIDATES) {
    const user = users.find((candidate) => candidate.name === name);
    if (user) return user;
  }
  throw new Error(`PostgreSQL does not run as root, and this machine has none of the accounts ${CANDIDATES.join(', ')}.`);
}

export function parsePasswd(text: string): ProcessUser[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid && Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
