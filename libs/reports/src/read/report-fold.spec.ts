import type { StoredEvent } from '#event-log';
import { credit, debit, money, type BusinessDate, type Entry, type EntryKind, type Instant, type Line } from '#kernel';
import { PostingDays, type ClosedDays } from '#periods';
import { ReportFold, type StreamRow } from './report-fold.js';

const OF = { merchant: 'm1', store: 's1', side: 'online', channel: 'douyin', method: 'wechat' } as const;
const DAY = '2026-09-21' as BusinessDate;
const HEADING = '2026-09-21|m1|s1|online|douyin|wechat';
const RECEIVABLE = 'assets:receivable:douyin:1';
const CONTRACT = 'liabilities:contract:1';

const entry = (kind: EntryKind, ...lines: Line[]): Entry => ({ kind, businessDate: DAY, currency: 'CNY', of: OF, lines });
const sale = (amount: number): Entry => entry('sale', debit(RECEIVABLE, money(amount)), credit(CONTRACT, money(amount)));
const unsale = (amount: number): Entry => entry('sale', debit(CONTRACT, money(amount)), credit(RECEIVABLE, money(amount)));
const refund = (amount: number): Entry => entry('refund', debit(CONTRACT, money(amount)), credit(RECEIVABLE, money(amount)));
const settlement = entry(
  'settlement',
  debit('assets:douyin-account:1', money(9_171)),
  debit('expenses:fees:platform-service', money(540)),
  debit('expenses:fees:commission', money(1_079)),
  credit(RECEIVABLE, money(10_790)),
);

let position = 0;
const event = (stream: string, ...entries: readonly Entry[]): StoredEvent => ({
  position: String((position += 1)),
  stream,
  revision: 0,
  id: String(position),
  type: 'Any',
  data: { entries },
  metadata: { v: 1, commandId: 'c', correlationId: 'c', actor: 'test' },
  recordedAt: '2026-09-21T02:00:00.000Z' as Instant,
});

const folded = (
  events: readonly StoredEvent[],
  known: readonly StreamRow[] = [],
  closed: readonly ClosedDays[] = [],
): ReportFold => {
  const fold = new ReportFold(known, new PostingDays(closed));
  for (const each of events) fold.post(each);
  return fold;
};

describe('the fold of the daily report', () => {
  it('puts what moves money that is waited for under its purpose, and fees and payouts beside', () => {
    const subsidy = entry('subsidy', debit(RECEIVABLE, money(800)), credit('revenue:online:1', money(800)));
    const { days } = folded([event('a', sale(12_990)), event('a', refund(3_000)), event('b', settlement, subsidy)]);
    expect(days).toEqual([
      {
        businessDate: DAY,
        ...OF,
        gross: 12_990,
        subsidies: 800,
        refunds: 3_000,
        settledGross: 10_790,
        adjustments: 0,
        outstanding: 0,
        fees: 1_619,
        settledNet: 9_171,
        saleCount: 1,
        refundCount: 1,
        settlementCount: 1,
      },
    ]);
  });

  it('leaves memo accounts and recognition out', () => {
    const hold = entry('authorization', debit('memo:authorized:1', money(5)), credit('memo:authorized-contra:1', money(5)));
    const recognition = entry('recognition', debit(CONTRACT, money(5)), credit('revenue:online:1', money(5)));
    const [day] = folded([event('a', hold, recognition)]).days;
    expect(Object.values(day ?? {}).filter((value) => typeof value === 'number' && value !== 0)).toEqual([]);
  });

  it('shows whatever else moves what is waited for as an adjustment, so that the columns always add up', () => {
    const odd = entry('suspense', debit('equity:suspense:any', money(7)), credit(RECEIVABLE, money(7)));
    expect(folded([event('a', odd)]).days).toMatchObject([{ adjustments: -7, outstanding: -7 }]);
  });

  it('counts a stream once however often it books, and not at all when it took everything back', () => {
    expect(folded([event('a', sale(100)), event('a', sale(20)), event('b', sale(5))]).days).toMatchObject([{ saleCount: 2 }]);
    expect(folded([event('a', sale(100)), event('a', unsale(100))]).days).toMatchObject([{ gross: 0, saleCount: 0 }]);
    expect(folded([event('a', unsale(10)), event('a', sale(110))]).days).toMatchObject([{ gross: 100, saleCount: 1 }]);
  });

  it('counts a sale that another stream takes back as one less where it is taken from, and one more where it goes', () => {
    const there = { ...sale(100), of: { ...OF, store: 's2' } };
    expect(folded([event('a', sale(100)), event('correction', unsale(100), there)]).days).toMatchObject([
      { gross: 0, saleCount: 0 },
      { store: 's2', gross: 100, saleCount: 1 },
    ]);
  });

  it('counts on from what a stream had', () => {
    const known: StreamRow[] = [{ stream: 'a', heading: HEADING, gross: 100, refunds: 0, settledGross: 0 }];
    const fold = folded([event('a', unsale(100)), event('a', refund(100))], known);
    expect(fold.days).toMatchObject([{ gross: -100, saleCount: -1, refunds: 100, refundCount: 1 }]);
    expect(fold.streams).toEqual([{ stream: 'a', heading: HEADING, gross: 0, refunds: 100, settledGross: 0 }]);
    expect(known[0]?.gross).toBe(100);
  });

  it('turns a settlement that goes back into a negative one', () => {
    const back = entry('settlement', debit(RECEIVABLE, money(20)), credit('assets:douyin-account:1', money(20)));
    expect(folded([event('a', back)]).days).toMatchObject([{ settledGross: -20, settledNet: -20, outstanding: 20 }]);
  });

  it('puts what belongs to a closed day under the first open one, and counts it there', () => {
    const closed = [{ merchant: 'm1', closedThrough: '2026-09-30' as BusinessDate }];
    const { days } = folded([event('a', unsale(500))], [], closed);
    expect(days).toMatchObject([{ businessDate: '2026-10-01', gross: -500, saleCount: -1 }]);
  });
});
