import { createHash } from 'node:crypto';

/** What an export was made from; the same of these gives the same bytes. */
export interface Made {
  /** `trial-balance` */
  readonly what: string;
  /** Position of the log that it reflects. */
  readonly position: string;
  /** `position`: so the book stood there, and will for ever. `now`: a read model without history, which stood there when asked. */
  readonly asOf: 'position' | 'now';
  /** SHA-256 (hex) of its rows, see `digestOf`. */
  readonly digest: string;
  /** What was asked for, without what was left out. */
  readonly query: Readonly<Record<string, string>>;
}

/** Rows of an export, page by page. */
export type Pages<Row> = AsyncIterable<readonly Row[]>;

/** SHA-256 (hex) over the rows, each as the JSON export has it in a line of its own: every format of an export has the same. */
export async function digestOf(pages: Pages<object>): Promise<string> {
  const hash = createHash('sha256');
  for await (const rows of pages) hash.update(linesOf(rows));
  return hash.digest('hex');
}

const linesOf = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** The same in words, for formats that take a comment. */
export const madeOf = ({ what, position, asOf, digest, query }: Made): string[] => [
  `Hezhang ${what}`,
  `position ${position}`,
  `as of ${asOf}`,
  `digest sha256:${digest}`,
  ...Object.entries(query).map(([name, value]) => `${name} ${value}`),
];
