import { parseJson } from './json.js';

const parse = (text: string): unknown => parseJson(Buffer.from(text));

describe('a JSON body', () => {
  it('keeps integers up to the safe limit', () => {
    expect(parse('{"amount":9007199254740991,"n":-5}')).toEqual({ amount: Number.MAX_SAFE_INTEGER, n: -5 });
  });

  it.each(['9007199254740993', '1.5', '1.0', '1e2', '9007199254740990.4', '100.00000000000000001', '12345678901234567890'])(
    'does not round %s into an integer',
    (written) => {
      const { amount } = parse(`{"amount":${written}}`) as { amount: unknown };
      expect(typeof amount).not.toBe('number');
    },
  );

  it('leaves digits in texts alone', () => {
    expect(parse('{"id":"6900000000000000001","note":"1.5e3"}')).toEqual({ id: '6900000000000000001', note: '1.5e3' });
  });

  it.each(['{', '', '{"a":1}x', "{'a':1}"])('is refused when malformed: %p', (text) => {
    expect(() => parse(text)).toThrow('JSON_MALFORMED');
  });

  it.each([[20], [100_000]])('is refused when it is nested %i levels deep', (levels) => {
    expect(() => parse('['.repeat(levels) + ']'.repeat(levels))).toThrow('REQUEST_INVALID');
    expect(() => parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels))).toThrow('REQUEST_INVALID');
  });

  it('is refused when it is not UTF-8', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('JSON_MALFORMED');
  });
});
