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

/** One statement of a file, read by its format; anew each time. */
export class KnownPart {
  private reading: Reading;

  private constructor(
    private readonly part: Part,
    private readonly begin: () => Reading,
    private readonly written: Written,
  ) {
    this.reading = begin();
  }

  /** Goes over all of it. @throws Refused where a line spoils the file */
  static async open(part: Part, begin: () => Reading, written: Written): Promise<KnownPart> {
    const opened = new KnownPart(part, begin, written);
    for await (const raw of opened.rawLines()) {
      const line = raw.isCut ? undefined : asLine(raw, written.encoding);
      if (line) opened.reading.survey(line);
    }
    opened.head = opened.reading.head();
    return opened;
  }

  head: StatementHead | undefined;

  /** Its number, and what it is; the last number of all. */
  async *lines(offset: number): AsyncGenerator<ReadLine, number> {
    let last = offset;
    this.reading = this.begin();
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
