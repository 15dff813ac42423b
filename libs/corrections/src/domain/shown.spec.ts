import { credit, debit, isRejection, money, type Entry, type Line, type Rejection } from '#kernel';
import { balanceLines } from '#kernel/testing';
import { OF, TODAY, caseSeen, found, proposing, reversing, sale } from '../testing.js';
import type { Attribution, Draft, Shown } from './correction.messages.js';
import { shownOf } from './shown.js';

const show = (draft: Draft): Shown | Rejection => shownOf(proposing(draft));
const codeOf = (draft: Draft): string | undefined => {
  const shown = show(draft);
  return isRejection(shown) ? shown.code : undefined;
};
function entriesOf(draft: Draft): readonly Entry[] {
  const shown = show(draft);
  if (isRejection(shown)) throw new Error(shown.code);
  return shown.entries;
}
const adjust = (...lines: Line[]): Draft => ({ kind: 'adjust', of: OF, lines });
const reattribute = (attribution: Attribution, booked: Entry = sale()): Draft => ({
  kind: 're-attribute',
  target: found(booked),
  attribution,
});

describe('what a correction books', () => {
  it('takes an entry back line by line, on the day of the correction', () => {
    expect(entriesOf(reversing())).toEqual([
      {
        ...sale(),
        businessDate: TODAY,
        lines: [
          credit('assets:clearing:unionpay:898100012340001', money(12_990)),
          debit('revenue:offline:tea:bund', money(12_990)),
        ],
      },
    ]);
    expect(show(reversing())).toMatchObject({ corrects: [{ eventId: found().eventId, entry: 0 }], seen: [{ revision: 3 }] });
  });

  it('counts the same money to another store', () => {
    const [taken, given] = entriesOf(reattribute({ to: 'store', store: 'lake' }));
    expect(taken?.of.store).toBe('bund');
    expect(given?.of).toEqual({ ...OF, store: 'lake' });
    expect(balanceLines(entriesOf(reattribute({ to: 'store', store: 'lake' })))).toEqual([
      'revenue:offline:tea:bund 129.90',
      'revenue:offline:tea:lake 129.90 Cr',
    ]);
    expect(balanceLines(entriesOf(reattribute({ to: 'store', store: '-' })))).toContain('revenue:offline:tea 129.90 Cr');
    expect(codeOf(reattribute({ to: 'store', store: 'bund' }))).toBe('CORRECTION_CHANGES_NOTHING');
  });

  it('counts it to another terminal: whose merchant number it is, and its store', () => {
    const terminal = { to: 'terminal', merchantNo: '898100012340002', terminalNo: 'POS2', store: 'bund' } as const;
    expect(balanceLines(entriesOf(reattribute(terminal)))).toEqual([
      'assets:clearing:unionpay:898100012340001 129.90 Cr',
      'assets:clearing:unionpay:898100012340002 129.90',
    ]);
    const online: Entry = { ...sale(), of: { ...OF, side: 'online' } };
    expect(codeOf(reattribute(terminal, online))).toBe('ATTRIBUTION_UNFIT');
  });

  it('counts it to another order: its shop and store, and nothing where they are the same', () => {
    const order = { to: 'order', orderId: '6900000000000000001', shopId: '77', store: 'lake' } as const;
    const lines = [debit('assets:receivable:douyin:44', money(100)), credit('liabilities:contract:44', money(100))];
    const booked: Entry = { ...sale(), of: { ...OF, side: 'online', store: 'lake' }, lines };
    expect(balanceLines(entriesOf(reattribute(order, booked)))).toEqual([
      'assets:receivable:douyin:44 1.00 Cr',
      'assets:receivable:douyin:77 1.00',
      'liabilities:contract:44 1.00',
      'liabilities:contract:77 1.00 Cr',
    ]);
    const same = reattribute({ ...order, shopId: '44' }, booked);
    expect(balanceLines(entriesOf(same))).toEqual([]);
    expect(show(same)).toMatchObject({ attribution: { orderId: order.orderId }, amount: 100 });
    const voucher = {
      ...booked,
      lines: [debit('liabilities:contract:voucher:44', money(1)), credit('assets:bank:44', money(1))],
    };
    expect(balanceLines(entriesOf(reattribute(order, voucher)))).toEqual([]);
  });

  it('books lines of one’s own on accounts that the chart makes', () => {
    const [entry] = entriesOf(adjust(debit('expenses:fees:tea:channel', money(5)), credit('assets:bank:main', money(5))));
    expect(entry).toMatchObject({ kind: 'correction', businessDate: TODAY, of: OF });
  });

  it.each([
    ['ACCOUNT_NOT_OF_CHART', ['assets:cash', 'assets:bank:main']],
    ['ACCOUNT_NOT_OF_CHART', ['assets:bank', 'assets:bank:main']],
    ['ACCOUNT_NOT_OF_CHART', ['memo:authorized:1', 'memo:authorized-contra:1']],
    ['ACCOUNT_OF_ANOTHER_MERCHANT', ['revenue:offline:coffee:bund', 'assets:bank:main']],
    ['ACCOUNT_OF_ANOTHER_MERCHANT', ['equity:suspense:coffee:x', 'assets:bank:main']],
    ['CORRECTION_CHANGES_NOTHING', ['assets:bank:main', 'assets:bank:main']],
  ])('is refused with %s on %p', (code, [from = '', to = '']) => {
    expect(codeOf(adjust(debit(from, money(5)), credit(to, money(5))))).toBe(code);
  });

  it('is refused where lines do not sum to zero', () => {
    expect(codeOf(adjust(debit('assets:bank:a', money(5)), credit('assets:bank:b', money(6))))).toBe('LINES_UNBALANCED');
  });

  it('writes a shortage off as a loss, and keeps a surplus', () => {
    const surplus = caseSeen({ differences: [{ class: 'surplus', leg: 'statement', amount: 300, explained: false }] });
    const write = (target = caseSeen(), kept: 'liability' | 'income' = 'liability'): Draft => ({
      kind: 'write-off',
      target,
      surplus: kept,
    });
    expect(balanceLines(entriesOf(write()))).toEqual([
      'assets:clearing:wechat:1900000109 2.00 Cr',
      'expenses:losses:tea:shortage 2.00',
    ]);
    expect(balanceLines(entriesOf(write(surplus)))).toEqual([
      'assets:clearing:wechat:1900000109 3.00',
      'liabilities:unclaimed:tea 3.00 Cr',
    ]);
    expect(balanceLines(entriesOf(write(surplus, 'income')))).toContain('revenue:windfall:tea 3.00 Cr');
    const payout = caseSeen({ book: 'payouts', channel: 'douyin', account: '44' });
    expect(balanceLines(entriesOf(write(payout)))).toContain('assets:in-transit:douyin:44 2.00 Cr');
    expect(show(write())).toMatchObject({ ends: { caseId: 'c1', as: 'written_off' }, entries: [{ kind: 'write-off' }] });
    expect(codeOf(write(caseSeen({ isOpen: false })))).toBe('DIFFERENCE_NOT_OPEN');
  });

  it('writes off nothing that is explained, of another comparison, or in no account of ours', () => {
    const differences = [
      { class: 'amount', leg: 'statement', amount: -5, explained: true },
      { class: 'amount', leg: 'order', amount: -5, explained: false },
      { class: 'fee', leg: 'statement', amount: -5, explained: false },
      { class: 'date', leg: 'statement', amount: 0, explained: false },
    ] as const;
    expect(codeOf({ kind: 'write-off', target: caseSeen({ differences }), surplus: 'income' })).toBe('NOTHING_TO_WRITE_OFF');
  });
});
