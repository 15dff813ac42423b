import { readFile } from 'node:fs/promises';
import { UsageError } from './command.js';

/** A file that was named on the command line. @throws UsageError where it can not be read */
export const contentOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file} can not be read: ${error instanceof Error ? error.message : String(error)}`);
  });

/** Its public keys, one a line, each as it stands. @throws UsageError where a line is none, or there is none at all */
export async function keysIn(file: string, read: (text: string) => unknown): Promise<string[]> {
  const lines = (await contentOf(file)).split('\n').filter((line) => line !== '');
  try {
    for (const line of lines) read(line);
  } catch (error) {
    throw new UsageError(`${file} holds no public key: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (lines.length === 0) throw new UsageError(`${file} holds no public key: it is empty`);
  return lines;
}
