import { cardNumbersIn, maskCardNumbers, passesLuhn } from './card-numbers.js';

const found = (text: string, digits: 'any' | 'issued' = 'any'): string[] =>
  cardNumbersIn(text, digits).map(([from, to]) => text.slice(from, to));

it.each([
  ['4111111111111111', true],
  ['6222021234567890128', true],
  ['6222021234567890129', false],
  ['79927398713', true],
  ['0', true],
])('Luhn of %s: %s', (digits, passes) => {
  expect(passesLuhn(digits)).toBe(passes);
});

describe('a card number in a text', () => {
  it.each([
    ['4111111111111111'],
    ['刷卡4111111111111111，已签字'],
    ['4111 1111 1111 1111'],
    ['4111-1111-1111-1111'],
    ['4111 - 1111 - 1111 - 1111'],
    ['卡号：４１１１１１１１１１１１１１１１'],
    ['%B4111111111111111^WANG/XIAO^2612'],
    [';4111111111111111=26121010000000000?'],
    ['13800000000 4111111111111111 2026'],
    ['378282246310005'],
    ['1234567812345670'],
    ['4222222222222'],
  ])('is found in %s', (text) => {
    expect(found(text).length).toBeGreaterThan(0);
  });

  it.each([
    ['4111111111111112'],
    ['12 yuan 50'],
    ['2026-09-21T10:13:20+08:00'],
    ['4200001234567890123456789012'],
    ['622202******1234'],
    [''],
  ])('is not found in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('among numbers of other kinds must begin and group as cards do', () => {
    for (const text of ['4111111111111111', '4111 1111 1111 1111', '378282246310005', '5555555555554444', '3530111333300000'])
      expect(found(text, 'issued')).toHaveLength(1);
    for (const text of ['1234567812345670', '500123-20260924', '20260921101530', '1789999999993', '898100012340008'])
      expect(found(text, 'issued')).toEqual([]);
  });

  it('is masked to BIN and last four, whatever stands between', () => {
    const mask = (text: string): string => maskCardNumbers(text, cardNumbersIn(text, 'any'));
    expect(mask('卡4111111111111111完')).toBe('卡411111******1111完');
    expect(mask('4111 1111 1111 1111')).toBe('4111 11** **** 1111');
    expect(mask('４１１１１１１１１１１１１１１１')).toBe('４１１１１１******１１１１');
    expect(mask(';4111111111111111=26121010000000000?')).toBe(';411111******1111*?');
    expect(mask('%B4111111111111111^WANG/XIAO^26121010000000000?')).toBe('%B411111******1111*?');
    expect(cardNumbersIn(mask('4111111111111111 and 5555555555554444'), 'any')).toEqual([]);
  });
});
