import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { limited } from '../http/limited.js';

/** An upload on disk. */
export interface Spooled {
  readonly path: string;
  /** SHA-256 (hex) of the bytes. */
  readonly sha256: string;
  readonly bytes: number;
}

/** No upload takes this long: what is older was left behind by a process that was killed. */
const LEFT_BEHIND_MS = 24 * 3_600_000;

/** Where uploads stand while they are imported. What is in them is recorded or refused; the files go. */
export class Spool {
  constructor(
    private readonly folder: string,
    readonly limitBytes: number,
  ) {}

  /** Writes an upload down. @throws Problem where it is larger than the limit */
  async take(upload: Readable): Promise<Spooled> {
    await this.sweep();
    const path = join(this.folder, randomUUID());
    try {
      return await this.write(upload, path);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  discard({ path }: Spooled): Promise<void> {
    return rm(path, { force: true });
  }

  private async write(upload: Readable, path: string): Promise<Spooled> {
    const hash = createHash('sha256');
    let bytes = 0;
    const measured = async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    };
    await pipeline(Readable.from(measured(limited(upload, this.limitBytes))), createWriteStream(path, { mode: 0o600 }));
    return { path, sha256: hash.digest('hex'), bytes };
  }

  private async sweep(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > LEFT_BEHIND_MS) await rm(path, { force: true });
    }
  }
}
