import fc from 'fast-check';
import type { Entry } from '#kernel';
import { bookText } from '#kernel/testing';
import { APP, ChannelsUnderTest, NOW, SHOP_ID } from '../testing.js';
import { receiveDouyinPush } from './receive-push.js';
import { receiveSettleBill } from './receive-settle-bill.js';
import { EVENT_SIGN } from './signatures.js';

const ORDER = '6900000000000000001';
const SECONDS = 1_789_950_000;

type Told = readonly ['push', tag: string, fields: object] | readonly ['row', fields: object];

const row = (request_no: string, fields: object): Told => [
  'row',
  {
    request_no,
    settle_time: '2026-09-21 10:00:00',
    shop_order_id: ORDER,
    order_id: ORDER,
    trade_type: 0,
    pay_type_desc: '抖音支付',
    ...fields,
  },
];

/** The life of one order as push messages and bill rows tell it; `payTypes`: of each message that says it was paid. */
const lifeOf = (payTypes: readonly (number | undefined)[]): Told[] => [
  ['push', '100', { create_time: SECONDS, order_type: 0 }],
  ...payTypes.map((pay_type, index): Told => [
    'push',
    index === 0 ? '101' : '110',
    { pay_time: SECONDS + index, pay_amount: 10_000, ...(pay_type !== undefined && { pay_type }) },
  ]),
  ['push', '103', { complete_time: SECONDS + 600 }],
  ['push', '206', { aftersale_id: '71', success_time: SECONDS + 900, refund_amount: 1_000 }],
  row('r1', { total_income: 9_800, platform_coupon: 800, platform_service_fee: 400, settle_amount: 9_400 }),
  row('r2', { trade_type: 1, total_income: 500, settle_amount: 500 }),
];

async function bookOf(life: readonly Told[]): Promise<{ book: string; standing: unknown }> {
  const channels = await ChannelsUnderTest.open();
  for (const told of life) {
    if (told[0] === 'push') {
      const data = JSON.stringify({ p_id: ORDER, shop_id: SHOP_ID, ...told[2] });
      const rawBody = Buffer.from(JSON.stringify([{ tag: told[1], msg_id: data, data }]));
      const headers = { 'app-id': APP.appKey, 'event-sign': EVENT_SIGN.sign(APP, rawBody) };
      await receiveDouyinPush(channels.deps, { headers, rawBody, now: NOW });
    } else {
      const rawBody = Buffer.from(JSON.stringify({ shop_id: SHOP_ID, rows: [told[1]] }));
      await receiveSettleBill(channels.deps, { rawBody, now: NOW, ingestActor: 'key:k1' });
    }
  }
  const data = (await channels.events()).map((event) => event.data as { entries: Entry[]; standing: { orderId?: string } });
  return {
    book: bookText(data.flatMap(({ entries }) => entries)),
    standing: data.findLast(({ standing }) => standing.orderId !== undefined)?.standing,
  };
}

const disturbed = (life: readonly Told[]): fc.Arbitrary<Told[]> =>
  fc.shuffledSubarray([...life, ...life], { minLength: life.length * 2 });

describe('pushes and bill rows of one order, in whatever order, however often', () => {
  it.each([
    ['on delivery', [0], 'cod'],
    ['by WeChat', [1], 'wechat'],
    ['on delivery, which only the first of two messages says', [0, undefined], 'cod'],
    ['by Alipay, which only the second of two messages says', [undefined, 2], 'alipay'],
    ['in a way that nobody says', [undefined], 'unknown'],
  ] as const)('paid %s, make one book and one standing', async (_, payTypes, method) => {
    const life = lifeOf(payTypes);
    const { book, standing } = await bookOf(life);
    expect(standing).toMatchObject({ method, settledGross: 9_300, exceptions: [] });
    expect(book.split('\n').every((line) => line.includes(` douyin ${method} `))).toBe(true);
    await fc.assert(
      fc.asyncProperty(disturbed(life), async (other) => {
        expect(await bookOf(other)).toEqual({ book, standing });
      }),
      { numRuns: 30 },
    );
  });
});
