import type { RowLine } from './file/lines.js';

/** What stands beside the log in its database, read so that a restored ledger repeats what it must and loses nothing. */
export interface BesideTables {
  /** What was decided about what came in, as of now: to be asked for before the head of the log is. */
  decided(): Promise<{ rows(): AsyncIterable<RowLine>; close(): Promise<void> }>;
  /** What came in, as of the call: to be asked for behind the events that stand on it. */
  received(): AsyncIterable<RowLine>;
}
