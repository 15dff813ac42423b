import type { StatementRefusal, StatementRefusalCode } from '../row.js';

/** A file that is not taken, on its way out of whatever was reading it. Caught where the file is opened. */
export class Refused extends Error {
  readonly refusal: StatementRefusal;

  constructor(code: StatementRefusalCode, says: string) {
    super(says);
    this.refusal = { code, says };
  }
}
