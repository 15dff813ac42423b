import { money, type BusinessDate } from '#kernel';
import { FeeVariances, varianceOf, type ToldCharge } from './fee-variance.js';
import type { FeeTerms } from './domain/fee.js';
import { line } from './testing.js';

const TERMS: FeeTerms = { refundReturnsFee: 'proportional', lines: [line('card * 0.60%')] };
const charge = (more: Partial<ToldCharge> = {}): ToldCharge => ({
  method: 'card',
  amount: money(20_000),
  refunded: money(0),
  charged: 120,
  ...more,
});
const HEADING = { businessDate: '2026-09-21' as BusinessDate, channel: 'unionpay', method: 'card' };

describe('what a transaction cost beside what was agreed', () => {
  it.each([
    ['as agreed', charge(), { finding: 'as_agreed', expected: 120, variance: 0 }],
    ['more', charge({ charged: 121 }), { finding: 'charged_more', expected: 120, variance: 1 }],
    ['less', charge({ charged: 0 }), { finding: 'charged_less', expected: 120, variance: -120 }],
    ['of what is left after a refund', charge({ refunded: money(5_000), charged: 90 }), { finding: 'as_agreed', expected: 90 }],
    ['told by nobody', charge({ charged: null }), { finding: 'untold', expected: 120, variance: null }],
    ['in no line', charge({ method: 'wechat' }), { finding: 'unscheduled', expected: null, variance: null }],
  ])('%s', (_, told, wanted) => {
    expect(varianceOf(TERMS, told)).toMatchObject(wanted);
  });

  it('is not compared where no schedule is in force', () => {
    expect(varianceOf(undefined, charge())).toEqual({ finding: 'unscheduled', expected: null, variance: null });
  });

  it('is rounded one by one, never as a sum', () => {
    const variances = new FeeVariances();
    // 0.60 % of 1.25 is 0.75 分, rounded to 1: a thousand are 1,000, their sum would be 750.
    for (let n = 0; n < 1_000; n += 1) {
      const told = charge({ amount: money(125), charged: 1 });
      variances.add(HEADING, told, varianceOf(TERMS, told));
    }
    expect(variances.rows()).toMatchObject([{ count: 1_000, amount: 125_000, expected: 1_000, charged: 1_000, variance: 0 }]);
  });

  it('counts apart what can not be compared', () => {
    const variances = new FeeVariances();
    for (const told of [charge({ charged: 150 }), charge({ charged: null }), charge({ method: 'wechat', charged: 7 })])
      variances.add(HEADING, told, varianceOf(TERMS, told));
    variances.addUnmatched(HEADING, { rowCount: 2, amount: 300, charged: 3 });
    expect(variances.rows()).toEqual([
      {
        ...HEADING,
        count: 1,
        amount: 20_000,
        expected: 120,
        charged: 150,
        variance: 30,
        differingCount: 1,
        unscheduledCount: 1,
        unscheduledAmount: 20_000,
        unscheduledCharged: 7,
        untoldCount: 1,
        untoldAmount: 20_000,
        untoldExpected: 120,
        unmatchedCount: 2,
        unmatchedAmount: 300,
        unmatchedCharged: 3,
      },
    ]);
  });
});
