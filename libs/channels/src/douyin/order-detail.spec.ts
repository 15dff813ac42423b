import fc from 'fast-check';
import type { DouyinShop } from '#merchants';
import { orderDecider, type OrderStanding } from '#orders';
import { after, balanceLines, bookText } from '#kernel/testing';
import { SHOP_ID } from '../testing.js';
import { parseExact, type JsonObject } from '../exact-json.js';
import { factsOfOrderDetail } from './order-detail.js';
import { readOrderMessage } from './order-facts.js';
import type { SaidOrderFact } from './order-fields.js';
import { recording } from './push-reading.js';

const ORDER = '6900000000000000001';
const AT = 1_789_950_000;
const DAY = 86_400;
const SHOP = { shopId: SHOP_ID, merchantId: 'm1', storeId: 's1', appKey: 'a', cutOff: '23:00' } as unknown as DouyinShop;

const json = (fields: object): JsonObject => parseExact(JSON.stringify(fields)) as JsonObject;

function detail(fields: object, known?: { shopId: string }): readonly SaidOrderFact[] {
  const reading = factsOfOrderDetail(json({ order_id: ORDER, shop_id: SHOP_ID, update_time: AT, ...fields }), known);
  if ('wrong' in reading) throw new Error(reading.wrong.join());
  return reading.facts;
}

function push(tag: string, fields: object): readonly SaidOrderFact[] {
  const reading = readOrderMessage(tag, json({ p_id: ORDER, shop_id: SHOP_ID, ...fields }));
  if (!('facts' in reading)) throw new Error(JSON.stringify(reading));
  return reading.facts;
}

function told(facts: readonly SaidOrderFact[]): { book: string; lines: string[]; standing: OrderStanding } {
  const commands = facts.map((fact) => recording(fact, SHOP).command as Parameters<typeof orderDecider.decide>[0]);
  const { events } = after(orderDecider, commands);
  const entries = events.flatMap(({ data }) => data.entries);
  const standing = events.at(-1)?.data.standing;
  if (!standing) throw new Error('nothing was told');
  return { book: bookText(entries), lines: balanceLines(entries), standing };
}

describe('what a detail says', () => {
  it('becomes the facts that pushes bring, under their keys, and the detail itself', () => {
    const facts = detail({
      create_time: AT - 60,
      order_status: 5,
      main_status: 5,
      pay_time: AT - 30,
      pay_amount: 12_990,
      pay_type: 1,
      channel_payment_no: 'PAY3424',
      ship_time: AT - 20,
      finish_time: AT - 10,
      order_amount: 15_000,
      promotion_amount: 2_010,
      promotion_shop_amount: 1_000,
      promotion_platform_amount: 800,
      promotion_talent_amount: 210,
      modify_amount: -5,
      sku_order_list: [
        { order_id: '6900000000000000003', sum_amount: 5_000, pay_amount: 4_000, author_id: 0, room_id: 0 },
        { order_id: '6900000000000000002', sum_amount: 10_000, author_id: '995', room_id_str: '7300000000000000001' },
      ],
    });
    expect(facts.map(({ key }) => key.split(':')[0])).toEqual(['created', 'paid', 'shipped', 'completed', 'detailed']);
    expect(facts.at(-1)).toMatchObject({
      type: 'DouyinOrderDetailed',
      orderStatus: 5,
      payType: 1,
      channelPaymentNo: 'PAY3424',
      orderAmount: 15_000,
      discounts: 2_010,
      discountShop: 1_000,
      discountPlatform: 800,
      discountTalent: 210,
      modifyAmount: -5,
      subOrders: [
        { subOrderId: '6900000000000000002', amount: 10_000, authorId: '995', liveRoomId: '7300000000000000001' },
        { subOrderId: '6900000000000000003', amount: 5_000, payAmount: 4_000 },
      ],
    });
    expect(told(facts).standing).toMatchObject({
      status: 'completed',
      method: 'wechat',
      liveRoomId: '7300000000000000001',
      listPrice: 15_000,
      discountTalent: 210,
      exceptions: [],
    });
  });

  it('needs its order and one time, no more; a hidden shop is the one that was asked', () => {
    expect(factsOfOrderDetail({})).toEqual({ wrong: ['update_time', 'order_id', 'shop_id'] });
    expect(factsOfOrderDetail(json({ order_id: ORDER, create_time: AT }), { shopId: SHOP_ID })).toMatchObject({
      facts: [{ type: 'DouyinOrderCreated', shopId: SHOP_ID }, { type: 'DouyinOrderDetailed' }],
    });
  });

  it('counts by its status where the time is hidden, until a message tells it', () => {
    const seen = detail({ order_status: 5, pay_amount: 12_990, update_time: AT + 5 * DAY });
    expect(told(seen)).toMatchObject({
      lines: [`assets:receivable:douyin:${SHOP_ID} 129.90`, `revenue:online:${SHOP_ID} 129.90 Cr`],
      standing: { status: 'completed', completedAt: '2026-09-26T00:20:00.000Z' },
    });
    const messages = [...push('101', { pay_time: AT, pay_amount: 12_990 }), ...push('103', { complete_time: AT + DAY })];
    expect(told([...seen, ...messages]).book).toBe(told(messages).book);
  });

  it('a refund that it only hints at is asked for', () => {
    const standing = told(detail({ order_status: 4, main_status: 22, pay_time: AT, pay_amount: 100 })).standing;
    expect(standing).toMatchObject({ status: 'paid', exceptions: ['REFUND_NOT_TOLD'] });
  });

  it('deposit and balance are two payments, each of its day', () => {
    const stage = (n: number, pay_success: boolean | number, amount: number): object => ({
      phase_order_id: `7${String(n)}`,
      current_phase: n,
      total_phase: 2,
      pay_success,
      phase_pay_amount: amount,
      phase_pay_time: pay_success ? AT + n * DAY : 0,
    });
    const partly = detail({
      main_status: 103,
      pay_time: AT + DAY,
      pay_amount: 10_000,
      order_phase_list: [stage(1, true, 2_000), stage(2, false, 0)],
    });
    expect(told(partly).standing).toMatchObject({ status: 'deposit_paid', paid: 2_000, paidInPhases: 2_000 });
    const whole = detail({
      order_status: 2,
      pay_time: AT + 2 * DAY,
      pay_amount: 10_000,
      order_phase_list: [stage(1, 1, 2_000), stage(2, 1, 8_000)],
    });
    expect(told([...whole, ...partly])).toMatchObject({ standing: { status: 'paid', paid: 10_000, exceptions: [] } });
    expect(told(whole).book).toContain('2026-09-22');
    expect(told(whole).book).toContain('2026-09-23');
  });
});

interface Life {
  readonly amount: number;
  readonly payType: number;
  readonly stage: number;
  readonly isCancelled: boolean;
}

const lives = fc.record<Life>({
  amount: fc.integer({ min: 1, max: 1_000_000 }),
  payType: fc.constantFrom(0, 1, 2),
  stage: fc.integer({ min: 0, max: 3 }),
  isCancelled: fc.boolean(),
});

/** The messages of an order that came so far. */
const pushesOf = ({ amount, payType, stage, isCancelled }: Life): SaidOrderFact[] => [
  ...push('100', { create_time: AT, order_type: 2 }),
  ...(stage > 0 ? push('101', { pay_time: AT + DAY, pay_amount: amount, pay_type: payType }) : []),
  ...(stage > 1 ? push('102', { update_time: AT + 2 * DAY }) : []),
  ...(isCancelled ? push('106', { cancel_time: AT + 3 * DAY }) : stage > 2 ? push('103', { complete_time: AT + 3 * DAY }) : []),
];

/** What its detail says then. */
const detailOf = ({ amount, payType, stage, isCancelled }: Life): Record<string, unknown> => ({
  update_time: AT + 4 * DAY,
  create_time: AT,
  order_type: 2,
  order_status: isCancelled ? 4 : [1, 2, 3, 5][stage],
  ...(stage > 0 && { pay_time: AT + DAY, pay_amount: amount, pay_type: payType }),
  ...(stage > 1 && { ship_time: AT + 2 * DAY }),
  ...(isCancelled ? { cancel_time: AT + 3 * DAY } : stage > 2 && { finish_time: AT + 3 * DAY }),
});

const NEVER_HIDDEN = 'update_time';
const HIDEABLE = [
  'create_time',
  'order_type',
  'order_status',
  'pay_time',
  'pay_amount',
  'pay_type',
  'ship_time',
  'finish_time',
  'cancel_time',
];

describe('by push, by detail, or both', () => {
  it('a detail with all its fields makes the book that the pushes make', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const [pushed, asked] = [told(pushesOf(life)), told(detail(detailOf(life)))];
        expect(asked.book).toBe(pushed.book);
        expect(asked.standing).toEqual(pushed.standing);
      }),
    );
  });

  it('beside the pushes a detail changes no book and contradicts nothing, whatever of it is hidden, in any order', () => {
    const cases = fc.record({
      life: lives,
      hidden: fc.subarray(HIDEABLE),
      seed: fc.array(fc.nat(), { minLength: 24, maxLength: 24 }),
    });
    fc.assert(
      fc.property(cases, ({ life, hidden, seed }) => {
        const said = Object.fromEntries(
          Object.entries(detailOf(life)).filter(([name]) => name === NEVER_HIDDEN || !hidden.includes(name)),
        );
        const both = [...pushesOf(life), ...detail(said)]
          .map((fact, index) => ({ fact, turn: seed[index] ?? 0 }))
          .sort((a, b) => a.turn - b.turn)
          .map(({ fact }) => fact);
        expect(told(both).book).toBe(told(pushesOf(life)).book);
        expect(told(both).standing.exceptions).toEqual(told(pushesOf(life)).standing.exceptions);
      }),
      { numRuns: 300 },
    );
  });

  it('is read without throwing, and never into a bad amount', () => {
    const fields = fc.dictionary(
      fc.constantFrom(...HIDEABLE, 'order_id', 'update_time', 'order_phase_list', 'sku_order_list'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fields, (said) => {
        expect(factsOfOrderDetail(json(said))).toBeDefined();
      }),
    );
  });
});
