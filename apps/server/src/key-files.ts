import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretVault } from '#merchants';
import { ensureDataFolder, keepOnce, ofPath } from '#postgres';
import { ConfigError, type Config } from './config.js';

export interface InstallationKeys {
  readonly adminKey: string;
  /** Seals secrets: 32 bytes. Whoever loses it loses what was sealed. */
  readonly masterKey: Buffer;
  /** Where the admin key is kept; undefined where it came from the settings. */
  readonly adminKeyFile: string | undefined;
}

/** A key that the first start makes and later starts read. */
interface KeptKey {
  readonly file: string;
  readonly make: () => string;
  readonly form: RegExp;
  /** Of what is not of that form: `must be …`. */
  readonly says: string;
}

const secret = (encoding: 'hex' | 'base64url'): string => randomBytes(32).toString(encoding);

const ADMIN_KEY: KeptKey = {
  file: 'admin.key',
  make: () => `hz_${secret('base64url')}`,
  form: /^[\x21-\x7e]{16,}$/,
  says: 'must hold one key of at least 16 printable characters without spaces',
};
const MASTER_KEY: KeptKey = {
  file: 'master.key',
  make: () => secret('hex'),
  form: /^[0-9a-fA-F]{64}$/,
  says: 'must hold 64 hex digits (32 bytes)',
};

/**
 * The keys of this installation: from the settings, else from the data folder, where the first start makes them.
 * @throws ConfigError where a file holds something else, CannotStart where the folder can not be used
 */
export async function installationKeys({ dataFolder, adminKey, masterKey }: Config): Promise<InstallationKeys> {
  return {
    adminKey: adminKey ?? (await keptKey(dataFolder, ADMIN_KEY)),
    masterKey: masterKey ?? Buffer.from(await keptKey(dataFolder, MASTER_KEY), 'hex'),
    adminKeyFile: adminKey === undefined ? join(dataFolder, ADMIN_KEY.file) : undefined,
  };
}

/** Readable by its owner alone. Of two that start at once, one makes it and both read the same. */
async function keptKey(folder: string, { file, make, form, says }: KeptKey): Promise<string> {
  const path = join(folder, file);
  const key = (await readKey(path)) ?? (await firstKey(folder, path, make()));
  if (!form.test(key)) throw new ConfigError([`${path} ${says}: put back your copy of it`]);
  return key;
}

async function firstKey(folder: string, path: string, made: string): Promise<string> {
  await ensureDataFolder(folder);
  await keepOnce(path, `${made}\n`);
  return (await readKey(path)) ?? '';
}

async function readKey(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    // What stands above it is told where the folder is made.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw ofPath(error, path);
  }
}

/** @throws ConfigError where the secrets in the database were sealed under another master key */
export async function assertMasterKey(vault: SecretVault, { masterKey, dataFolder }: Config): Promise<void> {
  if (await vault.isOurs()) return;
  const source = masterKey === undefined ? join(dataFolder, MASTER_KEY.file) : 'HEZHANG_MASTER_KEY';
  throw new ConfigError([`${source} is not the key that sealed the secrets in this database: start with that one`]);
}
