import type { Position } from '#event-log';
import type { Answer, Freshness, Reader } from '#projections';
import { balances } from './balances.js';

/** A line in a queue: what came in, or what was paid out. */
export interface QueuedLine {
  readonly side: 'in' | 'out';
  readonly stream: string;
  readonly position: Position;
  /** 分. Of a payout that was returned, negative. */
  readonly amount: number;
  /** Sum of the lines of its side before it. */
  readonly before: number;
}

export interface PayoutsAsked extends Freshness {
  /** Where money comes in before it is paid out. */
  readonly account: string;
  /** What payouts are debited to. */
  readonly transit: string;
  /** Of the events whose money is looked for. */
  readonly positions: readonly Position[];
}

/** A payout that was returned brings no new money: it only takes the payout back. */
const QUEUE = `
  select 'in' as side, line.stream, line.position, line.amount, (
    select coalesce(sum(earlier.amount), 0)::bigint from read.journal_lines earlier
    where earlier.account_id = line.account_id and earlier.amount > 0
      and (earlier.position, earlier.line) < (line.position, line.line)
      and not exists (
        select 1 from read.journal_lines payout
        where payout.account_id = (select account_id from read.accounts where account = $2 and currency = 'CNY')
          and payout.position = earlier.position)
  ) as before
  from read.journal_lines line
  where line.account_id = (select account_id from read.accounts where account = $1 and currency = 'CNY')
    and line.position = any($3) and line.amount > 0
  union all
  select 'out', stream, position, amount, (sum(amount) over (order by position, line) - amount)::bigint
  from read.journal_lines
  where account_id = (select account_id from read.accounts where account = $2 and currency = 'CNY')
    and exists (
      select 1 from read.journal_lines own
      where own.account_id = (select account_id from read.accounts where account = $1 and currency = 'CNY')
        and own.position = journal_lines.position)
  order by side, position`;

/** What of some events' money was paid out, first in first out. */
export class PayoutQuery {
  constructor(private readonly reader: Reader) {}

  /** The money of the events in its queue, and all payouts of the account. */
  queue({ account, transit, positions, minPosition }: PayoutsAsked): Promise<Answer<QueuedLine[]>> {
    return this.reader.rows<QueuedLine>({
      projection: balances,
      sql: QUEUE,
      params: [account, transit, positions],
      minPosition,
    });
  }
}
