import { open, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDataFolder, keepOnce } from '#postgres';
import { sha256 } from '../proof/hashing.js';

const LAST = 'last.checkpoint';
const REFUSED = /^refused-.*\.notes$/;
const HEX_DIGITS = 24;

/** Two notes that can not both be true of one log, or of which nobody proved that they are. */
export interface Refusal {
  readonly says: string;
  /** What was cosigned last. */
  readonly cosigned: string;
  readonly offered: string;
}

/** What a witness must never forget, as files: for each log the checkpoint that it cosigned last, and what it refused. */
export class WitnessState {
  constructor(private readonly folder: string) {}

  /** Of a log by its origin: the last checkpoint with the cosignature; undefined where there is none. */
  async last(origin: string): Promise<string | undefined> {
    return readFile(join(this.of(origin), LAST), 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
  }

  /** On disk when this is done. */
  async keep(origin: string, note: string): Promise<void> {
    const folder = this.of(origin);
    await ensureDataFolder(folder);
    const draft = join(folder, `${LAST}.new`);
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(note);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(folder, LAST));
    await synced(folder);
  }

  /** Keeps both notes as they came, once: either is proof beside the other. */
  async refuse(origin: string, { says, cosigned, offered }: Refusal): Promise<void> {
    const folder = this.of(origin);
    await ensureDataFolder(folder);
    const name = sha256(Buffer.from(`${cosigned}\0${offered}`))
      .toString('hex')
      .slice(0, HEX_DIGITS);
    await keepOnce(join(folder, `refused-${name}.notes`), `${says}\n\ncosigned:\n${cosigned}\noffered:\n${offered}`);
    await synced(folder);
  }

  /** Files of what was refused. They stay until a person has looked and takes them away. */
  async refusals(origin: string): Promise<string[]> {
    const folder = this.of(origin);
    const names = await readdir(folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => REFUSED.test(name)).map((name) => join(folder, name));
  }

  private of(origin: string): string {
    return join(this.folder, sha256(Buffer.from(origin)).toString('hex').slice(0, HEX_DIGITS));
  }
}

/** Makes names in a folder durable. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
