import fc from 'fast-check';
import { Fault } from './fault.js';
import { ZERO, add, allocate, atRate, fenOfYuan, isMoney, least, money, percentOf, remainder, subtract, sum } from './money.js';

const amounts = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map(money);

describe('money', () => {
  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])('refuses %p', (value) => {
    expect(isMoney(value)).toBe(false);
    expect(() => money(value)).toThrow(Fault);
  });

  it.each(['12', null, undefined, 12n, {}])('is never a %p', (value) => {
    expect(isMoney(value)).toBe(false);
  });

  it('adds, subtracts and sums, and faults rather than leave the safe range or go below zero', () => {
    expect(add(money(1), money(2))).toBe(3);
    expect(subtract(money(5), money(5))).toBe(0);
    expect(sum([money(1), money(2), money(3)])).toBe(6);
    expect(sum([])).toBe(ZERO);
    expect(() => subtract(money(1), money(2))).toThrow(Fault);
    expect(() => add(money(Number.MAX_SAFE_INTEGER), money(1))).toThrow(Fault);
  });

  it('keeps a remainder at zero where nothing is left', () => {
    expect(remainder(money(5), money(2))).toBe(3);
    expect(remainder(money(2), money(5))).toBe(0);
    expect(least(money(2), money(5))).toBe(2);
  });
});

describe('an amount in yuan', () => {
  it('is exact to the fen, of either sign and however many zeros follow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), fc.constantFrom('', '-', '+'), (fen, sign) => {
        const digits = String(fen).padStart(3, '0');
        const text = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(fenOfYuan(text)).toBe(sign === '-' && fen > 0 ? -fen : fen);
        expect(fenOfYuan(`${text}000`)).toBe(fenOfYuan(text));
      }),
    );
    expect(['129.9', '129', '0.07', '1.13', '4.35', '0.02000'].map(fenOfYuan)).toEqual([12_990, 12_900, 7, 113, 435, 2]);
  });

  it.each(['', '.5', '1.', '1.005', '0.02001', '--1', '1,000.00', '1e3', '１.00', ' 1', '10000000000.00'])(
    'is none as %s',
    (text) => {
      expect(fenOfYuan(text)).toBeUndefined();
    },
  );
});

describe('a rate', () => {
  it.each`
    amountFen | ratePpm | feeFen
    ${750}    | ${6000} | ${5}
    ${84}     | ${6000} | ${1}
    ${83}     | ${6000} | ${0}
    ${150}    | ${3000} | ${0}
    ${10005}  | ${3800} | ${38}
    ${22500}  | ${6000} | ${135}
    ${0}      | ${6000} | ${0}
  `('of $ratePpm ppm on $amountFen 分 is $feeFen 分, half-up', ({ amountFen, ratePpm, feeFen }: Record<string, number>) => {
    expect(atRate(money(amountFen ?? 0), ratePpm ?? 0)).toBe(feeFen);
  });

  it('is exact on the greatest amount', () => {
    expect(atRate(money(Number.MAX_SAFE_INTEGER), 1_000_000)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([-1, 0.5])('of %p ppm is a fault', (ratePpm) => {
    expect(() => atRate(money(1), ratePpm)).toThrow(Fault);
  });
});

describe('a percentage', () => {
  it.each([
    [20_000, 23_000],
    [999, 1148],
    [1, 1],
    [0, 0],
  ])('of %d 分 at 115 is %d 分: rounded down', (amountFen, limitFen) => {
    expect(percentOf(money(amountFen), 115)).toBe(limitFen);
  });
});

describe('an allocation', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
    .filter((list) => list.some((weight) => weight > 0));

  it('gives every 分 a home, and no share is off by a whole 分', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, shares) => {
        const parts = allocate(amount, shares);
        const total = shares.reduce((left, right) => left + right, 0);
        expect(parts.reduce((left, part) => left + BigInt(part), 0n)).toBe(BigInt(amount));
        parts.forEach((part, index) => {
          const exactTimesTotal = BigInt(amount) * BigInt(shares[index] ?? 0);
          const offTimesTotal = BigInt(part) * BigInt(total) - exactTimesTotal;
          expect(offTimesTotal < BigInt(total) && offTimesTotal > -BigInt(total)).toBe(true);
        });
      }),
    );
  });

  it('gives nothing to a weight of zero', () => {
    expect(allocate(money(101), [0, 1, 0, 1])).toEqual([0, 51, 0, 50]);
  });

  it('gives the odd 分 to the largest remainder, the earlier on a tie', () => {
    expect(allocate(money(100), [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(money(10), [1, 2])).toEqual([3, 7]);
  });

  it.each([[[0, 0]], [[-1, 2]], [[0.5]], [[]]])('by %p is a fault', (shares: number[]) => {
    expect(() => allocate(money(1), shares)).toThrow(Fault);
  });
});
