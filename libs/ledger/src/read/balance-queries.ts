import type { Position } from '#event-log';
import {
  cursorOf,
  cursorParts,
  freshEnough,
  isNow,
  pageOf,
  type Answer,
  type Freshness,
  type Page,
  type Reader,
  type Times,
} from '#projections';
import { balances } from './balances.js';
import { daysOf, knownOf, reachSql, stoodSql } from './stood.js';

export interface Balance {
  readonly account: string;
  readonly currency: string;
  /** Turnover of each side, minor units. */
  readonly debit: number;
  readonly credit: number;
  /** debit − credit. */
  readonly balance: number;
  /** Of the last event that counts; null where none does. */
  readonly movedAt: Position | null;
}

export interface BalancesAsked extends Freshness {
  /** An account or a path above it: `assets:bank` takes `assets:bank` and all below, not `assets:banking`. All where absent. */
  readonly prefix?: string | undefined;
  /** Rolls up to the first so many steps of the path. */
  readonly depth?: number | undefined;
  readonly times?: Times | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface OneAccount extends Freshness {
  readonly account: string;
  /** CNY where absent. */
  readonly currency?: string | undefined;
}

export interface BalanceAsked extends OneAccount {
  readonly times?: Times | undefined;
}

const NOW = `select account, currency, debit, credit, position as "movedAt" from read.accounts known`;

/** At a position, for all days or up to one; parameters from the given number on. */
function thenSql({ effective }: Times, first: number): string {
  const [known, day, levels, nodes] = [0, 1, 2, 3].map((index) => `$${String(first + index)}`) as [
    string,
    string,
    string,
    string,
  ];
  const reach = `read.accounts known left join lateral (${reachSql(known)}) reach on true`;
  if (effective === undefined)
    return `select account, currency, coalesce(reach.debit, 0) as debit, coalesce(reach.credit, 0) as credit, "movedAt" from ${reach}`;
  const stood = stoodSql({ merchant: `''`, effective: day, levels, nodes });
  return `
    select account, currency, stood.debit, stood.credit, stood."movedAt" from ${reach} cross join lateral (${stood}) stood`;
}

/** By name, or rolled up: `each` has a row for an account. An account on which nothing counts is left out. */
const manySql = (each: string): string => `
  with asked as (
    select case when $2::int is null then account else array_to_string((string_to_array(account, ':'))[1:$2], ':') end
             collate "C" as account, currency, debit, credit, "movedAt"
    from (${each} where $1 = '' or account = $1 or starts_with(account, $1 || ':')) each where "movedAt" is not null
  )
  select account, currency, sum(debit)::bigint as debit, sum(credit)::bigint as credit, sum(debit - credit)::bigint as balance,
         max("movedAt") as "movedAt"
  from asked where $3::text is null or (account, currency) > ($3, $4)
  group by account, currency order by account, currency limit $5`;

const oneSql = (each: string): string =>
  `select each.*, debit - credit as balance from (${each} where account = $1 and currency = $2) each`;

/** Balances of accounts at points of time. An account that nothing was ever booked on answers undefined. */
export class BalanceQueries {
  constructor(private readonly reader: Reader) {}

  /** By account, or rolled up; sorted. @throws InvalidCursor */
  async many(asked: BalancesAsked): Promise<Page<Balance>> {
    const { prefix = '', depth, times = {}, limit, cursor } = asked;
    const [account = null, currency = null] = cursor === undefined ? [] : cursorParts(cursor, 2);
    const params = [prefix.replace(/:$/, ''), depth ?? null, account, currency, limit + 1];
    const question = isNow(times)
      ? { sql: manySql(NOW), params }
      : { sql: manySql(thenSql(times, 6)), params: [...params, ...paramsOf(times)] };
    const fresh = freshEnough(times, asked);
    const answer = await this.reader.rows<Balance>({ projection: balances, ...question, ...fresh });
    return pageOf(answer, limit, (last) => cursorOf(last.account, last.currency));
  }

  /** Waits (bounded) until the read model has what is to be known. */
  async one(asked: BalanceAsked): Promise<Answer<Balance | undefined>> {
    const { account, currency = 'CNY', times = {} } = asked;
    const params = [account, currency];
    const question = isNow(times)
      ? { sql: oneSql(NOW), params }
      : { sql: oneSql(thenSql(times, 3)), params: [...params, ...paramsOf(times)] };
    const fresh = freshEnough(times, asked);
    const { position, data } = await this.reader.rows<Balance>({ projection: balances, ...question, ...fresh });
    return { position, data: data[0] };
  }
}

const paramsOf = (times: Times): unknown[] => [knownOf(times), ...(times.effective === undefined ? [] : daysOf(times))];
