import { money } from '#kernel';
import { yuan } from '#kernel/testing';
import { line } from '../testing.js';
import { feeOf, lineFor, netFee, returnedFee, type FeeTerms } from './fee.js';

describe('a fee', () => {
  it.each`
    amount             | terms                          | fee                | why
    ${'7.50'}          | ${'0.60%'}                     | ${'0.05'}          | ${'0.0450 is half, and half goes up'}
    ${'0.84'}          | ${'0.60%'}                     | ${'0.01'}          | ${'0.00504'}
    ${'0.83'}          | ${'0.60%'}                     | ${'0.00'}          | ${'0.00498'}
    ${'1.50'}          | ${'0.30%'}                     | ${'0.00'}          | ${'0.0045'}
    ${'100.05'}        | ${'0.38%'}                     | ${'0.38'}          | ${'0.38019'}
    ${'1000.00'}       | ${'0.60%'}                     | ${'6.00'}          | ${'no rounding'}
    ${'5000.00'}       | ${'0.35% cap 13.00'}           | ${'13.00'}         | ${'17.50 is above the cap of a debit card'}
    ${'3714.28'}       | ${'0.35% cap 13.00'}           | ${'13.00'}         | ${'12.99998 rounds to the cap'}
    ${'20000.00'}      | ${'0.0325% cap 3.25'}          | ${'3.25'}          | ${'network fee of one side'}
    ${'1.00'}          | ${'0.38% floor 0.10'}          | ${'0.10'}          | ${'the floor'}
    ${'1.00'}          | ${'0.38% cap 0.05 floor 0.05'} | ${'0.05'}          | ${'cap and floor at one amount'}
    ${'9999999999.99'} | ${'100%'}                      | ${'9999999999.99'} | ${'the largest amount of a message'}
  `('of $amount at $terms is $fee: $why', ({ amount, terms, fee }: Record<'amount' | 'terms' | 'fee', string>) => {
    expect(feeOf(line(`* * ${terms}`), yuan(amount))).toBe(yuan(fee));
  });
});

describe('the line for a transaction', () => {
  const terms: FeeTerms = {
    refundReturnsFee: 'none',
    lines: [
      '* * 1.00%',
      'card * 0.62%',
      'card debit 0.55% cap 20.00',
      'card credit 0.60%',
      'contactless_small credit 0.40%',
      'wechat * 0.38% up-to 1000.00',
      'wechat * 0.60% above 1000.00',
    ].map(line),
  };
  const rateOf = (method: string, amount: string, more: { product?: string; cardType?: string | null } = {}) =>
    lineFor(terms, { method, amount: yuan(amount), ...more })?.ratePpm;

  it('is that of its product and kind of card, then of the product, of the method, of anything', () => {
    expect(rateOf('card', '10.00', { product: 'contactless_small', cardType: 'credit' })).toBe(4000);
    expect(rateOf('card', '10.00', { product: 'contactless_small', cardType: 'debit' })).toBe(5500);
    expect(rateOf('card', '10.00', { cardType: 'credit' })).toBe(6000);
    expect(rateOf('card', '10.00', { cardType: 'prepaid' })).toBe(6200);
    expect(rateOf('card', '10.00', { cardType: null })).toBe(6200);
    expect(rateOf('alipay', '10.00')).toBe(10_000);
  });

  it('is that of its tier: up to a limit with it, above it without', () => {
    expect([rateOf('wechat', '1000.00'), rateOf('wechat', '1000.01')]).toEqual([3800, 6000]);
  });

  it('is none where no line covers it, and then there is no fee, not a fee of zero', () => {
    const some: FeeTerms = { ...terms, lines: [line('card debit 0.55%')] };
    expect(lineFor(some, { method: 'card', cardType: 'credit', amount: yuan('1.00') })).toBeUndefined();
    expect(netFee(some, { method: 'card', amount: yuan('1.00') }, money(0))).toBeUndefined();
  });
});

describe('a refund', () => {
  const order = yuan('100.00');
  const fee = yuan('0.61');
  const returned = (policy: 'full' | 'proportional' | 'none', refunded: string): number =>
    returnedFee(policy, fee, { order, refunded: yuan(refunded) });

  it('returns the fee in its measure, or only with all of it, or never: as the schedule says', () => {
    expect(['0.00', '33.33', '50.00', '99.99', '100.00'].map((so) => returned('proportional', so))).toEqual([
      0, 20, 31, 61, 61,
    ]);
    expect(['50.00', '99.99', '100.00'].map((so) => returned('full', so))).toEqual([0, 0, 61]);
    expect(returned('none', '100.00')).toBe(0);
  });

  it('of more than was taken returns no more than the fee', () => {
    expect([returned('proportional', '150.00'), returned('full', '150.00')]).toEqual([61, 61]);
  });

  it('leaves what is not returned', () => {
    const terms: FeeTerms = { refundReturnsFee: 'proportional', lines: [line('* * 0.61%')] };
    expect(netFee(terms, { method: 'card', amount: order }, yuan('50.00'))).toBe(30);
  });
});
