import fc from 'fast-check';
import { tale } from '../testing.js';
import { movesOf } from './payment.moves.js';

const said = (words: string): string[] =>
  movesOf(tale(words)).map(({ amount, charged: { order, refundedBefore }, kind, requested, status }) =>
    [
      kind,
      amount,
      status,
      ...(requested ? [`of ${String(requested)}`] : []),
      ...(order ? [`on ${String(order)} after ${String(refundedBefore)}`] : []),
    ].join(' '),
  );

describe('what a payment moved', () => {
  it.each([
    ['purchase 12.34', ['payment 1234 done']],
    ['purchase 12.34; void purchase', ['payment 1234 undone']],
    ['purchase 20.00; reverse purchase', ['payment 2000 undone']],
    ['authorize 90.00', []],
    ['authorize 200.00; capture 180.00; refund 20.00', ['payment 18000 done', 'refund 2000 done on 18000 after 0']],
    [
      'purchase 80.00; refund 30.00; +1d refund 50.00',
      ['payment 8000 done', 'refund 3000 done on 8000 after 0', 'refund 5000 done on 8000 after 3000'],
    ],
    ['unknown purchase 10.00', ['payment 1000 open']],
    ['decline purchase 10.00', []],
    ['unknown purchase 10.00; purchase 10.00', ['payment 1000 done']],
    ['unknown purchase 10.00; decline purchase 10.00', ['payment 1000 undone']],
  ])('%s', (words, moves) => {
    expect(said(words)).toEqual(moves);
  });

  it('is known by the numbers of who told it: an acquirer by its own, and not by those of the wallet behind it', () => {
    const [paid, back] = tale('purchase 80.00; refund 30.00');
    const channelTradeNo = '4200000001';
    if (paid?.type !== 'PaymentPurchased' || back?.type !== 'PaymentRefunded') throw new Error('a purchase and its refund');
    const told = movesOf([{ ...paid, channelTradeNo }, back]);
    expect(told.map(({ numbers }) => [numbers.channelTradeNo, numbers.channelRefundNo])).toEqual([
      [channelTradeNo, undefined],
      [channelTradeNo, undefined],
    ]);
    const noticed = { terminalNo: '-', batchNo: '-', traceNo: '-' } as const;
    const moves = movesOf([
      { ...paid, ...noticed, channelTradeNo, key: 'purchase:unionpay.T1' },
      { ...back, ...noticed, key: 'refund:unionpay.T1.R1' },
    ]);
    expect(moves.map(({ numbers }) => numbers)).toEqual([
      expect.objectContaining({ channelTradeNo: 'T1' }),
      expect.objectContaining({ channelTradeNo: 'T1', channelRefundNo: 'R1' }),
    ]);
  });

  it('is the same in whatever order it is told, and told twice', () => {
    const facts = tale('authorize 200.00 multi; capture 30.00; capture 50.00; refund 10.00');
    const inOrder = movesOf(facts);
    expect(inOrder.length).toBe(3);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        expect(movesOf(shuffled)).toEqual(inOrder);
      }),
    );
  });
});
