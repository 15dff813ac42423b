import type { StoredEvent } from '#event-log';
import type { Instant } from '#kernel';
import { PostingDaysTable, isClosing } from '#periods';
import { Table, column, entriesOf, nullable, write, type Projection, type Tx } from '#projections';
import { BalanceFold, type AccountRow, type HolderRow, type LineRow, type MomentRow, type MonthRow } from './balance-fold.js';
import { nodes, nodesAfter } from './blocks.js';
import { lateEntries } from './late-entries.js';
import { sealOf, seals } from './seals.js';

const accounts = new Table<AccountRow>({
  name: 'accounts',
  columns: {
    account_id: column('integer', ({ accountId }) => accountId),
    account: column('text', ({ account }) => account),
    currency: column('text', ({ currency }) => currency),
    debit: column('bigint', ({ debit }) => debit),
    credit: column('bigint', ({ credit }) => credit),
    position: column('text', ({ position }) => position),
    lines: column('integer', ({ lines }) => lines),
    open: column('json', ({ open }) => open),
  },
  key: ['account', 'currency'],
  indexes: ['(account_id)'],
});

/** Each line keeps what its account stands at after it: a balance at any position is one seek in the key. */
const lines = new Table<LineRow>({
  name: 'journal_lines',
  columns: {
    account_id: column('integer', ({ accountId }) => accountId),
    position: column('text', ({ event }) => event.position),
    line: column('smallint', ({ line }) => line),
    stream: column('text', ({ event }) => event.stream),
    kind: column('text', ({ kind }) => kind),
    business_date: column('date', ({ businessDate }) => businessDate),
    true_date: nullable('date', ({ trueDate }) => trueDate),
    merchant: column('text', ({ merchant }) => merchant),
    recorded_at: column('timestamptz', ({ event }) => event.recordedAt),
    amount: column('bigint', ({ amount }) => amount),
    ordinal: column('integer', ({ ordinal }) => ordinal),
    debit: column('bigint', ({ debit }) => debit),
    balance: column('bigint', ({ balance }) => balance),
  },
  key: ['account_id', 'position', 'line'],
  addedOnly: true,
});

const holders = new Table<HolderRow>({
  name: 'account_merchants',
  columns: {
    merchant: column('text', ({ merchant }) => merchant),
    account_id: column('integer', ({ accountId }) => accountId),
  },
  key: ['merchant', 'account_id'],
});

const months = new Table<MonthRow>({
  name: 'booked_months',
  columns: {
    merchant: column('text', ({ merchant }) => merchant),
    month: column('text', ({ month }) => month),
  },
  key: ['merchant', 'month'],
});

/** A moment stands for one position: one seek finds it. */
const moments = new Table<MomentRow>({
  name: 'recorded_moments',
  columns: {
    recorded_at: column('timestamptz', ({ recordedAt }) => recordedAt),
    position: column('text', ({ position }) => position),
  },
  key: ['recorded_at'],
  indexes: ['(position)'],
});

const closed = new PostingDaysTable('closed_in_balances');

/** Balances, journal lines with running balances, and sums over days of every account: nothing but the sum of what events book. */
export const balances: Projection = {
  name: 'balances',
  version: 3,
  handles: 'all',
  tables: [accounts, lines, nodes, holders, months, moments, lateEntries, closed.table, seals],
  apply: async (events, tx) => {
    for (const stretch of untilClosings(events)) {
      await book(stretch, tx);
      const last = stretch.at(-1);
      if (last && isClosing(last)) await write(tx, seals.rows([await sealOf(last, last.position, tx)]));
    }
  },
  violations: `
    select format('%s is off by %s', currency, sum(debit) - sum(credit)) from accounts group by currency having sum(debit) <> sum(credit)
    union all
    select format('%s stands at %s, its lines at %s', account, debit - credit, amount) from accounts
    join (select account_id, sum(amount) as amount from journal_lines group by account_id) summed using (account_id)
    where debit - credit <> amount
    union all
    select format('%s has %s lines, %s of them in blocks and behind', account, accounts.lines, summed.lines + opened.lines)
    from accounts, lateral (
      select coalesce(sum(lines), 0) as lines, coalesce(sum(debit), 0) as debit from (
        select distinct on (level, node) lines, debit from balance_nodes
        where account_id = accounts.account_id and merchant = '' and level = 0 order by level, node, block desc
      ) days
    ) summed, lateral (
      select coalesce(sum(lines), 0) as lines, coalesce(sum(debit), 0) as debit
      from jsonb_to_recordset(open) as part (lines integer, debit bigint)
    ) opened
    where accounts.lines <> summed.lines + opened.lines or accounts.debit <> summed.debit + opened.debit
    union all
    select format('%s stands at %s, its last line at %s', account, debit - credit, balance) from accounts, lateral (
      select balance from journal_lines where account_id = accounts.account_id order by position desc, line desc limit 1
    ) last where debit - credit <> balance`,
};

/** Cut behind each closing, which is sealed as the book stands there. */
function untilClosings(events: readonly StoredEvent[]): (readonly StoredEvent[])[] {
  const ends = events.flatMap((event, index) => (isClosing(event) ? [index + 1] : []));
  if (ends.length === 0) return [events];
  return [0, ...ends].map((start, index) => events.slice(start, ends[index])).filter(({ length }) => length > 0);
}

async function book(events: readonly StoredEvent[], tx: Tx): Promise<void> {
  const postingDays = await closed.load(tx);
  const fold = new BalanceFold(await accountsOf(events, tx), postingDays, await lastMoment(tx));
  for (const event of events) fold.post(event);
  await write(
    tx,
    accounts.rows(fold.accounts),
    lines.rows(fold.lines),
    lateEntries.rows(fold.late),
    nodes.rows(await nodesAfter(fold.blocks, tx)),
    holders.rows(fold.holders),
    months.rows(fold.months),
    moments.rows(fold.moments),
    closed.rows(postingDays),
  );
}

async function lastMoment(tx: Tx): Promise<Instant | undefined> {
  const sql = 'select recorded_at as "recordedAt" from recorded_moments order by recorded_at desc limit 1';
  return (await tx.query<{ recordedAt: Instant }>(sql))[0]?.recordedAt;
}

/** The accounts that events move, as they stand, and behind them the one that was numbered last. */
function accountsOf(events: readonly StoredEvent[], tx: Tx): Promise<AccountRow[]> {
  const names = new Set<string>();
  for (const event of events) for (const { lines } of entriesOf(event)) for (const { account } of lines) names.add(account);
  return tx.query(
    `select account_id as "accountId", account, currency, debit, credit, position, lines, open from accounts
     where account = any($1) or account_id = (select max(account_id) from accounts)`,
    [[...names]],
  );
}
