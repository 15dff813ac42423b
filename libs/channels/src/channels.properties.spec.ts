import fc from 'fast-check';
import { isAmount } from '#kernel';
import { receiveSettlements } from './acquirer/receive-settlements.js';
import { receiveDouyinPush } from './douyin/receive-push.js';
import { receiveSettleBill } from './douyin/receive-settle-bill.js';
import { readOrderMessage } from './douyin/order-facts.js';
import { EVENT_SIGN } from './douyin/signatures.js';
import { parseExact, type JsonObject } from './exact-json.js';
import { JsonCursor } from './json-cursor.js';
import { receivePosTransaction } from './pos/receive-transaction.js';
import { linesOf } from './pos/lines.js';
import { inOrder } from './pos/in-order.js';
import { sanitise } from './sanitise.js';
import { APP, ChannelsUnderTest, NOW, SHOP_ID, TERMINAL } from './testing.js';

const RUNS = { numRuns: 300 };

/** JSON text with odd spacing, escapes, numbers that lose, names given twice. */
const spaced = fc.constantFrom('', ' ', '\n', '\t ');
const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.constantFrom('null', 'true', '1.0', '-0', '1e3', '6924563728190374651', '"\\u0034111111111111111"', '"\\\\"', '"a\\"b"'),
    fc.integer().map(String),
    fc.jsonValue().map((value) => JSON.stringify(JSON.stringify(value))),
    fc
      .array(fc.tuple(spaced, tie('value'), spaced), { maxLength: 4 })
      .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'pin', 'p_id', 'data', 'note', 'x"y'), tie('value'), spaced), { maxLength: 4 })
      .map(
        (members) => `{${members.map(([name, value, space]) => `${space}${JSON.stringify(name)}${space}:${value}`).join(',')}}`,
      ),
  ),
})).value;

const almostPush = fc.record(
  {
    p_id: fc.oneof(fc.constant('6900000000000000001'), fc.jsonValue()),
    shop_id: fc.oneof(fc.constant(SHOP_ID), fc.jsonValue()),
    pay_time: fc.oneof(fc.constant(1789999000), fc.jsonValue()),
    success_time: fc.jsonValue(),
    update_time: fc.oneof(fc.constant(1789999000), fc.jsonValue()),
    aftersale_id: fc.oneof(fc.constant('7100000000000000001'), fc.jsonValue()),
    pay_amount: fc.oneof(fc.nat(), fc.jsonValue()),
    refund_amount: fc.oneof(fc.nat(), fc.jsonValue()),
    pay_type: fc.oneof(fc.nat(12), fc.jsonValue()),
    sku_order_list: fc.jsonValue(),
    cancel_reason: fc.string({ unit: 'binary' }),
  },
  { requiredKeys: [] },
);

const almostPos = fc.record(
  {
    kind: fc.constantFrom(
      'authorization',
      'capture',
      'capture_void',
      'purchase',
      'refund',
      'reversal',
      'inquiry',
      'batch_total',
      'x',
    ),
    merchant_no: fc.constantFrom(TERMINAL.merchantNo, '1', 7),
    terminal_no: fc.constantFrom(TERMINAL.terminalNo, 'T', null),
    batch_no: fc.oneof(fc.nat(9), fc.jsonValue()),
    trace_no: fc.oneof(fc.nat(99), fc.jsonValue()),
    occurred_at: fc.constantFrom('2026-09-21T10:00:00+08:00', '2026-09-21T02:00:00Z', 'x'),
    amount: fc.oneof(fc.nat(), fc.jsonValue()),
    method: fc.constantFrom('card', 'wechat', 'x'),
    response_code: fc.constantFrom('00', '10', '51', '68', '25', undefined),
    auth_code: fc.constantFrom('A1B2C3', 7),
    original: fc.oneof(
      fc.constant({ kind: 'purchase', batch_no: 1, trace_no: 1, date: '2026-09-21' }),
      fc.constant({ rrn: 'R1' }),
      fc.jsonValue(),
    ),
    opening: fc.oneof(fc.constant({ batch_no: 1, trace_no: 1, date: '2026-09-21' }), fc.jsonValue()),
    debit_total: fc.nat(),
    debit_count: fc.nat(),
    credit_total: fc.nat(),
    credit_count: fc.nat(),
  },
  { requiredKeys: ['kind', 'merchant_no'] },
);

describe('whatever comes in', () => {
  let channels: ChannelsUnderTest;
  beforeAll(async () => {
    channels = await ChannelsUnderTest.open();
  });
  /** Nobody throws, nothing is a fault of ours. */
  afterEach(() => {
    expect(channels.faults).toEqual([]);
  });

  const push = async (rawBody: Buffer): Promise<number> => {
    const headers = { 'app-id': APP.appKey, 'event-sign': EVENT_SIGN.sign(APP, rawBody) };
    return (await receiveDouyinPush(channels.deps, { headers, rawBody, now: NOW })).status;
  };
  const doors = (rawBody: Buffer): Promise<{ readonly status: number }>[] => [
    receivePosTransaction(channels.deps, { headers: {}, rawBody, now: NOW, ingestActor: 'key:k' }),
    receiveSettleBill(channels.deps, { rawBody, now: NOW, ingestActor: 'key:k' }),
    receiveSettlements(channels.deps, { rawBody, now: NOW, ingestActor: 'key:k' }),
  ];

  it('a signed push of any bytes is success or malformed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array(),
          jsonText.map((text) => Buffer.from(text)),
        ),
        async (bytes) => {
          expect([200, 400]).toContain(await push(Buffer.from(bytes)));
        },
      ),
      RUNS,
    );
  });

  it('a push of any JSON array is success', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(jsonText, { maxLength: 4 }), async (items) => {
        expect(await push(Buffer.from(`[${items.join(',')}]`))).toBe(200);
      }),
      RUNS,
    );
  });

  it('a push of almost real messages is success', async () => {
    const item = fc.record({
      tag: fc.constantFrom('100', 101, '102', '103', '106', '108', '109', '110', '200', '206', '207', '225', 'x'),
      data: almostPush,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 3 }), fc.boolean(), async (items, asText) => {
        const body = items.map(({ tag, data }) => ({ tag, data: asText ? JSON.stringify(data) : data }));
        expect(await push(Buffer.from(JSON.stringify(body)))).toBe(200);
      }),
      RUNS,
    );
  });

  it('transactions and rows of any bytes get an answer', async () => {
    const rows = jsonText.map((text) => `{"shop_id":1,"rows":[${text}]}`);
    const anything = fc.oneof(
      fc.uint8Array(),
      fc.oneof(jsonText, rows).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        for (const { status } of await Promise.all(doors(Buffer.from(bytes)))) expect([200, 202, 400, 422]).toContain(status);
      }),
      RUNS,
    );
  });

  it('almost real transactions get an answer, and the same one again', async () => {
    await fc.assert(
      fc.asyncProperty(almostPos, async (message) => {
        const rawBody = Buffer.from(JSON.stringify(message));
        const [first] = await Promise.all(doors(rawBody).slice(0, 1));
        const events = (await channels.events()).length;
        const [again] = await Promise.all(doors(rawBody).slice(0, 1));
        expect(again?.status).toBe(first?.status);
        expect((await channels.events()).length).toBe(events);
      }),
      RUNS,
    );
  });
});

describe('text of JSON', () => {
  it('is cut into its elements to the byte', () => {
    fc.assert(
      fc.property(fc.array(jsonText, { maxLength: 5 }), (items) => {
        const cursor = new JsonCursor(`[${items.join(' , ')}]`);
        const found: string[] = [];
        cursor.elements(() => {
          const start = cursor.at;
          cursor.passValue();
          found.push(cursor.text.slice(start, cursor.at));
        });
        cursor.end();
        expect(found).toEqual(items.map((item) => item.trim()));
      }),
      RUNS,
    );
  });

  it('stays JSON when it is sanitised, and has nothing left to take out', () => {
    const policy = { onCardNumber: 'mask', digitsOf: (key: string) => (key === 'p_id' ? 'issued' : 'any') } as const;
    const card = fc.constantFrom('4111111111111111', '5555 5555 5555 4444', '6222-0212-3456-7890-128');
    const poisoned = fc
      .tuple(jsonText, card)
      .map(
        ([text, number]) =>
          `{"a":${text},"note":"x${number}","p_id":${JSON.stringify(JSON.stringify([number]))},"pin":${text}}`,
      );
    fc.assert(
      fc.property(poisoned, (text) => {
        const once = sanitise(text, policy);
        expect(parseExact(once.text)).toBeDefined();
        expect(sanitise(once.text, policy)).toEqual({ text: once.text, changed: false, refused: false });
      }),
      RUNS,
    );
  });
});

it('an order message is read without throwing, and never into a fact with a bad amount', () => {
  fc.assert(
    fc.property(
      fc.nat(300),
      fc.dictionary(fc.constantFrom('p_id', 'shop_id', 'pay_time', 'pay_amount'), fc.jsonValue()),
      (tag, data) => {
        const reading = readOrderMessage(String(tag), parseExact(JSON.stringify(data)) as JsonObject);
        const facts = 'facts' in reading ? reading.facts : [];
        for (const fact of facts) if ('amount' in fact) expect(isAmount(fact.amount)).toBe(true);
      },
    ),
    RUNS,
  );
});

it('lines come out as they went in, however they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.stringMatching(/^[a-z{}"]{0,9}$/)), fc.integer({ min: 1, max: 7 }), async (lines, size) => {
      const bytes = Buffer.from(lines.join('\n'));
      const body = (async function* () {
        for (let from = 0; from < bytes.length; from += size) {
          await Promise.resolve();
          yield bytes.subarray(from, from + size);
        }
      })();
      const found: string[] = [];
      for await (const group of linesOf(body, 100))
        found.push(...group.map(({ line, bytes: text }) => `${String(line)} ${text?.toString() ?? ''}`));
      expect(found).toEqual(lines.flatMap((text, index) => (text === '' ? [] : [`${String(index + 1)} ${text}`])));
    }),
    RUNS,
  );
});

it('work done at once comes out in order, and no more is under way than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), async (delays, atOnce) => {
      let underWay = 0;
      const items = (async function* () {
        for (const [index, delay] of delays.entries()) {
          await Promise.resolve();
          yield [{ index, delay }];
        }
      })();
      const work = async ({ index, delay }: { index: number; delay: number }): Promise<number> => {
        underWay += 1;
        expect(underWay).toBeLessThanOrEqual(atOnce);
        for (let turn = 0; turn < delay; turn += 1) await new Promise(setImmediate);
        underWay -= 1;
        return index;
      };
      const results: number[] = [];
      for await (const group of inOrder(items, work, atOnce)) results.push(...group);
      expect(results).toEqual(delays.map((_, index) => index));
    }),
    RUNS,
  );
});
