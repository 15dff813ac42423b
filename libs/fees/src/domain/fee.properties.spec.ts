import fc from 'fast-check';
import { AMOUNT_LIMIT, money, sum, type Money } from '#kernel';
import { REFUND_POLICIES, feeOf, returnedFee, type FeeLine, type RefundPolicy } from './fee.js';

const amounts = fc.integer({ min: 1, max: AMOUNT_LIMIT }).map(money);
const lines = fc.record({
  product: fc.constant('*'),
  cardType: fc.constant('*'),
  above: fc.constant(money(0)),
  ratePpm: fc.integer({ min: 0, max: 1_000_000 }),
});

/** A purchase, and refunds that sum up to it. */
const refundedInFull = fc.array(fc.integer({ min: 1, max: 5_000_000 }).map(money), { minLength: 1, maxLength: 12 });

/** What each refund of a sequence returns. */
function returns(policy: RefundPolicy, fee: Money, refunds: readonly Money[]): number[] {
  const order = sum(refunds);
  let refunded = money(0);
  return refunds.map((refund) => {
    const before = returnedFee(policy, fee, { order, refunded });
    refunded = money(refunded + refund);
    return returnedFee(policy, fee, { order, refunded }) - before;
  });
}

describe('fees, whatever the numbers', () => {
  it('are the rate within half a 分', () => {
    fc.assert(
      fc.property(amounts, lines, (amount, line) => {
        const exact = BigInt(amount) * BigInt(line.ratePpm);
        const off = 2n * (BigInt(feeOf(line, amount)) * 1_000_000n - exact);
        expect(off > -1_000_000n && off <= 1_000_000n).toBe(true);
      }),
    );
  });

  it('stay between floor and cap', () => {
    fc.assert(
      fc.property(amounts, lines, amounts, amounts, (amount, line, one, other) => {
        const limited: FeeLine = { ...line, floor: money(Math.min(one, other)), cap: money(Math.max(one, other)) };
        const fee = feeOf(limited, amount);
        expect(fee >= Math.min(one, other) && fee <= Math.max(one, other)).toBe(true);
      }),
    );
  });

  it('come back to the 分 when all is refunded, however it is cut, and no refund takes any', () => {
    fc.assert(
      fc.property(refundedInFull, lines, fc.constantFrom<RefundPolicy>('full', 'proportional'), (refunds, line, policy) => {
        const fee = feeOf(line, sum(refunds));
        const parts = returns(policy, fee, refunds);
        expect(parts.reduce((total, part) => total + part, 0)).toBe(fee);
        expect(parts.every((part) => part >= 0)).toBe(true);
      }),
    );
  });

  it('come back alike in whatever order the same refunds are made', () => {
    const shuffled = refundedInFull.chain((refunds) => {
      const all = { minLength: refunds.length, maxLength: refunds.length };
      return fc.tuple(fc.constant(refunds), fc.shuffledSubarray(refunds, all), fc.nat(refunds.length));
    });
    fc.assert(
      fc.property(shuffled, lines, fc.constantFrom(...REFUND_POLICIES), ([refunds, others], line, policy) => {
        const fee = feeOf(line, sum(refunds));
        const total = (parts: readonly number[]): number => parts.reduce((so, part) => so + part, 0);
        expect(total(returns(policy, fee, others))).toBe(total(returns(policy, fee, refunds)));
      }),
    );
  });

  it('come back in part within half a 分 of their measure', () => {
    fc.assert(
      fc.property(amounts, amounts, lines, (order, refunded, line) => {
        const fee = feeOf(line, order);
        const part = money(Math.min(order, refunded));
        const off =
          2n * (BigInt(returnedFee('proportional', fee, { order, refunded })) * BigInt(order) - BigInt(fee) * BigInt(part));
        expect(off > -BigInt(order) && off <= BigInt(order)).toBe(true);
      }),
    );
  });
});
