import { randomBytes } from 'node:crypto';
import { link, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ofPath } from './cannot-start.js';

/**
 * The folder that holds keys and the embedded PostgreSQL; made where it is not there.
 * @throws CannotStart where it can not be made or written to
 */
export async function ensureDataFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  try {
    await makeFolder(path);
    const probe = draftOf(resolve(path, 'probe'));
    await writeFile(probe, '', { mode: 0o600 });
    await rm(probe, { force: true });
  } catch (error) {
    throw ofPath(error, path);
  }
}

/** Step by step, for `mkdir` with `recursive` tries for ever where a folder is there and takes none (`/proc`). */
async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Somebody else may have been faster.
    if (!(await isFolder(path))) throw error;
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/**
 * Writes a file of the owner's alone unless it is there: of several processes the first wins. Nobody ever sees half of it,
 * and once it is there it stays over a power cut.
 */
export async function keepOnce(file: string, content: string | Uint8Array): Promise<void> {
  const draft = draftOf(file);
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx', flush: true });
    // A link fails where a rename would overwrite.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw ofPath(error, file);
  } finally {
    await rm(draft, { force: true });
  }
}

const draftOf = (file: string): string => `${file}.${randomBytes(6).toString('hex')}`;
