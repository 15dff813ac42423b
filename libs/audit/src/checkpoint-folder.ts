import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '#kernel';
import { ensureDataFolder, keepOnce } from '#postgres';
import type { StoredCheckpoint } from './tree-store.js';

const DIGITS = 16;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FILE = /^\d{16}\.checkpoint$/;
const TIMESTAMP = /^\d{16}\.tsr$/;

/**
 * Checkpoints as files, a folder a day, `<day>/<size>.checkpoint`: for storage that can be written once. A file is made
 * whole and durable, and never written again.
 */
export class CheckpointFolder {
  constructor(private readonly folder: string) {}

  /** @throws Fault where another one of this size is there already */
  async keep({ size, signedAt, note }: StoredCheckpoint): Promise<void> {
    const file = `${this.place(size, signedAt)}.checkpoint`;
    await ensureDataFolder(dirname(file));
    await keepOnce(file, note);
    if ((await readFile(file, 'utf8')) !== note) throw new Fault(`${file} holds another checkpoint of this size`);
  }

  /** A checkpoint with the line of a witness, as a file of its own: what the log signed stays as it is. */
  async keepCosigned({ size, signedAt, note }: StoredCheckpoint, line: string, witness: string): Promise<void> {
    const file = `${this.place(size, signedAt)}.${witness}.cosigned`;
    await ensureDataFolder(dirname(file));
    await keepOnce(file, `${note}${line}`);
  }

  /** What a time-stamping authority answered of a checkpoint (TimeStampResp), beside it. */
  async keepTimestamp({ size, signedAt }: StoredCheckpoint, reply: Uint8Array): Promise<void> {
    const file = `${this.place(size, signedAt)}.tsr`;
    await ensureDataFolder(dirname(file));
    await keepOnce(file, reply);
  }

  private place(size: number, signedAt: string): string {
    return join(this.folder, signedAt.slice(0, 'YYYY-MM-DD'.length), String(size).padStart(DIGITS, '0'));
  }

  /** The one of the greatest size; undefined where there is none. */
  async newest(): Promise<string | undefined> {
    for (const day of (await namesIn(this.folder, DAY)).reverse()) {
      const last = (await namesIn(join(this.folder, day), FILE)).at(-1);
      if (last !== undefined) return readFile(join(this.folder, day, last), 'utf8');
    }
    return undefined;
  }

  /** What was stamped, oldest first, with the checkpoint beside it; undefined where that is gone. */
  async *timestamps(): AsyncGenerator<{ file: string; size: number; note: string | undefined; token: Buffer }> {
    for (const day of await namesIn(this.folder, DAY)) {
      for (const name of await namesIn(join(this.folder, day), TIMESTAMP)) {
        const file = join(this.folder, day, name);
        const note = await readFile(file.replace(/tsr$/, 'checkpoint'), 'utf8').catch(unlessMissing);
        yield { file, size: Number(name.slice(0, DIGITS)), note, token: await readFile(file) };
      }
    }
  }

  /** All of them, oldest first. */
  async *all(): AsyncGenerator<{ readonly file: string; readonly note: string }> {
    for (const day of await namesIn(this.folder, DAY)) {
      for (const name of await namesIn(join(this.folder, day), FILE)) {
        const file = join(this.folder, day, name);
        yield { file, note: await readFile(file, 'utf8') };
      }
    }
  }
}

async function namesIn(folder: string, form: RegExp): Promise<string[]> {
  const names = (await readdir(folder).catch(unlessMissing)) ?? [];
  return names.filter((name) => form.test(name)).sort();
}

function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
