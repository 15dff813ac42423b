import { fenOf, typedOf } from './amount';

describe('an amount that is typed', () => {
  it.each([
    ['0', 0],
    ['12', 1_200],
    ['12.5', 1_250],
    ['12.05', 1_205],
    ['0.29', 29],
    ['999999999.99', 99_999_999_999],
  ])('%s is %d fen', (text, fen) => expect(fenOf(text)).toBe(fen));

  it.each(['', '-1', '1.234', '1,000', '1e3', '.5', '12.'])('%s is none', (text) => expect(fenOf(text)).toBeUndefined());

  it.each([0, 5, 29, 1_205, 99_999_999_999])('of %d fen is read back the same', (fen) => expect(fenOf(typedOf(fen))).toBe(fen));
});
