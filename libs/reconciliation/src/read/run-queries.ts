import type { Position } from '#event-log';
import type { Reader } from '#projections';
import type { MatchStanding } from '../domain/match.messages.js';
import type { KnownCase } from '../engine/judge.js';
import type { Item } from '../item.js';
import { ALL_BANKS, type Charged, type MatchedAccount } from './items.tables.js';
import { MATCHING } from './matching.js';

/** What one judgement is about. */
export interface AccountOf {
  readonly merchant: string;
  readonly book: Item['book'];
  readonly channel: string;
  readonly account: string;
}

/** An item as a run loads it. */
export interface OpenItem extends Item {
  readonly caseId: string;
  readonly charged: Charged | null;
  readonly purpose: string | null;
  /** Of a payout: null where it is not told. */
  readonly bankAccount: string | null;
}

type Nullable = 'fee' | 'net' | 'requested';
type LoadedItem = Omit<OpenItem, Nullable> & { readonly [K in Nullable]: number | null };

/** Days, both inclusive. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const ITEM = `
  id, side, book, channel, account, merchant, kind, direction, amount, fee, net, status, requested, day, occurred_at as "occurredAt",
  refs, case_id as "caseId", charged, purpose, bank_account as "bankAccount"`;

/** Sums, as soon as a part of them is open: all of each. */
const sums = (which: string): string => `
  select part_of, side, book, channel, account, merchant, kind, case when sum(moved) < 0 then 'out' else 'in' end,
    abs(sum(moved))::bigint, sum(fee)::bigint, sum(net)::bigint, 'done', null::bigint, max(day), max(occurred_at),
    jsonb_strip_nulls(jsonb_build_object('orderId', min(order_id))), max(case_id), null::jsonb, null::text, bank_account
  from read.match_items, lateral (select case direction when 'in' then amount else -amount end as moved) signed
  where part_of = any(array(select part_of from read.match_items where part_of is not null and ${which}))
  group by part_of, side, book, channel, account, merchant, kind, bank_account`;

const OPEN_TRADES = `
  open and book = $1 and channel = $2 and account = $3 and merchant = $4 and day between $5 and $6
  and source not in ('request', 'order')`;

const OF_TRADES = `
  select ${ITEM} from read.match_items item where part_of is null and ${OPEN_TRADES}
  union all ${sums(OPEN_TRADES)}`;

const OPEN_PAYOUTS = `open and book = $1 and merchant = $4 and day between $5 and $6
    and case when side = 'statement' then channel = $2 and account = $3 else coalesce(bank_account, $3) = $3 end`;

/** What a fund flow tells of payouts counts where no settlements of the same account are told. */
const OF_PAYOUTS = `
  select ${ITEM} from read.match_items item
  where part_of is null and ${OPEN_PAYOUTS}
    and not (source = 'funds' and exists (select 1 from read.match_items told where told.source = 'settlement'
      and told.channel = item.channel and told.account = item.account))
  union all ${sums(OPEN_PAYOUTS)}`;

const OF_CASES = `
  select ${ITEM} from read.match_items where part_of is null and case_id = any($1) union all ${sums('case_id = any($1)')}`;
const REQUESTS = `select ${ITEM} from read.match_items where source = 'request' and open and request_id = any($1)`;

const ORDERS = `select ${ITEM} from read.match_items where source = 'order' and account = $1 and order_id = any($2)`;

const CASE = 'case_id as "caseId", status, items, rule, revision';
const CASES = `select ${CASE} from read.match_cases where case_id = any($1)`;
const CASES_BY_KEYS = `
  select ${CASE} from read.match_cases where case_id = any(array(
    select distinct case_id from read.match_items where keys && $1 and not open and merchant = $2))`;
const APART = `select apart from read.match_cases where book = $1 and channel = $2 and account = $3 and apart is not null`;
const STANDING = `
  select ${CASE}, day, differences, contradictions from read.match_cases where case_id = any($1)`;

/** Days of which an imported file told rows of the account, and all days for which such a file speaks. */
const COVERED = `
  with told as (
    select file, day from read.match_told_days where book = $1 and channel = $2 and account = $3
  )
  select day from told join read.match_files using (file) where imported
  union
  select generate_series(from_day, to_day, interval '1 day')::date as day from read.match_files files
  where imported and channel = $2 and from_day is not null and to_day is not null
    and (exists (select 1 from told where told.file = files.file)
      or account = $3 and format !~ 'funds' and not exists (select 1 from read.match_told_days any_day where any_day.file = files.file))
  order by day`;

const COUNT = `
  select day, count(*)::integer as count from read.match_items
  where open and book = $1 and merchant = $4 and ($1 = 'payouts' or (channel = $2 and account = $3)) and day between $5 and $6
    and source not in ('request', 'order')
  group by day order by day`;

const ACCOUNTS = `
  select merchant, book, channel, account, moved from read.match_accounts
  where ($1::text is null or moved > $1) and ($2::text is null or merchant = $2) and ($3::text is null or channel = $3)
    and ($4::text is null or account = $4 or account = '*')
  order by merchant, book desc, channel, account`;

const BANKS = `
  select distinct account from read.match_told_days where merchant = $1 and book = 'payouts' and channel = 'bank' order by account`;

export interface LoadedCase extends KnownCase {
  readonly revision: number;
}

/** A case with all that a verdict says of it. */
export type StandingCase = LoadedCase & Pick<MatchStanding, 'day' | 'rule' | 'differences' | 'contradictions'>;

/** What runs ask; put to one snapshot. */
export class RunQueries {
  constructor(private readonly reader: Reader) {}

  /** Accounts that moved after a position; all where none is given. */
  async accounts(asked: {
    after?: Position;
    merchant?: string;
    channel?: string;
    account?: string;
  }): Promise<MatchedAccount[]> {
    const { account = null, after = null, channel = null, merchant = null } = asked;
    return this.ask<MatchedAccount>(ACCOUNTS, [after, merchant, channel, account]);
  }

  /** Bank accounts of a merchant that have statements. */
  async banksOf(merchant: string): Promise<string[]> {
    return (await this.ask<{ account: string }>(BANKS, [merchant])).map(({ account }) => account);
  }

  covered({ account, book, channel }: AccountOf): Promise<{ readonly day: string }[]> {
    return this.ask(COVERED, [book, channel, account]);
  }

  /** Open items by day. */
  countByDay(of: AccountOf, { from, to }: Days): Promise<{ readonly day: string; readonly count: number }[]> {
    return this.ask(COUNT, [of.book, of.channel, of.account, of.merchant, from, to]);
  }

  /** Payouts that do not say where they went are among those of each bank account. */
  openItems(of: AccountOf, { from, to }: Days): Promise<OpenItem[]> {
    const params = [of.book, of.channel, of.account, of.merchant, from, to];
    return this.items(of.book === 'payouts' ? OF_PAYOUTS : OF_TRADES, params);
  }

  itemsOfCases(caseIds: readonly string[]): Promise<OpenItem[]> {
    return caseIds.length === 0 ? Promise.resolve([]) : this.items(OF_CASES, [caseIds]);
  }

  requests(requestIds: readonly string[]): Promise<OpenItem[]> {
    return requestIds.length === 0 ? Promise.resolve([]) : this.items(REQUESTS, [requestIds]);
  }

  /** Orders of a Douyin shop, whether open or not. */
  orders({ account }: AccountOf, orderIds: readonly string[]): Promise<OpenItem[]> {
    return orderIds.length === 0 ? Promise.resolve([]) : this.items(ORDERS, [account, orderIds]);
  }

  cases(caseIds: readonly string[]): Promise<LoadedCase[]> {
    return caseIds.length === 0 ? Promise.resolve([]) : this.ask(CASES, [caseIds]);
  }

  /** Decided cases with an item of one of these numbers. */
  casesByKeys(keys: readonly string[], merchant: string): Promise<LoadedCase[]> {
    return keys.length === 0 ? Promise.resolve([]) : this.ask(CASES_BY_KEYS, [keys, merchant]);
  }

  async apart({ account, book, channel }: AccountOf): Promise<string[][]> {
    return (await this.ask<{ apart: string[][] }>(APART, [book, channel, account])).flatMap(({ apart }) => apart);
  }

  async standing(caseIds: readonly string[]): Promise<ReadonlyMap<string, StandingCase>> {
    const rows = caseIds.length === 0 ? [] : await this.ask<StandingCase>(STANDING, [caseIds]);
    return new Map(rows.map((row) => [row.caseId, row]));
  }

  /** Waits until the read model has seen a position, and says where it is. */
  async position(minPosition?: Position): Promise<Position> {
    const { position } = await this.reader.rows({ projection: MATCHING, sql: 'select 1 as one', minPosition });
    return position;
  }

  private async items(sql: string, params: readonly unknown[]): Promise<OpenItem[]> {
    return (await this.ask<LoadedItem>(sql, params)).map(withoutNulls);
  }

  private async ask<Row extends object>(sql: string, params: readonly unknown[]): Promise<Row[]> {
    return (await this.reader.rows<Row>({ projection: MATCHING, sql, params })).data;
  }
}

function withoutNulls({ fee, net, requested, ...item }: LoadedItem): OpenItem {
  return {
    ...item,
    ...(fee !== null && { fee }),
    ...(net !== null && { net }),
    ...(requested !== null && { requested }),
  };
}

export const isAllBanks = ({ account, channel }: MatchedAccount): boolean =>
  account === ALL_BANKS.account && channel === ALL_BANKS.channel;
