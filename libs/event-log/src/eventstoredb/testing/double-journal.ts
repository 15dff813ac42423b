import { fdatasyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { Journal, Proposed, Written } from './double-store.js';

const LINE_END = 0x0a;

/**
 * A file that keeps what the double has written, a line of JSON for each append, on disk before the append is answered. A
 * line that a crash cut short was never answered and goes.
 */
export class DoubleJournal implements Journal {
  /** What was in the file when it was opened. */
  readonly found: readonly Written[];
  private readonly file: number;

  /** Makes the file where there is none. */
  constructor(path: string) {
    this.file = openSync(path, 'a+', 0o600);
    const bytes = readFileSync(path);
    const whole = bytes.lastIndexOf(LINE_END) + 1;
    if (whole < bytes.length) truncateSync(path, whole);
    const lines = bytes.subarray(0, whole).toString().split('\n').slice(0, -1);
    this.found = lines.map(writtenIn);
  }

  /** On disk when it returns. */
  append(written: Written): void {
    const line = Buffer.from(lineOf(written));
    for (let sent = 0; sent < line.length;) sent += writeSync(this.file, line, sent);
    fdatasyncSync(this.file);
  }
}

const lineOf = ({ events, ...rest }: Written): string =>
  `${JSON.stringify({ ...rest, events: events.map((event) => ({ ...event, ...inBase64(event) })) })}\n`;

function writtenIn(line: string): Written {
  const { events, ...rest } = JSON.parse(line) as Omit<Written, 'events'> & {
    readonly events: (Omit<Proposed, keyof Texts> & Texts)[];
  };
  return { ...rest, events: events.map((event) => ({ ...event, ...fromBase64(event) })) };
}

interface Texts {
  readonly data: string;
  readonly metadata: string;
}

const inBase64 = ({ data, metadata }: Proposed): Texts => ({ data: textOf(data), metadata: textOf(metadata) });
const fromBase64 = ({ data, metadata }: Texts): Pick<Proposed, 'data' | 'metadata'> => ({
  data: bytesOf(data),
  metadata: bytesOf(metadata),
});
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
