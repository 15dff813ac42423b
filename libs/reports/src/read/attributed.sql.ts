/** As all that is recorded says, or as known at the position of a parameter. */
export type KnownAt = { readonly known?: `$${number}` };

const SUMS = ['gross', 'subsidies', 'refunds', 'settled_gross', 'adjustments', 'outstanding', 'fees', 'settled_net'] as const;
const HEADING = 'stream, business_date, merchant, store, side, channel, method';

/** `where` on a table of the read model: what became known up to the position. */
export const upTo = (row: string, { known }: KnownAt): string => (known === undefined ? 'true' : `${row}.position <= ${known}`);

/** What each stream has booked under a heading, where a condition on `booked` holds: `booked` of the joins below. */
export const bookedSums = (at: KnownAt, where: string): string =>
  at.known === undefined
    ? `(select * from read.transaction_entries booked where ${where}) booked`
    : `(
      select ${HEADING}, ${SUMS.map((sum) => `sum(${sum})::bigint as ${sum}`).join(', ')}
      from read.transaction_moves booked where ${upTo('booked', at)} and ${where} group by ${HEADING}
    ) booked`;

/** Its fees by kind, likewise, event by event. */
export const bookedFees = (at: KnownAt, where: string): string =>
  `(select * from read.transaction_fees booked where ${upTo('booked', at)} and ${where}) booked`;

/** Joins the row of a stream: as it is, or its last version up to the position. */
const joined = (name: string, { table, versions, stream, known }: KnownAt & Versioned): string =>
  known === undefined
    ? `left join read.${table} ${name} on ${name}.stream = ${stream}`
    : `left join lateral (
    select * from read.${versions} last where last.stream = ${stream} and last.position <= ${known} order by last.position desc limit 1
  ) ${name} on true`;

/** Whether a row of a table of versions is the last of its stream, up to the position. */
export const isLast = (row: string, table: string, at: KnownAt): string => `${upTo(row, at)} and not exists (
      select from read.${table} later where later.stream = ${row}.stream and later.position > ${row}.position and ${upTo('later', at)})`;

interface Versioned {
  readonly table: string;
  readonly versions: string;
  readonly stream: string;
}

/**
 * Where a stream belongs: itself, or the transaction that it names and that alone is known under that number. A question needs
 * `booked` with a column `stream`.
 */
export const rootOf = (at: KnownAt): string => `
  ${joined('follower', { ...at, table: 'transaction_followers', versions: 'follower_versions', stream: 'booked.stream' })}
  left join lateral (
    select min(known.stream) as stream from read.transaction_references known
    where known.value = follower.value and known.kind = follower.kind and known.scope = follower.scope and ${upTo('known', at)}
    having count(*) = 1
  ) followed on true
  ${joined('told', { ...at, table: 'transactions', versions: 'transaction_versions', stream: 'coalesce(followed.stream, booked.stream)' })}`;

/** Who collects what stands under a root, and when it happened. */
export const COLLECTED_BY = 'coalesce(told.channel, follower.channel)';
export const ACCOUNT = 'coalesce(told.account, follower.account)';
export const HAPPENED_AT = 'coalesce(told.happened_at, follower.happened_at)';
export const TERMINAL = 'coalesce(told.terminal, follower.terminal)';

/** Who collects, its number of the merchant, and when: SQL of each. */
interface Collected {
  readonly channel: string;
  readonly account: string;
  readonly at: string;
}

const OF_ROOT: Collected = { channel: COLLECTED_BY, account: ACCOUNT, at: HAPPENED_AT };

/** Of each destination what was set last, by its position. */
const lastSet = (table: string, at: KnownAt): string => `(
      select distinct on (channel, account, id) * from read.${table} told where ${upTo('told', at)}
      order by channel, account, id, told.position desc
    )`;

/** Where the channel's money went at that time; at most one is in force. */
export const destinationOf = (at: KnownAt, { channel, account, at: moment }: Collected = OF_ROOT): string => `
  left join (
    select agreed.channel, agreed.account, agreed.payee, agreed.cycle, agreed.cut_off, agreed.from_at,
      coalesce(ended.to_at, agreed.to_at) as to_at
    from ${lastSet('report_destinations', at)} agreed
      left join ${lastSet('report_destination_ends', at)} ended using (channel, account, id)
  ) destination on destination.channel = ${channel} and destination.account = ${account}
    and destination.from_at <= ${moment} and (destination.to_at is null or ${moment} < destination.to_at)`;

/** What is not known of it has a dash, as a store has that nobody names. */
const known = (value: string): string => `coalesce(${value}, '-')`;

/** Axes that entries do not have, by the name of the axis. */
export const OWN_AXES = {
  liveRoom: known('told.live_room'),
  terminal: known(TERMINAL),
  operator: known('told.operator'),
  destination: known('destination.payee'),
} as const;

/** Rows of `booked` with every axis of the report and further columns. A `where` goes behind it. */
export const attributed = (at: KnownAt, booked: string, columns: string): string => `
    select booked.stream, booked.business_date, booked.merchant, booked.store, booked.side, booked.channel, booked.method,
      ${OWN_AXES.liveRoom} as live_room, ${OWN_AXES.terminal} as terminal, ${OWN_AXES.operator} as operator,
      ${OWN_AXES.destination} as destination, ${columns}
    from ${booked} ${rootOf(at)} ${destinationOf(at)}`;

/** A question as all that is recorded answers it, and as known at a position. */
export interface BothAt {
  readonly now: string;
  readonly known: string;
}

export const bothAt = (sql: (at: KnownAt) => string, known: `$${number}`): BothAt => ({ now: sql({}), known: sql({ known }) });
