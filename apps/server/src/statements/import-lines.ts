import { PassThrough, type Readable } from 'node:stream';
import type { ImportProgress } from '#statements';
import { problemOf } from '../http/problem.filter.js';
import type { ProblemDocument } from '../http/problem.js';
import type { ImportAnswer } from './statements.answers.js';

/** A line of the answer: how far the import is, and last how it ended. */
export type ImportLine =
  { readonly progress: ImportProgress } | { readonly imported: ImportAnswer } | { readonly problem: ProblemDocument };

const EVERY_MS = 200;

/** The answer as NDJSON, for who wants to see how it goes. The import goes on though nobody may be reading any more. */
export function importLines(run: (onProgress: (progress: ImportProgress) => void) => Promise<ImportAnswer>): Readable {
  const out = new PassThrough();
  // Who answers closes the connection; nothing else is to be done.
  out.on('error', () => undefined);
  const say = (line: ImportLine): void => {
    if (out.writable) out.write(`${JSON.stringify(line)}\n`);
  };
  let saidAt = 0;
  const onProgress = (progress: ImportProgress): void => {
    if (Date.now() - saidAt < EVERY_MS) return;
    saidAt = Date.now();
    say({ progress });
  };
  run(onProgress)
    .then(
      (imported) => say({ imported }),
      (error: unknown) => say({ problem: problemOf(error).document() }),
    )
    .finally(() => out.end());
  return out;
}
