import { InvalidCursor, cursorOf, cursorParts, freshEnough, pageOf, type Page, type Reader, type Times } from '#projections';
import type { OneAccount } from './balance-queries.js';
import { balances } from './balances.js';
import type { JournalLine } from './journal-line.js';
import { BEFORE_ALL, LAST_LINE, LineRanges, type Place } from './line-ranges.js';
import { knownOf } from './stood.js';

export interface LinesAsked extends OneAccount {
  readonly times?: Times | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const ACCOUNT = `select account_id as "accountId" from read.accounts where account = $1 and currency = $2`;

/** Statements of accounts. */
export class JournalQueries {
  private readonly ranges: LineRanges;

  constructor(private readonly reader: Reader) {
    this.ranges = new LineRanges(reader);
  }

  /** The lines of an account, newest first. @throws InvalidCursor */
  async lines(asked: LinesAsked): Promise<Page<JournalLine>> {
    const { account, currency = 'CNY', times = {}, limit, cursor } = asked;
    const upTo = cursor === undefined ? { position: knownOf(times), line: LAST_LINE } : before(placeIn(cursor));
    const question = { projection: balances, sql: ACCOUNT, params: [account, currency], ...freshEnough(times, asked) };
    const { position, data: found } = await this.reader.rows<{ readonly accountId: number }>(question);
    const [{ accountId } = { accountId: 0 }] = found;
    const range = { accountId, after: BEFORE_ALL, upTo, days: { through: times.effective }, order: 'newest first' } as const;
    const data = found.length === 0 ? [] : await this.ranges.page(range, limit + 1);
    return pageOf({ position, data: [...data] }, limit, (last) => cursorOf(last.position, String(last.line)));
  }
}

/** Where a page ended. @throws InvalidCursor */
export function placeIn(cursor: string): Place {
  const [position = '', line = ''] = cursorParts(cursor, 2);
  if (!/^\d{1,4}$/.test(line)) throw new InvalidCursor();
  return { position, line: Number(line) };
}

/** Lines are counted from 0: before the first there is -1. */
const before = ({ position, line }: Place): Place => ({ position, line: line - 1 });
