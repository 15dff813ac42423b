import type { Position } from '#event-log';
import { plusDays, type BusinessDate } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import { balances } from './balances.js';
import type { JournalPeriod } from './journal-of-log.js';
import type { JournalLine } from './journal-line.js';
import { BEFORE_ALL, LAST_LINE, LineRanges, type Place } from './line-ranges.js';
import { daysOf, reachSql, stoodSql } from './stood.js';

/** Lines of accounting days, as the book stood at a position. */
export interface LedgerPeriod extends JournalPeriod {
  /** This account alone. */
  readonly account?: string | undefined;
}

/** An account over a period, minor units, debit positive. closing = opening + debit − credit. */
export interface LedgerAccount {
  readonly accountId: number;
  readonly account: string;
  readonly currency: string;
  /** What is booked for days before the period. */
  readonly opening: number;
  readonly debit: number;
  readonly credit: number;
  readonly closing: number;
  /** Lines within the period. */
  readonly lines: number;
  /** Accounting day of the last line within it or before. */
  readonly lastDay: BusinessDate;
}

/** A line of an account within a period, in the order of the log. */
export type LedgerLine = Omit<JournalLine, 'balance'>;

const THROUGH = stoodSql({ merchant: `''`, effective: '$3', levels: '$4', nodes: '$5' });
const BEFORE = stoodSql({ merchant: `''`, effective: '$6::date', levels: '$7', nodes: '$8' });

const ACCOUNTS = `
  select account_id as "accountId", account, currency, before.debit - before.credit as opening,
         through.debit - before.debit as debit, through.credit - before.credit as credit,
         through.debit - through.credit as closing, through.lines - before.lines as lines, through."lastDay"
  from read.accounts known cross join lateral (${reachSql('$1')}) reach
  cross join lateral (${THROUGH}) through cross join lateral (${BEFORE}) before
  where ($2::text is null or account = $2) and (through.lines > before.lines or before.debit <> before.credit)
  order by account, currency`;

const PAGE = 2_000;

/** The general ledger: every account with what it took in over a period, and the lines behind that. */
export class GeneralLedgerQuery {
  constructor(private readonly reader: Reader) {}

  /** Where the book stands; waits (bounded) for `minPosition`. */
  async standing({ minPosition }: Freshness = {}): Promise<Position> {
    const { position } = await this.reader.rows({ projection: balances, sql: 'select 1 where false', minPosition });
    return position;
  }

  /** By name. An account without lines in the period and at zero before it is left out. */
  accounts({ known, from, to, account }: LedgerPeriod): Promise<Answer<LedgerAccount[]>> {
    const before = from === undefined ? [null, [], []] : daysOf({ effective: plusDays(from, -1) });
    const params = [known, account ?? null, ...daysOf({ effective: to }), ...before];
    return this.reader.rows({ projection: balances, sql: ACCOUNTS, params, minPosition: known });
  }

  /** The lines of an account, the oldest first, page by page: hundreds of thousands need no more room than one page. */
  async *lines(accountId: number, { known, from, to }: LedgerPeriod): AsyncGenerator<readonly LedgerLine[]> {
    const ranges = new LineRanges(this.reader);
    const days = { after: from && plusDays(from, -1), through: to };
    const upTo = { position: known, line: LAST_LINE };
    for (let after: Place = BEFORE_ALL; ;) {
      const lines = await ranges.page({ accountId, after, upTo, days, order: 'oldest first' }, PAGE);
      if (lines.length > 0) yield lines;
      const last = lines.at(-1);
      if (lines.length < PAGE || last === undefined) return;
      after = last;
    }
  }
}
