import { PassThrough, type Readable } from 'node:stream';
import type { LineResult } from '#channels';
import { problemOf } from '../http/problem.filter.js';
import { Problem } from '../http/problem.js';

/** Days of a terminal that was offline fit many times; results of it fit in memory. */
export const LINES_LIMIT_BYTES = 67_108_864;

/** The body until it is larger than anybody's batch. @throws Problem */
export async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > LINES_LIMIT_BYTES) throw Problem.of('BODY_TOO_LARGE');
    yield piece;
  }
}

/**
 * Results as NDJSON, as they come. Never waits for the reader: one who sends all before reading anything would wait for us.
 * Where the input breaks off, a last line says so; the lines above it stand.
 */
export function linesOut(results: AsyncIterable<LineResult>, onFault: (error: unknown) => void): Readable {
  const out = new PassThrough();
  const write = (line: object): unknown => out.write(`${JSON.stringify(line)}\n`);
  const run = async (): Promise<void> => {
    try {
      for await (const result of results) write(result);
    } catch (error) {
      const { code, title } = problemOf(error);
      if (code === 'FAULT') onFault(error);
      write({ status: 'refused', code, detail: title });
    }
    out.end();
  };
  void run();
  return out;
}
