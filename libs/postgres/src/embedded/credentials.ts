import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStart } from '../cannot-start.js';
import { keepOnce } from '../data-folder.js';

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
    throw new CannotStart(`${credentialsFile(folder)} can not be read by this account (${String(code)}).`, { cause: error });
  });
  return text === undefined ? undefined : parsed(text, credentialsFile(folder));
}

function parsed(text: string, file: string): Credentials {
  try {
    return JSON.parse(text) as Credentials;
  } catch (error) {
    throw new CannotStart(`${file} is damaged: put back the copy that belongs to this data folder.`, { cause: error });
  }
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
  await keepOnce(credentialsFile(folder), `${JSON.stringify(made, null, 2)}\n`);
  return (await readCredentials(folder)) ?? made;
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
