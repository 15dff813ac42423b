import type { Position } from '#event-log';
import { cursorOf, cursorParts, freshEnough, pageOf, type Page, type PagedAnswer, type Reader, type Times } from '#projections';
import { BalanceQueries, type Balance, type OneAccount } from './balance-queries.js';
import { balances } from './balances.js';
import type { JournalLine } from './journal-line.js';
import { placeIn } from './journal-queries.js';
import { BEFORE_ALL, LAST_LINE, LineRanges, type LineRange, type Place } from './line-ranges.js';

/** A line that counts at one point of time and not at the other. */
export interface DiffLine extends JournalLine {
  /** What it makes of the difference: its amount where it came to count, the amount taken back where it no longer does. */
  readonly change: number;
}

/** What lies between two points of time of an account. */
export interface BalanceDiff {
  readonly from: Balance;
  readonly to: Balance;
  /** to − from, minor units: the sum of all changes. */
  readonly difference: number;
  /** A page of them, in the order of the log. */
  readonly lines: readonly DiffLine[];
}

export interface DiffAsked extends OneAccount {
  readonly from: Times;
  readonly to: Times;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A point whose known end is fixed. */
type Point = Times & { readonly known: Position };

/** Lines that all count at the same one of two points. */
interface Stretch {
  readonly sign: 1 | -1;
  readonly range: Omit<LineRange, 'accountId' | 'order'>;
}

const ACCOUNT = `select account_id as "accountId" from read.accounts where account = $1 and currency = $2`;

/** Which lines make the difference between two points of time. */
export class BalanceDiffQuery {
  constructor(private readonly reader: Reader) {}

  /**
   * Undefined where nothing was ever booked on the account. Where a point does not say what is known, that is fixed as the
   * read model stands for the first page, and the cursor keeps it. @throws InvalidCursor
   */
  async diff(asked: DiffAsked): Promise<PagedAnswer<BalanceDiff | undefined>> {
    const { account, currency = 'CNY', limit, cursor } = asked;
    const fresh = freshEnough(asked.to, freshEnough(asked.from, asked));
    const question = { projection: balances, sql: ACCOUNT, params: [account, currency], ...fresh };
    const { position, data } = await this.reader.rows<{ readonly accountId: number }>(question);
    const [known] = data;
    if (!known) return { position, data: undefined };
    const kept = cursor === undefined ? undefined : keptIn(cursor);
    const from = { ...asked.from, known: kept?.from ?? asked.from.known ?? position };
    const to = { ...asked.to, known: kept?.to ?? asked.to.known ?? position };
    const queries = new BalanceQueries(this.reader);
    const [{ data: first }, { data: second }] = [
      await queries.one({ account, currency, times: from }),
      await queries.one({ account, currency, times: to }),
    ];
    if (!first || !second) return { position, data: undefined };
    const lines = await this.lines(known.accountId, stretchesOf(from, to), kept?.place ?? BEFORE_ALL, limit + 1);
    const page: Page<DiffLine> = pageOf({ position, data: lines }, limit, (last) =>
      cursorOf(last.position, String(last.line), from.known, to.known),
    );
    const difference = second.balance - first.balance;
    return { ...page, data: { from: first, to: second, difference, lines: page.data } };
  }

  private async lines(accountId: number, stretches: readonly Stretch[], place: Place, limit: number): Promise<DiffLine[]> {
    const ranges = new LineRanges(this.reader);
    const found: DiffLine[] = [];
    for (const { sign, range } of stretches) {
      const after = isBehind(place, range.after) ? place : range.after;
      if (!isBehind(range.upTo, after) || found.length >= limit) continue;
      const lines = await ranges.page({ ...range, accountId, after, order: 'oldest first' }, limit - found.length);
      found.push(...lines.map((line) => ({ ...line, change: sign * line.amount })));
    }
    return found;
  }
}

/**
 * Up to where both know, what is booked between their days; behind that, what the one that knows more counts. The first ends
 * where the second begins, so they follow each other in the log.
 */
function stretchesOf(from: Point, to: Point): Stretch[] {
  const [less, more] = from.known < to.known ? [from, to] : [to, from];
  const [early, late] = isEarlier(from, to) ? [from, to] : [to, from];
  const both = { position: less.known, line: LAST_LINE };
  const stretches: Stretch[] = [];
  if (early.effective !== late.effective)
    stretches.push({
      sign: late === to ? 1 : -1,
      range: { after: BEFORE_ALL, upTo: both, days: { after: early.effective, through: late.effective } },
    });
  const upTo = { position: more.known, line: LAST_LINE };
  stretches.push({ sign: more === to ? 1 : -1, range: { after: both, upTo, days: { through: more.effective } } });
  return stretches;
}

/** All days reach further than any. */
const isEarlier = (one: Times, other: Times): boolean =>
  one.effective !== undefined && (other.effective === undefined || one.effective < other.effective);

const isBehind = (one: Place, other: Place): boolean =>
  one.position > other.position || (one.position === other.position && one.line > other.line);

/** Where a page ended, and what both points know. @throws InvalidCursor */
function keptIn(cursor: string): { readonly place: Place; readonly from: Position; readonly to: Position } {
  const [position = '', line = '', from = '', to = ''] = cursorParts(cursor, 4);
  return { place: placeIn(cursorOf(position, line)), from, to };
}
