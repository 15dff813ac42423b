import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SIGNING_KEY, signerOf, signerText } from '#audit';
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

/** Signs checkpoints. Its name is the log's: random, so that no two logs share one. */
const AUDIT_KEY: KeptKey = {
  file: 'audit.key',
  make: () => signerText(`hezhang/${randomBytes(6).toString('hex')}`, randomBytes(32)),
  form: SIGNING_KEY,
  says: 'must hold one key like PRIVATE+KEY+name+id+base64',
};
const OLD_AUDIT_KEY = 'audit.old.key';

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

/**
 * What signs checkpoints, the newest first: from the settings, else from the data folder, where the first start makes one.
 * Two while a key is being replaced. @throws ConfigError, CannotStart as `installationKeys` does
 */
export async function auditKeys({ dataFolder, audit }: Config): Promise<readonly string[]> {
  const key = audit.key ?? (await keptKey(dataFolder, AUDIT_KEY));
  const old = audit.oldKey ?? (audit.key === undefined ? await readKey(join(dataFolder, OLD_AUDIT_KEY)) : undefined);
  if (old !== undefined && !SIGNING_KEY.test(old))
    throw new ConfigError([`${join(dataFolder, OLD_AUDIT_KEY)} ${AUDIT_KEY.says}: put back your copy of it`]);
  return old === undefined || old === key ? [key] : [key, old];
}

/** The audit keys that are there, the newest first; none where this installation never signed: no key is made. */
export async function auditKeysAtHand({ dataFolder, audit }: Config): Promise<readonly string[]> {
  const [key, old] = await Promise.all([
    audit.key ?? readKey(join(dataFolder, AUDIT_KEY.file)),
    audit.oldKey ?? readKey(join(dataFolder, OLD_AUDIT_KEY)),
  ]);
  return [key, old].filter((one) => one !== undefined && SIGNING_KEY.test(one)) as string[];
}

/** A new audit key; the old one signs beside it from the next start on. @throws ConfigError while one is being replaced already */
export async function rotateAuditKey(config: Config): Promise<void> {
  const [now = '', before] = await auditKeys(config);
  if (config.audit.key !== undefined)
    throw new ConfigError(['the audit key stands in HEZHANG_AUDIT_KEY: make it HEZHANG_AUDIT_OLD_KEY and set a new one']);
  if (before !== undefined)
    throw new ConfigError([`${OLD_AUDIT_KEY} is there: a key is being replaced already, retire it first`]);
  const file = join(config.dataFolder, AUDIT_KEY.file);
  const { name } = signerOf(now).verifier;
  const next = `${file}.${randomBytes(6).toString('hex')}`;
  await keepOnce(next, `${signerText(name, randomBytes(32))}\n`);
  // Broken off in between, both files hold the old key, and that is one signature.
  await rm(join(config.dataFolder, OLD_AUDIT_KEY), { force: true });
  await link(file, join(config.dataFolder, OLD_AUDIT_KEY));
  await rename(next, file);
}

/** The old key signs no more from the next start on. What it signed stays good. */
export async function retireAuditKey({ dataFolder }: Config): Promise<void> {
  await rm(join(dataFolder, OLD_AUDIT_KEY), { force: true });
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
