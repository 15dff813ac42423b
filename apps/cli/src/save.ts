import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UsageError } from './command.js';

/** Writes an answer to a file, under its own name only once it is whole. @throws UsageError */
export async function save({ body }: Response, out: string): Promise<void> {
  const part = `${out}.part`;
  try {
    if (!body) throw new UsageError('The ledger sent nothing.');
    await pipeline(Readable.fromWeb(body), createWriteStream(part));
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw new UsageError(`${out} was not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
