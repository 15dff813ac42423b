import 'reflect-metadata';
import { FEN, Field, INSTANT, OptionalCount, OptionalField, Prose, SETUP_ID, oneOf } from './fields.js';
import { parseJson } from './json.js';
import { Problem } from './problem.js';
import { ValidationPipe } from './validation.pipe.js';

class Sample {
  @Field(FEN)
  amount!: number;
  @Prose(20)
  reason!: string;
  @OptionalField(SETUP_ID)
  store_id?: string;
  @OptionalField(INSTANT)
  at?: string;
  @OptionalField(oneOf(['in', 'out']))
  direction?: string;
}

class Page {
  @OptionalCount(500, 'how many')
  limit?: number;
}

const pipe = new ValidationPipe();
const check = (json: string): unknown => pipe.transform(parseJson(Buffer.from(json)), { type: 'body', metatype: Sample });
const refusal = (json: string): Problem => {
  try {
    check(json);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was accepted');
};

describe('a request body', () => {
  it('passes when every field keeps its rule', () => {
    const body = '{"amount":1,"reason":"换货 – 50 % off","store_id":"s-1","at":"2026-09-21T10:00:00+08:00","direction":"in"}';
    expect(check(body)).toBeInstanceOf(Sample);
  });

  it.each(['-1', '0', '1.5', '1.0', '"100"', '9007199254740992', 'null', '[1]', '{}', 'true', '1e3'])(
    'is refused with an amount of %s',
    (amount) => {
      const { code, extras } = refusal(`{"amount":${amount},"reason":"x"}`);
      expect(code).toBe('REQUEST_INVALID');
      expect(extras.errors).toEqual([{ field: 'amount', says: expect.stringContaining('whole number of 分') as string }]);
    },
  );

  it('is refused with a missing field, and all that is wrong is named', () => {
    expect(
      refusal('{"store_id":"../x","direction":"up"}')
        .extras.errors?.map(({ field }) => field)
        .sort(),
    ).toEqual(['amount', 'direction', 'reason', 'store_id']);
  });

  it('is refused with a field that nobody asked for', () => {
    expect(refusal('{"amount":1,"reason":"x","admin":true}').extras.errors).toEqual([
      { field: 'admin', says: 'is not a field of this request' },
    ]);
  });

  it('never has its values or odd names repeated', () => {
    const problem = refusal('{"amount":1,"reason":"x","<script>":"secret","store_id":"\\u0000secret"}');
    expect(JSON.stringify(problem.document())).not.toMatch(/secret|script/);
  });

  it.each(['4111111111111111', 'card 4111 1111 1111 1111', '4111-1111-1111-1111!'])(
    'is refused when a text holds a card number: %s',
    (reason) => {
      expect(refusal(JSON.stringify({ amount: 1, reason })).code).toBe('CARD_NUMBER_IN_TEXT');
    },
  );

  it.each(['', '   ', 'a\u0000b', 'a\nb', '\u202e'.repeat(21), '\ud800'])('is refused with the text %j', (reason) => {
    expect(refusal(JSON.stringify({ amount: 1, reason })).code).toBe('REQUEST_INVALID');
  });

  it.each(['[]', '"x"', '1', 'null'])('is refused when it is not an object: %s', (json) => {
    expect(refusal(json).code).toBe('REQUEST_INVALID');
  });

  it('can not change a prototype', () => {
    const body = check('{"amount":1,"reason":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    expect(body).toEqual({ amount: 1, reason: 'x' });
    expect([body, {}].map((object) => 'polluted' in (object as object))).toEqual([false, false]);
  });

  it('that is absent is called empty', () => {
    expect(() => pipe.transform(undefined, { type: 'body', metatype: Sample })).toThrow('BODY_EMPTY');
  });
});

describe('a query', () => {
  const query = (limit: unknown): unknown =>
    pipe.transform(Object.assign(Object.create(null) as object, { limit }), { type: 'query', metatype: Page });

  it('turns digits into a number', () => {
    expect(query('20')).toEqual({ limit: 20 });
  });

  it.each(['0', '-1', '1.5', 'x', '', '501', ['1', '2'], '999999999999999999999'])('is refused with a limit of %p', (limit) => {
    expect(() => query(limit)).toThrow('REQUEST_INVALID');
  });
});
