import type { Instant } from '#kernel';
import type { DouyinFact, LineFault, RowRead, StatementHead, TrailerFinding } from '../row.js';
import type { Framing } from './lines.js';

/** A line as a format sees it. `text` is decoded as the whole file is. */
export interface Line {
  readonly number: number;
  readonly bytes: Buffer;
  readonly text: string;
}

export type Content = RowRead | { readonly fact: DouyinFact } | { readonly fault: LineFault };

export const fault = (code: LineFault['code'], says: string): { readonly fault: LineFault } => ({ fault: { code, says } });

/** What a file looks like before it is read. */
export interface Preview {
  readonly name: string;
  /** Name of what it came in: an archive, or the file itself. */
  readonly outerName: string;
  readonly modifiedAt: Instant;
  /** The first lines, whole ones only. */
  readonly lines: readonly Line[];
}

/** Goes over a file of a known format once: either `survey` of each line and then `head`, or `read` of each line and then `end`. */
export interface Reading {
  readonly framing: Framing;
  /** @throws Refused where a line spoils the whole file */
  survey(line: Line): void;
  head(): StatementHead;
  /** Undefined where the line has no content of its own: a header, a trailer. */
  read(line: Line): Content | undefined;
  end(): readonly TrailerFinding[];
}

/** How sure a format is that the file is its own. */
export interface Claim {
  /** 0 to 1: how much of what must be there is there. */
  readonly share: number;
  /** Settles a tie. */
  readonly weight: number;
  /** A new reading each time. @throws Refused where it is its own, and still not to be read */
  begin(): Reading;
}

/** Undefined where the file is none of it. */
export type Format = (preview: Preview) => Claim | undefined;
