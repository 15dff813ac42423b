export interface Line {
  /** From 1; empty lines count. */
  readonly line: number;
  /** Without its line end; undefined where it was longer than allowed. */
  readonly bytes: Buffer | undefined;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Lines of a stream that are not empty, those of one piece together. Holds one line at most beside a piece, whatever comes. */
export async function* linesOf(
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<readonly Line[], void, undefined> {
  let line = 0;
  let pieces: Uint8Array[] = [];
  let held = 0;
  const take = (piece: Uint8Array): void => {
    held += piece.length;
    if (held <= limitBytes) pieces.push(piece);
    else pieces = [];
  };
  const finish = (): Line | undefined => {
    line += 1;
    const bytes = held > limitBytes ? undefined : withoutReturn(Buffer.concat(pieces));
    pieces = [];
    held = 0;
    return bytes?.length === 0 ? undefined : { line, bytes };
  };
  for await (const chunk of body) {
    const lines: Line[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      take(chunk.subarray(from, end));
      from = end + 1;
      const finished = finish();
      if (finished) lines.push(finished);
    }
    take(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  const last = held > 0 ? finish() : undefined;
  if (last) yield [last];
}

const withoutReturn = (bytes: Buffer): Buffer => (bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes);
