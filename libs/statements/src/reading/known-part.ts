import { hash } from 'node:crypto';
import type { ReadLine, StatementHead, TrailerFinding } from '../row.js';
import type { Part } from './container.js';
import type { Encoding } from './encoding.js';
import { fault, type Content, type Reading } from './format.js';
import { asLine } from './inspection.js';
import type { OpenPart } from './open-parts.js';
import { framedLines } from './lines.js';
import type { RawLine } from './raw-line.js';

interface Written {
  readonly encoding: Encoding;
  readonly lineBytes: number;
}

/** One statement of a file, read by its format; anew each time. */
export class KnownPart implements OpenPart {
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
    for await (const lines of opened.rawLines()) for (const raw of lines) opened.survey(raw);
    opened.head = opened.reading.head();
    return opened;
  }

  head: StatementHead | undefined;

  async *lines(offset: number): AsyncGenerator<readonly ReadLine[], number> {
    let last = offset;
    this.reading = this.begin();
    for await (const lines of this.rawLines()) {
      yield lines.flatMap((raw) => {
        const content = this.contentOf(raw);
        return content ? { line: offset + raw.number, digest: hash('sha256', raw.bytes, 'hex'), ...content } : [];
      });
      last = offset + (lines.at(-1)?.number ?? last - offset);
    }
    return last;
  }

  end(): readonly TrailerFinding[] {
    return this.reading.end();
  }

  private rawLines(): AsyncIterable<readonly RawLine[]> {
    return framedLines(this.part.bytes(), this.reading.framing, this.written.lineBytes);
  }

  private survey(raw: RawLine): void {
    const line = raw.isCut ? undefined : asLine(raw, this.written.encoding);
    if (line) this.reading.survey(line);
  }

  private contentOf(raw: RawLine): Content | undefined {
    if (raw.isCut) return fault('LINE_TOO_LONG', `longer than ${String(this.written.lineBytes)} bytes`);
    const line = asLine(raw, this.written.encoding);
    return line ? this.reading.read(line) : fault('TEXT_UNREADABLE', `no text in ${this.written.encoding}`);
  }
}
