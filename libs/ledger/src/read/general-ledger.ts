import type { Position } from '#event-log';
import type { BusinessDate } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import { balances } from './balances.js';
import type { JournalPeriod } from './journal-of-log.js';
import type { JournalLine } from './journal-queries.js';

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

const ACCOUNTS = `
  select account_id as "accountId", account, currency, opening, period.debit, period.credit,
         opening + period.debit - period.credit as closing, lines, last_day as "lastDay"
  from read.accounts join lateral (
    select coalesce(sum(amount) filter (where business_date < $2), 0)::bigint as opening,
           coalesce(sum(amount) filter (where amount > 0 and ($2::date is null or business_date >= $2)), 0)::bigint as debit,
           coalesce(0 - sum(amount) filter (where amount < 0 and ($2::date is null or business_date >= $2)), 0)::bigint as credit,
           count(*) filter (where $2::date is null or business_date >= $2) as lines, max(business_date) as last_day
    from read.journal_lines line
    where line.account_id = accounts.account_id and line.position <= $1 and ($3::date is null or business_date <= $3)
  ) period on lines > 0 or opening <> 0
  where $4::text is null or account = $4
  order by account, currency`;

const LINES = `
  select position, line, stream, kind, business_date as "businessDate", true_date as "trueDate", recorded_at as "recordedAt", amount
  from read.journal_lines
  where account_id = $1 and position <= $2 and (position, line) > ($3, $4::smallint)
    and ($5::date is null or business_date >= $5) and ($6::date is null or business_date <= $6)
  order by position, line limit $7`;

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
    const params = [known, from ?? null, to ?? null, account ?? null];
    return this.reader.rows({ projection: balances, sql: ACCOUNTS, params, minPosition: known });
  }

  /** The lines of an account, the oldest first, page by page: hundreds of thousands need no more room than one page. */
  async *lines(accountId: number, { known, from, to }: LedgerPeriod): AsyncGenerator<readonly LedgerLine[]> {
    for (let after: Pick<LedgerLine, 'position' | 'line'> = { position: '', line: 0 }; ;) {
      const params = [accountId, known, after.position, after.line, from ?? null, to ?? null, PAGE];
      const { data } = await this.reader.rows<LedgerLine>({ projection: balances, sql: LINES, params });
      if (data.length > 0) yield data;
      const last = data.at(-1);
      if (data.length < PAGE || last === undefined) return;
      after = last;
    }
  }
}
