import { freshEnough, type Answer, type Freshness, type Reader } from '#projections';
import { ACCOUNT, COLLECTED_BY, OWN_AXES, bookedSums, bothAt, destinationOf, rootOf, type KnownAt } from './attributed.sql.js';
import type { TimesOfDay } from './report-span.js';
import { transactions } from './transactions.js';

/** Axes by which ages can be broken down; `account` is the shop, merchant number, app or client key. */
export const AGEING_AXES = [
  'merchant',
  'store',
  'side',
  'channel',
  'account',
  'method',
  'liveRoom',
  'terminal',
  'operator',
  'destination',
] as const;
export type AgeingAxis = (typeof AGEING_AXES)[number];

/** What the channels owe us at the end of a day, by how long ago it was sold, 分. Null on axes that were not asked for. */
export interface AgeingRow extends Readonly<Record<AgeingAxis, string | null>> {
  /** Days since the sale: of the day itself or the day before. */
  readonly days0To1: number;
  readonly days2To3: number;
  readonly days4To7: number;
  readonly days8To15: number;
  readonly days16To30: number;
  readonly daysOver30: number;
  /**
   * What no sale stands behind: payouts that name no transaction of ours, sales that were paid out twice. Mostly negative; the
   * buckets with it are `outstanding`.
   */
  readonly unallocated: number;
  /** As the unified report has it at the end of that day. */
  readonly outstanding: number;
  /** Transactions of which something is owed. */
  readonly openCount: number;
}

export interface AgeingAsked extends Freshness {
  /** As the book stood at the end of the effective day. */
  readonly times: TimesOfDay;
  readonly by: readonly AgeingAxis[];
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
}

/** Of whom the whole root is; where nobody tells, of the entry. */
const VALUE_OF: Readonly<Record<AgeingAxis, string>> = {
  merchant: 'coalesce(told.merchant, booked.merchant)',
  store: 'coalesce(told.store, booked.store)',
  side: 'coalesce(told.side, booked.side)',
  channel: `coalesce(${COLLECTED_BY}, booked.channel)`,
  account: `coalesce(${ACCOUNT}, '-')`,
  method: 'coalesce(told.method, booked.method)',
  ...OWN_AXES,
};

const named = (axis: AgeingAxis): string => `"${axis}"`;
const ALL = AGEING_AXES.map(named).join(', ');

/** What is sold, and how long ago, is known of a root alone: what was paid out stands in streams of its own. */
const ageingAt = (at: KnownAt): string => `
  with rooted as (
    select coalesce(told.stream, booked.stream) as root, booked.business_date, booked.gross, booked.outstanding,
      ${AGEING_AXES.map((axis) => `case when '${axis}' = any($2) then ${VALUE_OF[axis]} end as ${named(axis)}`).join(',\n      ')}
    from ${bookedSums(at, 'booked.business_date <= $1')} ${rootOf(at)} ${destinationOf(at)}
    where ($3::text is null or ${VALUE_OF.merchant} = $3)
      and ($4::text is null or ${VALUE_OF.store} = $4)
  ), open as (
    select ${ALL}, sum(outstanding) as owed, $1::date - min(business_date) filter (where gross > 0) as age
    from rooted group by root, ${ALL} having sum(outstanding) <> 0
  ), sorted as (
    select *, case when age is null or owed < 0 then 'unallocated' when age <= 1 then '0' when age <= 3 then '2'
      when age <= 7 then '4' when age <= 15 then '8' when age <= 30 then '16' else '31' end as bucket
    from open
  )
  select ${ALL},
    ${(
      [
        ['0', 'days0To1'],
        ['2', 'days2To3'],
        ['4', 'days4To7'],
        ['8', 'days8To15'],
        ['16', 'days16To30'],
        ['31', 'daysOver30'],
        ['unallocated', 'unallocated'],
      ] satisfies [string, keyof AgeingRow][]
    )
      .map(([bucket, name]) => `coalesce(sum(owed) filter (where bucket = '${bucket}'), 0)::bigint as "${name}"`)
      .join(',\n    ')},
    sum(owed)::bigint as outstanding, count(*) filter (where bucket <> 'unallocated') as "openCount"
  from sorted group by ${ALL} order by ${ALL}`;
const AGEING = bothAt(ageingAt, '$5');

/** How old what the channels owe us is. */
export class AgeingQuery {
  constructor(private readonly reader: Reader) {}

  ageing({ times, by, merchant, store, minPosition }: AgeingAsked): Promise<Answer<AgeingRow[]>> {
    const params = [times.effective, [...by], merchant ?? null, store ?? null];
    const { known } = times;
    const question = known === undefined ? { sql: AGEING.now, params } : { sql: AGEING.known, params: [...params, known] };
    return this.reader.rows<AgeingRow>({ projection: transactions, ...question, ...freshEnough(times, { minPosition }) });
  }
}
