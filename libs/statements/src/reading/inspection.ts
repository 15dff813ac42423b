import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { decoded, EncodingOfAll, type Encoding } from './encoding.js';
import type { Part } from './container.js';
import type { Line } from './format.js';
import { framedLines } from './lines.js';
import type { RawLine } from './raw-line.js';
import type { Limits } from './limits.js';

/** What one look at all the bytes of a part tells. */
export interface Inspection {
  readonly encoding: Encoding;
  /** SHA-256 (hex). */
  readonly digest: string;
  readonly lines: readonly Line[];
}

const PREVIEW_BYTES = 2 ** 17;
const PREVIEW_LINES = 80;

/** Reads a part to its end: that it is whole, that it is not too much, how it is written. @throws Refused */
export async function inspect(part: Part, limits: Limits): Promise<Inspection> {
  const encoding = new EncodingOfAll();
  const hash = createHash('sha256');
  const start: Buffer[] = [];
  let startBytes = 0;
  for await (const chunk of part.bytes()) {
    encoding.add(chunk);
    hash.update(chunk);
    if (startBytes < PREVIEW_BYTES) start.push(chunk);
    startBytes += chunk.length;
  }
  const found = encoding.end();
  return { encoding: found, digest: hash.digest('hex'), lines: await previewOf(start, found, limits) };
}

async function previewOf(start: readonly Buffer[], encoding: Encoding, { lineBytes }: Limits): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const raw of framedLines(Readable.from(start), 'lines', lineBytes))
    lines.push(...raw.map((line) => asLine(line, encoding) ?? { ...line, text: '' }));
  return lines.slice(0, PREVIEW_LINES);
}

/** Undefined where its bytes are no text. */
export function asLine({ number, bytes }: RawLine, encoding: Encoding): Line | undefined {
  const text = decoded(bytes, encoding);
  return text === undefined ? undefined : { number, bytes, text };
}
