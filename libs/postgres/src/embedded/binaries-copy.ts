import { randomBytes } from 'node:crypto';
import { chmod, copyFile, lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A copy of the package that every account may read, for a clone that only root can enter (under /root, or installed with
 * umask 077). Kept for the next start; its name carries the version.
 */
export async function publicCopy(root: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { name: string; version: string };
  const folder = `hezhang-${name.replace('@', '').replace('/', '-')}-${version}`;
  let refusal: unknown;
  for (const base of ['/var/cache', tmpdir()]) {
    try {
      return await copyOnce(root, join(base, folder));
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

async function copyOnce(root: string, target: string): Promise<string> {
  const present = await lstat(target).catch(() => undefined);
  if (present) {
    const ours = present.isDirectory() && present.uid === process.getuid?.() && (present.mode & 0o022) === 0;
    if (!ours) throw new Error(`${target} belongs to somebody else`);
    return target;
  }
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await copyFolder(join(root, 'native'), join(draft, 'native'));
    await chmod(draft, 0o755);
    await rename(draft, target);
  } catch (error) {
    if (!(await lstat(target).catch(() => undefined))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await copyReadable(source, target);
  }
}

async function copyReadable(source: string, target: string): Promise<void> {
  await copyFile(source, target);
  const { mode } = await lstat(source);
  await chmod(target, mode & 0o100 ? 0o755 : 0o644);
}
