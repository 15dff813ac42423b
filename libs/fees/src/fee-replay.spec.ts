import fc from 'fast-check';
import { money, type Instant } from '#kernel';
import { netFee, type FeeTerms } from './domain/fee.js';
import { FeeReplay, type PastCharge } from './fee-replay.js';
import { line } from './testing.js';

const at = '2026-09-21T02:00:00.000Z' as Instant;
const then: FeeTerms = {
  refundReturnsFee: 'proportional',
  lines: ['card debit 0.55% cap 20.00', 'card * 0.60%', 'wechat * 0.38%'].map(line),
};
const next: FeeTerms = { refundReturnsFee: 'none', lines: ['card * 0.50%', 'alipay * 0.30%'].map(line) };

const charges: fc.Arbitrary<PastCharge> = fc
  .record({
    channel: fc.constantFrom('unionpay', 'lakala', 'douyin'),
    method: fc.constantFrom('card', 'wechat', 'alipay', 'ecny'),
    cardType: fc.constantFrom('debit', 'credit', null),
    product: fc.constantFrom('contactless_small', null),
    amount: fc.integer({ min: 1, max: 10_000_000 }).map(money),
    share: fc.constantFrom(0, 0.3, 1),
    recorded: fc.option(fc.nat(10_000), { nil: undefined }),
  })
  .map(({ share, recorded, ...charge }) => ({
    ...charge,
    at,
    refunded: money(Math.floor(charge.amount * share)),
    ...(recorded !== undefined && { recorded }),
  }));

const replayed = (all: readonly PastCharge[], wanted: (channel: string) => boolean = () => true): FeeReplay => {
  const replay = new FeeReplay(
    (channel) => (wanted(channel) ? then : undefined),
    () => next,
  );
  for (const charge of all) replay.add(charge);
  return replay;
};

describe('a replay of fees', () => {
  it('prices one by one and sums up then: three times half a 分 is three 分', () => {
    const one: PastCharge = {
      channel: 'unionpay',
      method: 'card',
      cardType: 'credit',
      at,
      amount: money(750),
      refunded: money(0),
    };
    const replay = new FeeReplay(
      () => then,
      () => next,
    );
    for (let count = 0; count < 3; count += 1) replay.add(one);
    expect(replay.rows()).toEqual([
      {
        channel: 'unionpay',
        product: 'card',
        cardType: 'credit',
        count: 3,
        amount: 2250,
        refunded: 0,
        feeThen: 15,
        feeNew: 12,
        difference: -3,
        recorded: null,
        unpricedThen: { count: 0, amount: 0 },
        unpricedNew: { count: 0, amount: 0 },
      },
    ]);
  });

  it('adds up: each heading to its charges, the total to its headings, the difference to both fees', () => {
    fc.assert(
      fc.property(fc.array(charges, { maxLength: 60 }), (all) => {
        const replay = replayed(all);
        const total = replay.total();
        const rows = replay.rows();
        const sumOf = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((so, row) => so + of(row), 0);
        const expected = (terms: FeeTerms) => all.reduce((so, charge) => so + (netFee(terms, charge, charge.refunded) ?? 0), 0);
        expect([total.count, total.amount]).toEqual([all.length, all.reduce((so, { amount }) => so + amount, 0)]);
        expect([total.feeThen, total.feeNew]).toEqual([expected(then), expected(next)]);
        expect([sumOf((row) => row.feeThen), sumOf((row) => row.feeNew)]).toEqual([total.feeThen, total.feeNew]);
        expect(sumOf((row) => row.difference)).toBe(total.difference);
        for (const row of rows) {
          if (row.unpricedThen.count === 0 && row.unpricedNew.count === 0)
            expect(row.difference).toBe(row.feeNew - row.feeThen);
        }
      }),
    );
  });

  it('comes to the same in whatever order charges are added', () => {
    fc.assert(
      fc.property(fc.array(charges, { maxLength: 20 }), (all) => {
        expect(replayed([...all].reverse()).rows()).toEqual(replayed(all).rows());
      }),
    );
  });

  it('counts what no schedule covers beside the fees, not as a fee of zero', () => {
    const wechat: PastCharge = { channel: 'unionpay', method: 'wechat', at, amount: money(1000), refunded: money(0) };
    const alipay: PastCharge = { ...wechat, method: 'alipay', amount: money(2000), recorded: 12 };
    const total = replayed([wechat, alipay]).total();
    expect(total).toMatchObject({
      feeThen: 4,
      feeNew: 6,
      difference: 0,
      recorded: 12,
      unpricedThen: { count: 1, amount: 2000 },
      unpricedNew: { count: 1, amount: 1000 },
    });
    expect(replayed([wechat], () => false).total().unpricedThen).toEqual({ count: 1, amount: 1000 });
  });
});
