import fc from 'fast-check';
import { Fault } from './fault.js';
import { streamName } from './stream-name.js';

const kind = fc.constantFrom('merchant', 'merchant-no', 'terminal', 'terminal-batch', 'settlement-acquirer');
const part = fc.stringMatching(/^[a-c0-1_-]{1,4}$/);
const last = fc.stringMatching(/^[a-c0-1._-]{1,4}$/);
const named = fc.tuple(kind, fc.array(part, { maxLength: 3 }), last);

describe('the name of a stream', () => {
  it('is of one kind and one list of parts only', () => {
    fc.assert(
      fc.property(named, named, ([kind, parts, last], [otherKind, otherParts, otherLast]) => {
        fc.pre(parts.length === otherParts.length || kind !== otherKind);
        const isSame = kind === otherKind && [...parts, last].join('\n') === [...otherParts, otherLast].join('\n');
        expect(streamName(kind, ...parts, last) === streamName(otherKind, ...otherParts, otherLast)).toBe(isSame);
      }),
      { numRuns: 5_000 },
    );
  });

  it('tells a merchant called no-777 from the merchant number 777', () => {
    expect(streamName('merchant', 'no-777')).not.toBe(streamName('merchant-no', '777'));
  });

  it.each([['a.b', 'c'], ['', 'c'], ['a', ''], ['a b'], ['茶'], ['a/b'], ['a:b']])('has no place for %j, %j', (...parts) => {
    expect(() => streamName('kind', ...parts)).toThrow(Fault);
  });
});
