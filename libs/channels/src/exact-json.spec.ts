import { parseExact, utf8, WrittenNumber } from './exact-json.js';

it('keeps what a number loses', () => {
  expect(parseExact('[1,0,-7,9007199254740991]')).toEqual([1, 0, -7, Number.MAX_SAFE_INTEGER]);
  const kept = ['6924563728190374651', '1.0', '1e3', '9007199254740992', '-0', '0.1', '1.00000000000000000001'];
  expect(parseExact(`[${kept.join(',')}]`)).toEqual(kept.map((written) => new WrittenNumber(written)));
});

it('takes the last of a name given twice, as JSON.parse does', () => {
  expect(parseExact('{"a":1,"a":2}')).toEqual({ a: 2 });
});

it('tells of a name given twice with different values, at any depth', () => {
  const repeatedIn = (text: string): string[] => {
    const names: string[] = [];
    parseExact(text, (name) => names.push(name));
    return names;
  };
  expect(repeatedIn('{"a":1,"b":{"c":"1","\\u0063":1},"a":1}')).toEqual(['c']);
  expect(repeatedIn('{"a":1,"a":1.0}')).toEqual(['a']);
  expect(repeatedIn('[{"a":1},{"a":2}]')).toEqual([]);
});

it('is not fooled by names of the language', () => {
  const parsed = parseExact('{"__proto__":{"amount":1},"constructor":2}') as Record<string, unknown>;
  expect(parsed['amount']).toBeUndefined();
  expect(({} as Record<string, unknown>)['amount']).toBeUndefined();
});

it.each(['', 'x', '{', '01', '[1,]', "{'a':1}", '['.repeat(200_000)])('is undefined where it is not JSON', (text) => {
  expect(parseExact(text)).toBeUndefined();
});

it('reads UTF-8 or nothing', () => {
  expect(utf8(Buffer.from('合账'))).toBe('合账');
  expect(utf8(Buffer.from([0xc3, 0x28]))).toBeUndefined();
});
