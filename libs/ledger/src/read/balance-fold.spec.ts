import type { StoredEvent } from '#event-log';
import { credit, debit, money, type BusinessDate, type Entry, type Instant, type Line } from '#kernel';
import { PostingDays, type ClosedDays } from '#periods';
import { BalanceFold, type AccountRow } from './balance-fold.js';
import { BLOCK } from './blocks.js';

const OF = { merchant: 'm1', store: 's1', side: 'offline', channel: 'unionpay', method: 'card' } as const;
const DAY = '2026-09-21' as BusinessDate;
const BANK = 'assets:bank:icbc';
const REVENUE = 'revenue:offline:s1';

const entry = (...lines: Line[]): Entry => ({ kind: 'sale', businessDate: DAY, currency: 'CNY', of: OF, lines });
const sale = (amount: number): Entry => entry(debit(BANK, money(amount)), credit(REVENUE, money(amount)));

const event = (position: string, entries: readonly Entry[], recordedAt = '2026-09-21T02:00:00.000Z'): StoredEvent => ({
  position,
  stream: 'payment-1',
  revision: 0,
  id: position,
  type: 'PaymentPurchased',
  data: { entries },
  metadata: { v: 1, commandId: 'c', correlationId: 'c', actor: 'test' },
  recordedAt: recordedAt as Instant,
});

const folded = (
  events: readonly StoredEvent[],
  known: readonly AccountRow[] = [],
  closed: readonly ClosedDays[] = [],
): BalanceFold => {
  const fold = new BalanceFold(known, new PostingDays(closed));
  for (const each of events) fold.post(each);
  return fold;
};

describe('the fold of balances', () => {
  it('numbers accounts by first appearance and sums either side', () => {
    const { accounts } = folded([event('1', [sale(500)]), event('2', [sale(250)])]);
    expect(accounts).toEqual([
      {
        ...{ accountId: 1, account: BANK, currency: 'CNY', debit: 750, credit: 0, position: '2', lines: 2 },
        open: [{ merchant: 'm1', day: DAY, debit: 750, credit: 0, lines: 2, position: '2', line: 0 }],
      },
      {
        ...{ accountId: 2, account: REVENUE, currency: 'CNY', debit: 0, credit: 750, position: '2', lines: 2 },
        open: [{ merchant: 'm1', day: DAY, debit: 0, credit: 750, lines: 2, position: '2', line: 1 }],
      },
    ]);
  });

  it('goes on from accounts that stand, and leaves the given rows as they are', () => {
    const open = [{ merchant: 'm1', day: DAY, debit: 10, credit: 100, lines: 2, position: '1', line: 1 }];
    const stands = { accountId: 7, account: REVENUE, currency: 'CNY', debit: 10, credit: 100, position: '1', lines: 2, open };
    const known: AccountRow[] = [stands];
    const { accounts } = folded([event('2', [sale(5)])], known);
    expect(accounts).toMatchObject([
      { accountId: 8, account: BANK, debit: 5, credit: 0, position: '2', lines: 1 },
      { accountId: 7, account: REVENUE, debit: 10, credit: 105, position: '2', lines: 3, open: [{ credit: 105, lines: 3 }] },
    ]);
    expect([stands.credit, open[0]?.credit]).toEqual([100, 100]);
  });

  it('keeps the running balance on every line, numbered over all entries of an event', () => {
    const { lines } = folded([
      event('1', [sale(500), sale(20)]),
      event('2', [entry(debit(REVENUE, money(1)), credit(BANK, money(1)))]),
    ]);
    expect(lines.map(({ accountId, line, amount, balance }) => [accountId, line, amount, balance])).toEqual([
      [1, 0, 500, 500],
      [2, 1, -500, -500],
      [1, 2, 20, 520],
      [2, 3, -20, -520],
      [2, 0, 1, -519],
      [1, 1, -1, 519],
    ]);
  });

  it('sums the open block by day and merchant, and closes it when it is full', () => {
    const other = { ...sale(7), of: { ...OF, merchant: 'm2' } };
    const lines = Array.from({ length: BLOCK + 1 }, (_, index) =>
      event(String(1_000 + index), [index === 3 ? other : sale(1)]),
    );
    const { accounts, blocks, holders, months } = folded(lines);
    expect(blocks.filter(({ accountId }) => accountId === 1)).toMatchObject([
      {
        block: 0,
        parts: [
          { merchant: 'm1', day: DAY, debit: BLOCK - 1, lines: BLOCK - 1, position: String(999 + BLOCK) },
          { merchant: 'm2', day: DAY, debit: 7, lines: 1, position: '1003' },
        ],
      },
    ]);
    expect(accounts[0]?.open).toMatchObject([{ merchant: 'm1', debit: 1, lines: 1 }]);
    expect(holders.map(({ merchant, accountId }) => [merchant, accountId])).toEqual([
      ['m1', 1],
      ['m1', 2],
      ['m2', 1],
      ['m2', 2],
    ]);
    expect(months).toEqual([
      { merchant: 'm1', month: '2026-09' },
      { merchant: 'm2', month: '2026-09' },
    ]);
  });

  it('books on the first open day what belongs to a closed one, and keeps its own', () => {
    const closed = { merchant: 'm1', closedThrough: '2026-09-30' as BusinessDate };
    const { lines, accounts, late } = folded([event('1', [sale(1)])], [], [closed]);
    expect(late).toMatchObject([{ index: 0, bookedDay: '2026-10-01', entry: { businessDate: DAY } }]);
    expect(lines).toMatchObject([
      { businessDate: '2026-10-01', trueDate: DAY },
      { businessDate: '2026-10-01', trueDate: DAY },
    ]);
    expect(accounts.map(({ open }) => open[0]?.day)).toEqual(['2026-10-01', '2026-10-01']);
    expect(folded([event('1', [sale(1)])]).lines[0]).toMatchObject({ businessDate: DAY, trueDate: null });
  });

  it('keeps the last position of each moment, whatever an event books', () => {
    const at = '2026-09-21T02:00:00.000Z';
    expect(folded([event('1', [sale(1)], at), event('2', [sale(1)], at), event('3', [], at)]).moments).toEqual([
      { recordedAt: at, position: '3' },
    ]);
  });

  it('takes a clock that was put back to have stood still', () => {
    const [late, early] = ['2026-09-21T02:00:00.000Z', '2026-09-21T01:00:00.000Z'] as const;
    expect(folded([event('1', [], late), event('2', [], early)]).moments).toEqual([{ recordedAt: late, position: '2' }]);
    const fold = new BalanceFold([], new PostingDays(), late as Instant);
    fold.post(event('2', [], early));
    expect(fold.moments).toEqual([{ recordedAt: late, position: '2' }]);
  });

  it('takes events without entries for what they are', () => {
    const { accounts, lines, blocks } = folded([{ ...event('1', []), data: { name: 'a store' } }]);
    expect([accounts, lines, blocks]).toEqual([[], [], []]);
  });

  it('throws when a turnover passes the safe integers', () => {
    const full = { debit: Number.MAX_SAFE_INTEGER, credit: 0, position: '1', lines: 1, open: [] };
    const known = [{ accountId: 1, account: BANK, currency: 'CNY', ...full }];
    expect(() => folded([event('2', [sale(1)])], known)).toThrow('assets:bank:icbc passes the safe integers');
  });
});
