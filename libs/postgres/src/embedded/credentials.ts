import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Written once, with the data folder, and never changed: how to log in to the PostgreSQL inside it. */
export interface Credentials {
  readonly database: string;
  /** What the ledger logs in as: owns its database and nothing else. */
  readonly role: string;
  readonly password: string;
  /** Superuser of the cluster, for setting it up only. */
  readonly admin: string;
  readonly adminPassword: string;
}

const password = (): string => randomBytes(24).toString('base64url');

export const credentialsFile = (folder: string): string => join(folder, 'connection.json');

export async function readCredentials(folder: string): Promise<Credentials | undefined> {
  const text = await readFile(credentialsFile(folder), 'utf8').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new Error(`${credentialsFile(folder)} can not be read by this account (${String(code)}).`, { cause: error });
  });
  return text === undefined ? undefined : (JSON.parse(text) as Credentials);
}

/** The credentials of the folder; makes them when there are none. Of two processes at once, both get the same. */
export async function ensureCredentials(folder: string): Promise<Credentials> {
  const present = await readCredentials(folder);
  if (present) return present;
  const made: Credentials = {
    database: 'hezhang',
    role: 'hezhang',
    password: password(),
    admin: 'postgres',
    adminPassword: password(),
  };
  await mkdir(folder, { recursive: true });
  const draft = `${credentialsFile(folder)}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    // A link fails where a rename would overwrite: the first writer wins.
    await link(draft, credentialsFile(folder));
    return made;
  } catch (error) {
    const theirs = await readCredentials(folder);
    if (!theirs) throw error;
    return theirs;
  } finally {
    await rm(draft, { force: true });
  }
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export function roleUrl({ role, password: secret, database }: Credentials, { host, port }: Address): string {
  return `postgresql://${role}:${secret}@${host}:${String(port)}/${database}`;
}

export function adminUrl({ admin, adminPassword }: Credentials, { host, port }: Address): string {
  return `postgresql://${admin}:${adminPassword}@${host}:${String(port)}/postgres`;
}
