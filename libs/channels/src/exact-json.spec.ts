import fc from 'fast-check';
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

it('reads plain texts as it reads others', () => {
  /** Makes a text one that is not plain, without touching what is in it. */
  const beside = (text: string): unknown => (parseExact(`[0.1,${text}]`) as unknown[] | undefined)?.[1];
  const number = fc.constantFrom('0', '7', '-0', '1.0', '1e3', '1E3', '-0.5', '999999999999999', '9007199254740993', '01');
  const space = fc.constantFrom('', ' ', '\n', '\t ');
  const name = fc.constantFrom('a', 'b', '\\u0061', 'x\\":', '10:0.5');
  const member = fc
    .tuple(name, space, space, number)
    .map(([key, before, after, value]) => `"${key}"${before}:${after}${value}`);
  const text = fc.tuple(fc.array(member, { maxLength: 4 }), fc.array(number, { maxLength: 3 }), space);
  fc.assert(
    fc.property(text, ([members, numbers, gap]) => {
      const json = `{${members.join(`,${gap}`)}${members.length > 0 ? ',' : ''}"in":[${numbers.join(`,${gap}`)}]}`;
      expect(parseExact(json)).toEqual(beside(json));
    }),
    { numRuns: 500 },
  );
});

it('takes nesting deeper than the stack for no JSON', () => {
  expect(parseExact(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBeUndefined();
});

it('reads UTF-8 or nothing', () => {
  expect(utf8(Buffer.from('合账'))).toBe('合账');
  expect(utf8(Buffer.from([0xc3, 0x28]))).toBeUndefined();
});
