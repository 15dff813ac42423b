import { hash } from 'node:crypto';
import type { ReadLine, StatementHead, TrailerFinding } from '../row.js';
import type { Part } from './container.js';
import type { Encoding } from './encoding.js';
import { fault, type Content, type Reading } from './format.js';
import { asLine } from './inspection.js';
import { framedLines, type RawLine } from './lines.js';

interface Written {
  readonly encoding: Encoding;
  readonly lineBytes: number;
}

/** One statement of a file, read by its format. */
export class KnownPart {
  constructor(
    private readonly part: Part,
    private readonly reading: Reading,
    private readonly written: Written,
  ) {}

  get head(): StatementHead {
    return this.reading.head();
  }

  /** @throws Refused where a line spoils the file */
  async survey(): Promise<void> {
    for await (const raw of this.rawLines()) {
      const line = raw.isCut ? undefined : asLine(raw, this.written.encoding);
      if (line) this.reading.survey(line);
    }
  }

  /** Its number, and what it is; the last number of all. */
  async *lines(offset: number): AsyncGenerator<ReadLine, number> {
    let last = offset;
    for await (const raw of this.rawLines()) {
      last = offset + raw.number;
      const content = this.contentOf(raw);
      if (content) yield { line: last, digest: hash('sha256', raw.bytes, 'hex'), ...content };
    }
    return last;
  }

  end(): readonly TrailerFinding[] {
    return this.reading.end();
  }

  private rawLines(): AsyncIterable<RawLine> {
    return framedLines(this.part.bytes(), this.reading.framing, this.written.lineBytes);
  }

  private contentOf(raw: RawLine): Content | undefined {
    if (raw.isCut) return fault('LINE_TOO_LONG', `longer than ${String(this.written.lineBytes)} bytes`);
    const line = asLine(raw, this.written.encoding);
    return line ? this.reading.read(line) : fault('TEXT_UNREADABLE', `no text in ${this.written.encoding}`);
  }
}
