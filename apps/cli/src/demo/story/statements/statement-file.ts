import { zipSync } from 'fflate';

/** A statement as its channel hands it out. */
export interface StatementFile {
  readonly name: string;
  readonly content: Uint8Array;
  /** As the readers call it. */
  readonly format: string;
  readonly channel: string;
  /** That it has, all its days together. */
  readonly rows: number;
}

/** What an archive holds: one file a day. */
export interface Entry {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The date in an archive is of no zone, and the library takes that of the machine: the same bytes everywhere. */
const PACKED_AT = new Date(2025, 11, 1);

export const archiveOf = (entries: readonly Entry[]): Uint8Array =>
  zipSync(Object.fromEntries(entries.map(({ name, content }) => [name, content])), { mtime: PACKED_AT, level: 6 });
