import { BOM } from './encoding.js';
import { JsonRows } from './json-rows.js';
import type { RawLine } from './raw-line.js';

interface PhysicalLine extends RawLine {
  readonly end: Buffer;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
/** A record over more lines than this is a quote that nobody closed. */
const LINES_OF_A_RECORD = 50;

/** Lines end with LF or CRLF. In UTF-8 and GB18030 no other character has these bytes in it. */
class PhysicalLines {
  private readonly pending: Pending;
  private number = 1;

  constructor(limitBytes: number) {
    this.pending = new Pending(limitBytes);
  }

  *in(chunk: Buffer): Generator<PhysicalLine> {
    let from = 0;
    for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, from)) {
      this.pending.add(chunk.subarray(from, at));
      yield this.next(true);
      from = at + 1;
    }
    this.pending.add(chunk.subarray(from));
  }

  *rest(): Generator<PhysicalLine> {
    if (this.pending.length > 0) yield this.next(false);
  }

  private next(hasEnd: boolean): PhysicalLine {
    const line = { number: this.number, ...this.pending.take(hasEnd) };
    this.number += 1;
    return line;
  }
}

class Pending {
  private pieces: Buffer[] = [];
  length = 0;
  private kept = 0;
  private isFirst = true;

  constructor(private readonly limitBytes: number) {}

  add(piece: Buffer): void {
    this.length += piece.length;
    if (piece.length === 0 || this.kept > this.limitBytes) return;
    this.pieces.push(piece.subarray(0, this.limitBytes + 1));
    this.kept += piece.length;
  }

  take(hasEnd: boolean): Omit<PhysicalLine, 'number'> {
    const isCut = this.length > this.limitBytes;
    let bytes = Buffer.concat(this.pieces);
    if (isCut) bytes = bytes.subarray(0, this.limitBytes);
    if (this.isFirst && bytes.subarray(0, BOM.length).equals(BOM)) bytes = bytes.subarray(BOM.length);
    const isCrLf = !isCut && hasEnd && bytes.at(-1) === CR;
    this.pieces = [];
    this.length = 0;
    this.kept = 0;
    this.isFirst = false;
    const end = Buffer.from(isCrLf ? '\r\n' : hasEnd ? '\n' : '');
    return { bytes: isCrLf ? bytes.subarray(0, -1) : bytes, isCut, end };
  }
}

/** `rows`: objects within JSON that have one of these names among their members. */
export type Framing = 'lines' | 'records' | { readonly rows: readonly string[] };

/**
 * The lines of each chunk. `records`: those that belong together by their quotes are one. A quote that nobody closes harms its own
 * line only.
 */
export async function* framedLines(
  chunks: AsyncIterable<Buffer>,
  framing: Framing,
  limitBytes: number,
): AsyncIterable<readonly RawLine[]> {
  const frame = framer(framing, limitBytes);
  for await (const chunk of chunks) yield [...frame.in(chunk)];
  yield [...frame.rest()];
}

interface Framer {
  in(chunk: Buffer): Iterable<RawLine>;
  rest(): Iterable<RawLine>;
}

function framer(framing: Framing, limitBytes: number): Framer {
  if (typeof framing === 'object') return new JsonRows(framing.rows, limitBytes);
  return framing === 'lines' ? new PhysicalLines(limitBytes) : new Records(limitBytes);
}

class Records {
  private readonly physical: PhysicalLines;
  private open: PhysicalLine[] = [];

  constructor(private readonly limitBytes: number) {
    this.physical = new PhysicalLines(limitBytes);
  }

  in(chunk: Buffer): Iterable<RawLine> {
    return this.of(this.physical.in(chunk));
  }

  *rest(): Generator<RawLine> {
    yield* this.of(this.physical.rest());
    while (this.open.length > 0) this.open = yield* withoutFirst(this.open);
  }

  private *of(lines: Iterable<PhysicalLine>): Generator<RawLine> {
    for (const line of lines) {
      this.open.push(line);
      if (isClosed(this.open)) {
        yield joined(this.open);
        this.open = [];
      } else if (isHopeless(this.open, this.limitBytes)) this.open = yield* withoutFirst(this.open);
    }
  }
}

/** The first line goes alone, and so do records that close without it; what is left waits for more. */
function* withoutFirst(lines: readonly PhysicalLine[]): Generator<RawLine, PhysicalLine[]> {
  const [first, ...others] = lines;
  if (first) yield first;
  let open: PhysicalLine[] = [];
  for (const line of others) {
    open.push(line);
    if (!isClosed(open)) continue;
    yield joined(open);
    open = [];
  }
  return open;
}

const isHopeless = (lines: readonly PhysicalLine[], limitBytes: number): boolean =>
  lines.length > LINES_OF_A_RECORD || lines.reduce((before, { bytes }) => before + bytes.length, 0) > limitBytes;

const isClosed = (lines: readonly PhysicalLine[]): boolean =>
  lines.reduce((before, { bytes }) => before + quotesIn(bytes), 0) % 2 === 0;

function quotesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) count += 1;
  return count;
}

function joined(lines: readonly PhysicalLine[]): RawLine {
  const [first, ...others] = lines as [PhysicalLine, ...PhysicalLine[]];
  if (others.length === 0) return first;
  const bytes = Buffer.concat(lines.flatMap((line, index) => (index < others.length ? [line.bytes, line.end] : [line.bytes])));
  return { number: first.number, bytes, isCut: lines.some(({ isCut }) => isCut) };
}
