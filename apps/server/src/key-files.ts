import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.js';

export interface InstallationKeys {
  readonly adminKey: string;
  /** Seals secrets: 32 bytes. Whoever loses it loses what was sealed. */
  readonly masterKey: Buffer;
  /** Where the admin key is kept; undefined where it came from the settings. */
  readonly adminKeyFile: string | undefined;
}

const ADMIN_KEY_FILE = 'admin.key';
const MASTER_KEY_FILE = 'master.key';

/** The keys of this installation: from the settings, else from the data folder, where the first start makes them. */
export async function installationKeys(config: Config): Promise<InstallationKeys> {
  const adminKeyFile = config.adminKey === undefined ? join(config.dataFolder, ADMIN_KEY_FILE) : undefined;
  const masterKeyFile = join(config.dataFolder, MASTER_KEY_FILE);
  return {
    adminKey: config.adminKey ?? (await keptKey(join(config.dataFolder, ADMIN_KEY_FILE), () => `hz_${secret('base64url')}`)),
    masterKey: config.masterKey ?? Buffer.from(await keptKey(masterKeyFile, () => secret('hex')), 'hex'),
    adminKeyFile,
  };
}

const secret = (encoding: 'hex' | 'base64url'): string => randomBytes(32).toString(encoding);

/** Readable by its owner alone. Of two that start at once, one makes it and both read the same. */
async function keptKey(file: string, make: () => string): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true });
  try {
    await writeFile(file, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
