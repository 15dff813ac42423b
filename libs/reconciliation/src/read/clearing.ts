import type { Answer, Freshness, Reader } from '#projections';
import type { Item } from '../item.js';
import { MATCHING } from './matching.js';

export interface ClearingAsked extends Freshness {
  readonly merchant?: string | undefined;
  readonly book?: Item['book'] | undefined;
  readonly channel?: string | undefined;
  readonly account?: string | undefined;
  /** Both inclusive. */
  readonly from: string;
  readonly to: string;
  /** From which ages are counted. */
  readonly today: string;
}

/** So many cases, of so much money. 分 */
export interface Share {
  readonly count: number;
  readonly amount: number;
}

/** By how long it has been open. */
export interface Ageing {
  readonly days0to1: Share;
  readonly days2to3: Share;
  readonly days4to7: Share;
  readonly days8to30: Share;
  readonly over30days: Share;
}

/** How clear one day of an account is. Money is counted once a case: of its sides the one that tells more. 分 */
export interface ClearingDay {
  readonly merchant: string;
  readonly book: Item['book'];
  readonly channel: string;
  readonly account: string;
  readonly day: string;
  /** 笔数, 收入, 支出: as the statement tells them; of what no statement tells, as we do. */
  readonly count: number;
  readonly income: number;
  readonly expense: number;
  /** 差异: statement less ours, over all that is open and not explained. */
  readonly difference: number;
  readonly total: Share;
  /** Without any difference. */
  readonly matched: Share;
  /** With a difference that is explained, or that a person resolved or wrote off. */
  readonly explained: Share;
  readonly proposed: Share;
  readonly suspended: Share;
  readonly different: Share;
  /** In no case: no statement speaks for it yet. */
  readonly waiting: Share;
  /** Of the money, matched and explained, in parts per million; 1000000 where there is none. */
  readonly clearedPpm: number;
  /** What is not. */
  readonly ageing: Ageing;
}

interface Summed extends Pick<ClearingDay, 'merchant' | 'book' | 'channel' | 'account' | 'day'> {
  readonly state: 'matched' | 'explained' | 'proposed' | 'suspended' | 'difference' | 'waiting';
  readonly cases: number;
  readonly volume: number;
  readonly count: number;
  readonly income: number;
  readonly expense: number;
  readonly difference: number;
}

const OF = `
  ($1::text is null or merchant = $1) and ($2::text is null or book = $2) and ($3::text is null or channel = $3)
    and ($4::text is null or account = $4) and day between $5 and $6`;

/** An item that no case holds waits alone. A request to a terminal is a wish, and no money. */
const CLEARING = `
  select merchant, book, channel, account, day,
    case when status in ('resolved', 'written_off') or (status = 'matched' and explained) then 'explained' else status end as state,
    count(*)::integer as cases, sum(volume)::bigint as volume,
    sum(case when statement_count > 0 then statement_count else ledger_count end)::integer as count,
    sum(case when statement_count > 0 then statement_in else ledger_in end)::bigint as income,
    sum(case when statement_count > 0 then statement_out else ledger_out end)::bigint as expense,
    sum(case when status in ('proposed', 'suspended', 'difference') then difference else 0 end)::bigint as difference
  from read.match_cases where ${OF} and status not in ('absorbed', 'rejected')
  group by 1, 2, 3, 4, 5, 6
  union all
  select merchant, book, channel, account, day, 'waiting', count(*)::integer, sum(amount)::bigint, count(*)::integer,
    sum(case direction when 'in' then amount else 0 end)::bigint, sum(case direction when 'out' then amount else 0 end)::bigint, 0
  from read.match_items where ${OF} and case_id = '' and source <> 'request' and status <> 'undone' and kind <> 'movement' and amount > 0
  group by 1, 2, 3, 4, 5
  order by 5, 1, 2 desc, 3, 4`;

const NOTHING: Share = { count: 0, amount: 0 };
const DAY_MS = 86_400_000;
const MILLION = 1_000_000n;

/** Share of the money of each account and day that is fully explained, and how old the rest is. */
export class ClearingQuery {
  constructor(private readonly reader: Reader) {}

  async ask({ account, book, channel, from, merchant, minPosition, to, today }: ClearingAsked): Promise<Answer<ClearingDay[]>> {
    const params = [merchant ?? null, book ?? null, channel ?? null, account ?? null, from, to];
    const { data, position } = await this.reader.rows<Summed>({ projection: MATCHING, sql: CLEARING, params, minPosition });
    const days = Map.groupBy(data, (row) => [row.day, row.merchant, row.book, row.channel, row.account].join('|'));
    return { position, data: [...days.values()].map((rows) => dayOf(rows, today)) };
  }
}

function dayOf(rows: readonly Summed[], today: string): ClearingDay {
  const [{ account, book, channel, day, merchant }] = rows as [Summed, ...Summed[]];
  const sum = (name: 'count' | 'income' | 'expense' | 'difference', some = rows): number =>
    some.reduce((total, row) => total + row[name], 0);
  const share = (...states: Summed['state'][]): Share => shareOf(rows.filter(({ state }) => states.includes(state)));
  const total = shareOf(rows);
  const cleared = share('matched', 'explained');
  return {
    merchant,
    book,
    channel,
    account,
    day,
    count: sum('count'),
    income: sum('income'),
    expense: sum('expense'),
    difference: sum('difference'),
    total,
    matched: share('matched'),
    explained: share('explained'),
    proposed: share('proposed'),
    suspended: share('suspended'),
    different: share('difference'),
    waiting: share('waiting'),
    clearedPpm: total.amount === 0 ? Number(MILLION) : Number((BigInt(cleared.amount) * MILLION) / BigInt(total.amount)),
    ageing: ageingOf(share('proposed', 'suspended', 'difference', 'waiting'), ageOf(day, today)),
  };
}

const shareOf = (rows: readonly Summed[]): Share =>
  rows.reduce((total, { cases, volume }) => ({ count: total.count + cases, amount: total.amount + volume }), NOTHING);

const ageOf = (day: string, today: string): number => Math.round((Date.parse(today) - Date.parse(day)) / DAY_MS);

const ageingOf = (rest: Share, age: number): Ageing => ({
  days0to1: age <= 1 ? rest : NOTHING,
  days2to3: age > 1 && age <= 3 ? rest : NOTHING,
  days4to7: age > 3 && age <= 7 ? rest : NOTHING,
  days8to30: age > 7 && age <= 30 ? rest : NOTHING,
  over30days: age > 30 ? rest : NOTHING,
});
