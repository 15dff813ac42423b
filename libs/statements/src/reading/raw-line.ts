/** One line of a file, one record whose quoted cells go over several, or one row of JSON. */
export interface RawLine {
  /** From 1; of a record the first. Rows of JSON are counted themselves. */
  readonly number: number;
  /** As they stand in the file, without byte order mark and line's end. */
  readonly bytes: Buffer;
  /** Beyond the limit: the beginning only. */
  readonly isCut: boolean;
}
