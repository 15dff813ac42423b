/**
 * Where a stream belongs: itself, or the transaction that it names and that alone is known under that number. A question needs
 * `booked` with a column `stream`.
 */
export const ROOT = `
  left join read.transaction_followers follower on follower.stream = booked.stream
  left join lateral (
    select min(known.stream) as stream from read.transaction_references known
    where known.value = follower.value and known.kind = follower.kind and known.scope = follower.scope
    having count(*) = 1
  ) followed on true
  left join read.transactions told on told.stream = coalesce(followed.stream, booked.stream)`;

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

/** Where the channel's money went at that time; at most one is in force. */
export const destinationOf = ({ channel, account, at }: Collected): string => `
  left join (
    select agreed.channel, agreed.account, agreed.payee, agreed.cycle, agreed.cut_off, agreed.from_at,
      coalesce(ended.to_at, agreed.to_at) as to_at
    from read.report_destinations agreed left join read.report_destination_ends ended using (channel, account, id)
  ) destination on destination.channel = ${channel} and destination.account = ${account}
    and destination.from_at <= ${at} and (destination.to_at is null or ${at} < destination.to_at)`;

export const DESTINATION = destinationOf({ channel: COLLECTED_BY, account: ACCOUNT, at: HAPPENED_AT });

/** What is not known of it has a dash, as a store has that nobody names. */
const known = (value: string): string => `coalesce(${value}, '-')`;

/** Axes that entries do not have, by the name of the axis. */
export const OWN_AXES = {
  liveRoom: known('told.live_room'),
  terminal: known(TERMINAL),
  operator: known('told.operator'),
  destination: known('destination.payee'),
} as const;

/** Rows of a table of `booked` with every axis of the report and further columns. A `where` goes behind it. */
export const attributed = (table: 'transaction_entries' | 'transaction_fees', columns: string): string => `
    select booked.stream, booked.business_date, booked.merchant, booked.store, booked.side, booked.channel, booked.method,
      ${OWN_AXES.liveRoom} as live_room, ${OWN_AXES.terminal} as terminal, ${OWN_AXES.operator} as operator,
      ${OWN_AXES.destination} as destination, ${columns}
    from read.${table} booked ${ROOT} ${DESTINATION}`;
