import { START, type Position } from '#event-log';
import type { BusinessDate, Instant } from '#kernel';
import {
  cursorOf,
  cursorParts,
  pageOf,
  type Answer,
  type Freshness,
  type Page,
  type Question,
  type Reader,
} from '#projections';
import { balances } from './balances.js';

export interface Balance {
  readonly account: string;
  readonly currency: string;
  /** Turnover of each side, minor units. */
  readonly debit: number;
  readonly credit: number;
  /** debit − credit. */
  readonly balance: number;
}

/** A balance as it stood. */
export interface BalanceAt {
  readonly account: string;
  readonly currency: string;
  readonly balance: number;
  /** Of the last event that had moved the account by then; null where none had. */
  readonly movedAt: Position | null;
}

export interface BalancesAsked extends Freshness {
  /** An account or a path above it: `assets:bank` takes `assets:bank` and all below, not `assets:banking`. All where absent. */
  readonly prefix?: string | undefined;
  /** Rolls up to the first so many steps of the path. */
  readonly depth?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Up to and including a position, or what was recorded by a moment. */
export type AsOf = { readonly position: Position } | { readonly recordedBy: Instant };

export interface OneAccount extends Freshness {
  readonly account: string;
  /** CNY where absent. */
  readonly currency?: string | undefined;
}

/** What is booked for accounting days up to `effective`, as known at the end of the day `known` (Asia/Shanghai); absent: now. */
export interface Effective {
  readonly effective: BusinessDate;
  readonly known?: BusinessDate | undefined;
}

const MANY = `
  with asked as (
    select case when $2::int is null then account else array_to_string((string_to_array(account, ':'))[1:$2], ':') end
             collate "C" as account, currency, debit, credit
    from read.accounts
    where $1 = '' or account = $1 or starts_with(account, $1 || ':')
  )
  select account, currency, sum(debit)::bigint as debit, sum(credit)::bigint as credit, sum(debit - credit)::bigint as balance
  from asked where $3::text is null or (account, currency) > ($3, $4)
  group by account, currency order by account, currency limit $5`;

const NOW = `
  select account, currency, debit, credit, debit - credit as balance from read.accounts where account = $1 and currency = $2`;

const AT = `
  select account, currency, coalesce(balance, 0) as balance, movement.position as "movedAt"
  from read.accounts known left join lateral (
    select balance, position from read.journal_lines
    where account_id = known.account_id
      and position <= coalesce($3, (select position from read.recorded_moments where recorded_at <= $4 order by recorded_at desc limit 1))
    order by position desc, line desc limit 1
  ) movement on true
  where account = $1 and currency = $2`;

const EFFECTIVE = `
  select account, currency, coalesce(sum(day.debit), 0)::bigint as debit, coalesce(sum(day.credit), 0)::bigint as credit,
         coalesce(sum(day.debit - day.credit), 0)::bigint as balance
  from read.accounts known
  left join read.account_days day on day.account_id = known.account_id and business_date <= $3
    and ($4::date is null or recorded_date <= $4)
  where account = $1 and currency = $2 group by account, currency`;

/** Balances of accounts. An account that nothing was ever booked on answers undefined. */
export class BalanceQueries {
  constructor(private readonly reader: Reader) {}

  /** By account, or rolled up; sorted. @throws InvalidCursor */
  async many({ prefix = '', depth, limit, cursor, minPosition }: BalancesAsked): Promise<Page<Balance>> {
    const [account = null, currency = null] = cursor === undefined ? [] : cursorParts(cursor, 2);
    const params = [prefix.replace(/:$/, ''), depth ?? null, account, currency, limit + 1];
    const answer = await this.reader.rows<Balance>({ projection: balances, sql: MANY, params, minPosition });
    return pageOf(answer, limit, (last) => cursorOf(last.account, last.currency));
  }

  now({ account, currency = 'CNY', minPosition }: OneAccount): Promise<Answer<Balance | undefined>> {
    return this.one({ sql: NOW, params: [account, currency], minPosition });
  }

  /** At a position: waits (bounded) until the read model has it. */
  at({ account, currency = 'CNY', minPosition = START }: OneAccount, asOf: AsOf): Promise<Answer<BalanceAt | undefined>> {
    const [position, recordedBy] = 'position' in asOf ? [asOf.position, null] : [null, asOf.recordedBy];
    const wanted = position !== null && position > minPosition ? position : minPosition;
    return this.one({ sql: AT, params: [account, currency, position, recordedBy], minPosition: wanted });
  }

  effective(
    { account, currency = 'CNY', minPosition }: OneAccount,
    { effective, known }: Effective,
  ): Promise<Answer<Balance | undefined>> {
    return this.one({ sql: EFFECTIVE, params: [account, currency, effective, known ?? null], minPosition });
  }

  private async one<Row extends object>(question: Omit<Question, 'projection'>): Promise<Answer<Row | undefined>> {
    const { position, data } = await this.reader.rows<Row>({ projection: balances, ...question });
    return { position, data: data[0] };
  }
}
