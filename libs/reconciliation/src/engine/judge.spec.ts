import type { Item } from '../item.js';
import { item, judging, order, row, saidOf, standingsOf } from '../testing.js';
import { judge, type JudgeInput } from './judge.js';
import { termsOf } from './terms.data.js';

const said = (items: readonly Item[], over: Partial<JudgeInput> = {}): string[] =>
  judge(judging(items, over)).map(saidOf).sort();
const trade = (no: string) => ({ refs: { channelTradeNo: no } });
const orderNo = (no: string) => ({ refs: { merchantOrderNo: no } });

describe('keys, strongest first', () => {
  it.each([
    ['channel-trade-no', { channelTradeNo: 'T1' }, { channelTradeNo: 'T1' }],
    ['merchant-order-no', { merchantOrderNo: 'M1' }, { merchantOrderNo: 'M1' }],
    ['terminal-batch-trace', { terminalNo: '1', batchNo: '2', traceNo: '3' }, { terminalNo: '1', batchNo: '2', traceNo: '3' }],
    ['terminal-batch-trace', { terminalNo: '1', batchNo: '2', traceNo: '3', rrn: 'R1' }, { terminalNo: '1', traceNo: '3' }],
    ['rrn', { rrn: 'R1' }, { rrn: 'R1' }],
    ['order', { orderId: 'O1' }, { orderId: 'O1' }],
  ])('matches by %s', (rule, mine, theirs) => {
    expect(said([item('l', { refs: mine }), row('s', { refs: theirs })])).toEqual([`matched l+s by ${rule}`]);
  });

  it('takes a refund by its own number, else by its original and amount', () => {
    const refund = { kind: 'refund', refs: { channelTradeNo: 'T1', channelRefundNo: 'R1' } } as const;
    expect(said([item('l', refund), row('s', refund)])).toEqual(['matched l+s by channel-trade-no']);
    const unnamed = { kind: 'refund', refs: { channelTradeNo: 'T1' } } as const;
    expect(said([item('l', unnamed), row('s', refund), row('s0', trade('T1')), item('l0', trade('T1'))])).toEqual([
      'matched l+s by channel-trade-no',
      'matched l0+s0 by channel-trade-no',
    ]);
    const other = { kind: 'refund', refs: { channelTradeNo: 'T1', channelRefundNo: 'R2' } } as const;
    expect(said([item('l', refund), row('s', other)])).toEqual([
      'difference l; shortage 10000 NOT_ON_STATEMENT inquire',
      'difference s; surplus -10000 NOT_TOLD record',
    ]);
  });

  it.each<[string, object]>([
    ['of another batch', { refs: { terminalNo: '1', batchNo: '9', traceNo: '3' } }],
    ['of another amount', { refs: { terminalNo: '1', traceNo: '3' }, amount: 99_00 }],
    ['weeks apart', { refs: { terminalNo: '1', traceNo: '3' }, day: '2026-10-20' }],
  ])('does not take a trace for the same %s', (_what, more) => {
    const refs = { terminalNo: '1', batchNo: '2', traceNo: '3' };
    expect(said([item('l', { refs }), row('s', more)])).toHaveLength(2);
  });

  it('does not take a terminal for the same where its numbers come again', () => {
    const refs = { terminalNo: '1', batchNo: '2', traceNo: '3' };
    expect(said([item('l', { refs }), row('s', { refs, day: '2026-10-20' })])).toEqual([
      'difference l; shortage -10000 NOT_ON_STATEMENT inquire',
      'difference s; surplus 10000 NOT_TOLD record',
    ]);
  });

  it('lets the stronger of two that contradict stand, and notes it', () => {
    const items = [
      item('l1', { refs: { channelTradeNo: 'T1', merchantOrderNo: 'M1' } }),
      item('l2', { refs: { merchantOrderNo: 'M2' } }),
      row('s1', { refs: { channelTradeNo: 'T1', merchantOrderNo: 'M2' } }),
    ];
    expect(said(items)).toEqual([
      'difference l2; shortage -10000 NOT_ON_STATEMENT inquire',
      'matched l1+s1 by channel-trade-no',
    ]);
    expect(judge(judging(items)).map(({ contradictions }) => contradictions)).toEqual([
      [{ rule: 'merchant-order-no', item: 's1', other: 'l2' }],
      [{ rule: 'merchant-order-no', item: 'l2', other: 's1' }],
    ]);
  });

  it('proposes by amount and time only, where it is unambiguous on both sides', () => {
    const at = (minute: number) => ({ occurredAt: `2026-10-02T04:${String(minute).padStart(2, '0')}:00.000Z` });
    expect(said([item('l', at(0)), row('s', at(29))])).toEqual(['proposed l+s by amount-and-time']);
    expect(said([item('l', at(0)), row('s', at(29))], { apart: [['l', 's']] })).toHaveLength(2);
    expect(said([item('l', at(0)), row('s', at(31))])).toHaveLength(2);
    expect(said([item('l', at(0)), row('s1', at(5)), row('s2', at(6))])).toEqual([
      'difference l; shortage -10000 UNEXPLAINED inquire',
      'difference s1; surplus 10000 UNEXPLAINED record',
      'difference s2; surplus 10000 UNEXPLAINED record',
    ]);
    expect(said([item('l', { ...at(0), ...trade('T1') }), row('s', { ...at(1), ...trade('T2') })])).toHaveLength(2);
  });
});

describe('one to many', () => {
  it('takes several rows for one payment, and several payments for one row, where sums agree', () => {
    const split = [
      item('l', trade('T1')),
      row('s1', { ...trade('T1'), amount: 40_00 }),
      row('s2', { ...trade('T1'), amount: 60_00 }),
    ];
    expect(said(split)).toEqual(['matched l+s1+s2 by channel-trade-no']);
    const refunds = { kind: 'refund', refs: { channelTradeNo: 'T1' } } as const;
    expect(
      said([
        item('l1', { ...refunds, amount: 20_00 }),
        item('l2', { ...refunds, amount: 30_00 }),
        row('s', { ...refunds, amount: 50_00 }),
      ]),
    ).toEqual(['matched l1+l2+s by channel-trade-no']);
  });

  it('takes an order with all that was collected of it for one case', () => {
    const paid = (requestId: string, no: string, amount: number) => ({ amount, refs: { requestId, channelTradeNo: no } });
    expect(
      said([
        order('o', { refs: { requestId: 'q' } }),
        item('l1', paid('q', 'T1', 40_00)),
        item('l2', paid('q', 'T2', 60_00)),
        row('s1', { ...trade('T1'), amount: 40_00 }),
        row('s2', { ...trade('T2'), amount: 60_00 }),
      ]),
    ).toEqual(['matched o+l1+l2+s1+s2 by channel-trade-no']);
  });

  it('tells an order that was collected twice, or not in full', () => {
    const paid = (no: string, over: Partial<Item> = {}) => ({ refs: { requestId: 'q', channelTradeNo: no }, ...over });
    const o = order('o', { refs: { requestId: 'q' } });
    expect(said([o, item('l1', paid('T1')), item('l2', paid('T2')), row('s1', trade('T1')), row('s2', trade('T2'))])).toEqual([
      'difference o+l1+l2+s1+s2 by channel-trade-no; duplicate of the order 10000 CHARGED_TWICE refund',
    ]);
    const part = { amount: 80_00, requested: 100_00 };
    expect(said([o, item('l', paid('T1', part)), row('s', { ...trade('T1'), amount: 80_00 })])).toEqual([
      'difference o+l+s by channel-trade-no; amount of the order -2000 APPROVED_IN_PART adjust',
    ]);
    expect(said([o, row('s', { refs: { merchantOrderNo: 'M1' } })])).toEqual(['difference s; surplus 10000 NOT_TOLD record']);
    expect(said([order('o', orderNo('M1')), row('s', orderNo('M1'))])).toEqual([
      'difference o+s by order; surplus 10000 NOT_TOLD record',
    ]);
    expect(said([order('o', orderNo('M1'))])).toEqual([]);
  });
});

describe('classes of differences', () => {
  const pair = (mine: Partial<Item>, theirs: Partial<Item>): Item[] => [
    item('l', { ...trade('T'), ...mine }),
    row('s', { ...trade('T'), ...theirs }),
  ];

  it.each([
    ['amount', pair({}, { amount: 95_00 }), 'difference l+s by channel-trade-no; amount -500 UNEXPLAINED adjust'],
    [
      'approved in part',
      pair({ amount: 95_00, requested: 100_00 }, {}),
      'difference l+s by channel-trade-no; amount 500 APPROVED_IN_PART adjust',
    ],
    ['fee taken off', pair({ fee: 60 }, { amount: 99_40 }), 'matched l+s by channel-trade-no; amount -60 FEE_NETTED explained'],
    ['status', pair({}, { status: 'undone' }), 'difference l+s by channel-trade-no; status -10000 UNDONE_AT_CHANNEL record'],
    ['status here', pair({ status: 'undone' }, {}), 'difference l+s by channel-trade-no; status 10000 UNDONE_HERE_ONLY refund'],
    ['open', pair({ status: 'open' }, {}), 'difference l+s by channel-trade-no; status 10000 OUTCOME_OPEN record'],
    ['fee', pair({ fee: 60 }, { fee: 38 }), 'difference l+s by channel-trade-no; fee 22 RATE_DIFFERS agree-fees'],
    ['no fee expected', pair({}, { fee: 38 }), 'matched l+s by channel-trade-no'],
    ['date', pair({}, { day: '2026-10-03' }), 'matched l+s by channel-trade-no; date 0 CUT_OFF explained'],
    ['late', pair({}, { day: '2026-10-09' }), 'difference l+s by channel-trade-no; date 0 UNEXPLAINED inquire'],
    [
      'told twice',
      [...pair({}, {}), row('s2', trade('T'))],
      'difference l+s+s2 by channel-trade-no; duplicate 10000 TOLD_TWICE inquire',
    ],
    [
      'recorded twice',
      [...pair({}, {}), item('l2', trade('T'))],
      'difference l+l2+s by channel-trade-no; duplicate -10000 TOLD_TWICE adjust',
    ],
    ['undone on both', pair({ status: 'undone' }, { status: 'undone' }), 'matched l+s by channel-trade-no'],
    ['undone, on none', [item('l', { status: 'undone' })], 'matched l'],
    ['open, on none', [item('l', { status: 'open' })], 'difference l; status 0 OUTCOME_OPEN inquire'],
    [
      'unknown told twice',
      [row('s1', trade('T')), row('s2', trade('T'))],
      'difference s1+s2 by channel-trade-no; surplus 10000 NOT_TOLD record; duplicate 10000 TOLD_TWICE inquire',
    ],
  ])('%s', (_, items, wanted) => {
    expect(said(items)).toEqual([wanted]);
  });

  it('tells a customer who paid one order twice', () => {
    const refs = (no: string) => ({ refs: { channelTradeNo: no, merchantOrderNo: 'M' } });
    expect(said([item('l', refs('T1')), row('s1', refs('T1')), row('s2', refs('T2'))])).toEqual([
      'difference l+s1+s2 by merchant-order-no; duplicate 10000 CHARGED_TWICE refund',
    ]);
  });

  it('takes a purchase and its reversal on the statement for a payment that was undone', () => {
    const undone = item('l', { ...trade('T'), status: 'undone' });
    expect(said([undone, row('s1', trade('T')), row('s2', { ...trade('T'), direction: 'out' })])).toEqual([
      'matched l+s1+s2 by channel-trade-no',
    ]);
    expect(said([undone, row('s1', trade('T')), row('s2', { ...trade('T'), kind: 'refund' })])).toEqual([
      'matched l+s1+s2 by channel-trade-no',
    ]);
  });

  it('explains what is within tolerance, and tells the amount', () => {
    const terms = { ...termsOf('wechat'), tolerance: 5 };
    expect(said(pair({}, { amount: 100_05 }), { terms })).toEqual([
      'matched l+s by channel-trade-no; amount 5 WITHIN_TOLERANCE explained',
    ]);
    expect(said(pair({}, { amount: 100_06 }), { terms })[0]).toMatch('difference');
  });
});

describe('time', () => {
  const lone = [item('l', { day: '2026-10-31' })];

  it('suspends what only we have on the last day that is told, and opens it once the next one is', () => {
    expect(said(lone)).toEqual(['suspended l; shortage -10000 NOT_ON_STATEMENT inquire']);
    expect(said(lone, { covered: { from: '2026-10-01', until: '2026-11-01' } })).toEqual([
      'difference l; shortage -10000 NOT_ON_STATEMENT inquire',
    ]);
  });

  it('says nothing of days that no statement covers', () => {
    expect(said(lone, { covered: { from: '2026-10-01', until: '2026-10-30' } })).toEqual([]);
    expect(said(lone, { covered: { from: '2026-11-01', until: '2026-11-30' } })).toEqual([]);
    expect(said(lone, { covered: null })).toEqual([]);
  });

  it('opens what only the statement has at once, unless the terms say otherwise', () => {
    const rows = [row('s', { day: '2026-10-31' })];
    expect(said(rows)).toEqual(['difference s; surplus 10000 NOT_TOLD record']);
    const terms = { ...termsOf('wechat'), surplusSuspendDays: 2 };
    expect(said(rows, { terms })[0]).toMatch('suspended');
    expect(said(rows, { terms, today: '2026-11-02' })[0]).toMatch('difference');
  });
});

describe('cases', () => {
  it('puts what comes together into the smallest case, and absorbs the others', () => {
    const [l] = judge(judging([item('l', trade('T'))]));
    const [s] = judge(judging([row('s', trade('T'))]));
    if (!l || !s) throw new Error('nothing was judged');
    const [first, second] = [l.caseId, s.caseId].sort();
    const [both] = judge(judging([item('l', trade('T')), row('s', trade('T'))], { cases: standingsOf([l, s]) }));
    expect(both).toMatchObject({ caseId: first, absorbs: [second], outcome: 'matched' });
  });

  it('leaves a case with the item that it was made of, where its items go separate ways', () => {
    const [l] = judge(judging([item('l')]));
    const cases = standingsOf(l ? [{ ...l, items: [item('l'), row('s')] }] : []);
    const [one, other] = judge(judging([item('l'), row('s', { occurredAt: '2026-10-02T20:00:00.000Z' })], { cases }));
    expect(one?.caseId).toBe(l?.caseId);
    expect(other?.caseId).not.toBe(l?.caseId);
  });

  const decided = (status: 'matched' | 'resolved' | 'written_off', items: Item[]): Partial<JudgeInput> => ({
    cases: [{ caseId: 'c'.repeat(32), status, rule: 'channel-trade-no', items }],
  });

  it('opens a match again where its own items are told otherwise', () => {
    const over = decided('matched', [item('l', trade('T')), row('s', trade('T'))]);
    const [verdict] = judge(judging([item('l', { ...trade('T'), status: 'undone' })], over));
    expect(verdict).toMatchObject({ caseId: 'c'.repeat(32), outcome: 'difference' });
    expect(verdict && saidOf(verdict)).toBe('difference l+s by channel-trade-no; status 10000 UNDONE_HERE_ONLY refund');
  });

  it('judges what comes after a match as if it had been there, in a case of its own', () => {
    const over = decided('matched', [item('l', trade('T')), row('s', trade('T'))]);
    expect(said([row('s2', trade('T'))], over)).toEqual(['difference s2; duplicate 10000 TOLD_TWICE inquire']);
    expect(said([row('s', trade('T'))], decided('matched', [item('l', { ...trade('T'), status: 'undone' })]))).toEqual([
      'difference s; status 10000 UNDONE_HERE_ONLY refund',
    ]);
    const refs = { requestId: 'q' };
    const collected = decided('matched', [
      order('o', { refs }),
      item('l', { refs: { ...refs, channelTradeNo: 'T' } }),
      row('s', trade('T')),
    ]);
    expect(said([item('l2', { refs: { ...refs, channelTradeNo: 'T2' } }), row('s2', trade('T2'))], collected)).toEqual([
      'difference l2+s2 by channel-trade-no; duplicate of the order 10000 CHARGED_TWICE refund',
    ]);
  });

  it('explains what was resolved before it came, and asks where it was written off', () => {
    const l = item('l', trade('T'));
    const s = row('s', trade('T'));
    expect(said([l], decided('resolved', [s]))).toEqual(['matched l; shortage -10000 AFTER_DECISION explained']);
    expect(said([s], decided('resolved', [l]))).toEqual(['matched s; surplus 10000 AFTER_DECISION explained']);
    expect(said([s], decided('written_off', [l]))).toEqual(['difference s; surplus 10000 AFTER_DECISION adjust']);
  });
});
