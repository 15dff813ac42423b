import type { StoredEvent } from '#event-log';
import type { Instant } from '#kernel';
import { PostingDaysTable, isClosing } from '#periods';
import { Table, column, entriesOf, nullable, write, type Projection, type Tx } from '#projections';
import { BalanceFold, type AccountRow, type DayRow, type LineRow, type MomentRow } from './balance-fold.js';
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
  },
  key: ['account', 'currency'],
  indexes: ['(account_id)'],
});

/** Each line keeps its account's running balance: a balance at any position is one seek in the key. */
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
    balance: column('bigint', ({ balance }) => balance),
  },
  key: ['account_id', 'position', 'line'],
  addedOnly: true,
});

/** Effective at one day as known at another, for one merchant or all: a sum over this. */
const days = new Table<DayRow>({
  name: 'account_days',
  columns: {
    account_id: column('integer', ({ accountId }) => accountId),
    merchant: column('text', ({ merchant }) => merchant),
    business_date: column('date', ({ businessDate }) => businessDate),
    recorded_date: column('date', ({ recordedDate }) => recordedDate),
    debit: column('bigint', ({ debit }) => debit, 'add'),
    credit: column('bigint', ({ credit }) => credit, 'add'),
  },
  key: ['account_id', 'business_date', 'recorded_date', 'merchant'],
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

/** Balances, journal lines with running balances, and day sums of every account: nothing but the sum of what events book. */
export const balances: Projection = {
  name: 'balances',
  version: 3,
  handles: 'all',
  tables: [accounts, lines, days, moments, lateEntries, closed.table, seals],
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
    days.rows(fold.days),
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
    `select account_id as "accountId", account, currency, debit, credit, position from accounts
     where account = any($1) or account_id = (select max(account_id) from accounts)`,
    [[...names]],
  );
}
