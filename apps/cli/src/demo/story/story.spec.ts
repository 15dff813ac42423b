import { createHash } from 'node:crypto';
import { parse } from 'lossless-json';
import { PAYMENT_LIVES } from './payment-lives.js';
import { ORDER_LIVES } from './order-lives.js';
import type { Step } from './step.js';
import { tellStory, type Story } from './story.js';

const digestOf = (story: Story): string => createHash('sha256').update(JSON.stringify(story)).digest('hex');
const stepsOf = <T extends Step['type']>(story: Story, type: T): Extract<Step, { type: T }>[] =>
  story.scenes.flatMap(({ steps }) => steps).filter((step): step is Extract<Step, { type: T }> => step.type === type);

interface Message {
  readonly tag: unknown;
  readonly msgId: string;
  readonly data: Record<string, unknown>;
}

const messagesOf = (story: Story): Message[] =>
  stepsOf(story, 'push').flatMap(({ body }) =>
    (parse(body) as Record<string, unknown>[]).map((message) => ({
      tag: String(message['tag']),
      msgId: String(message['msg_id'] ?? message['msgId']),
      data: (typeof message['data'] === 'string' ? parse(message['data']) : message['data']) as Record<string, unknown>,
    })),
  );

const story = tellStory(7, 60);

describe('a story', () => {
  it('repeats to the byte for the same seed and size, and for no other', () => {
    expect(digestOf(tellStory(7, 60))).toBe(digestOf(story));
    expect(digestOf(tellStory(8, 60))).not.toBe(digestOf(story));
  });

  it('shares no merchant, shop, terminal or order with another size of the same seed', () => {
    const { cast, orders } = tellStory(7, 61);
    expect([cast.merchantId, cast.shop.shopId, cast.terminals[0]?.merchantNo]).not.toContain(story.cast.merchantId);
    expect(cast.shop.shopId).not.toBe(story.cast.shop.shopId);
    expect(cast.terminals.map(({ merchantNo }) => merchantNo)).not.toContain(story.cast.terminals[0]?.merchantNo);
    expect(orders.map(({ orderId }) => orderId)).not.toContain(story.orders[0]?.orderId);
  });

  it('plays two stores, one shop, one live room, six terminals and two scan boxes', () => {
    expect(story.cast.stores).toHaveLength(2);
    expect(new Set(story.cast.terminals.map(({ merchantNo, terminalNo }) => `${merchantNo}/${terminalNo}`)).size).toBe(8);
    expect(story.cast.terminals.filter(({ wallet }) => wallet)).toHaveLength(2);
  });

  it('has every fate of an order and of a payment, however small', () => {
    expect(story.orders.length).toBeGreaterThanOrEqual(ORDER_LIVES.length);
    expect(new Set(story.orders.map(({ status }) => status))).toEqual(
      new Set(['created', 'settled', 'completed', 'cancelled', 'deposit_kept', 'refund_due', 'refunded', 'partly_refunded']),
    );
    expect(story.payments.length).toBeGreaterThanOrEqual(PAYMENT_LIVES.length * 6);
    expect(stepsOf(story, 'instruction').filter(({ instruction }) => instruction.carriedOutBy).length).toBeGreaterThanOrEqual(
      6,
    );
    expect(stepsOf(story, 'instruction').filter(({ instruction }) => !instruction.carriedOutBy).length).toBeGreaterThanOrEqual(
      6,
    );
  });
});

describe('what Douyin sends in it', () => {
  const messages = messagesOf(story);

  it('carries 19-digit ids as they are', () => {
    const ids = new Set(messages.map(({ data }) => String(data['p_id'])));
    for (const { orderId } of story.orders) {
      expect(orderId).toMatch(/^69\d{17}$/);
      expect(ids).toContain(orderId);
    }
  });

  it('comes twice now and then, never with two contents under one message id', () => {
    const contents = Map.groupBy(messages, ({ msgId }) => msgId);
    expect([...contents.values()].some((copies) => copies.length > 1)).toBe(true);
    for (const copies of contents.values()) expect(new Set(copies.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  });

  it('comes out of order now and then', () => {
    const first = (tag: string, orderId: string): number =>
      messages.findIndex(({ tag: own, data }) => own === tag && String(data['p_id']) === orderId);
    const early = story.orders.filter(({ orderId }) => {
      const [created, paid] = [first('100', orderId), first('101', orderId)];
      return paid >= 0 && paid < created;
    });
    expect(early.length).toBeGreaterThan(0);
  });

  it('is signed by either secret of the app', () => {
    expect(new Set(stepsOf(story, 'push').map(({ signedBy }) => signedBy))).toEqual(new Set(['secret', 'next secret']));
  });

  it('tells stages of payment, arbitration, refunds by special right, and discounts that add up', () => {
    const tags = new Set(messages.map(({ tag }) => tag));
    for (const tag of ['108', '109', '212', '224', '225']) expect(tags).toContain(tag);
    expect(messages.some(({ data }) => Array.isArray(data['order_phase_list']))).toBe(true);
    const discounted = messages.map(({ data }) => data).filter((data) => data['order_amount'] !== undefined);
    expect(discounted.length).toBeGreaterThan(0);
    for (const data of discounted) {
      const sum = (...fields: readonly string[]): number => fields.reduce((total, field) => total + Number(data[field]), 0);
      expect(sum('promotion_shop_amount', 'promotion_platform_amount', 'promotion_talent_amount')).toBe(
        sum('promotion_amount'),
      );
      expect(sum('order_amount', 'post_amount') - sum('promotion_amount')).toBe(sum('pay_amount'));
    }
  });

  it('has a probe, unknown tags and a shop that nobody has bound', () => {
    const tags = new Set(messages.map(({ tag }) => tag));
    expect(tags).toContain('0');
    expect([...tags].some((tag) => ['400', '417', '999'].includes(String(tag)))).toBe(true);
    const shops = new Set(messages.map(({ data }) => String(data['shop_id'])));
    expect(shops.size).toBe(2);
  });
});

describe('what terminals report in it', () => {
  const lines = stepsOf(story, 'transactions').flatMap((step) => step.lines);

  it('uses each number once per terminal and day, a reversal those of what it reverses', () => {
    const numbers = new Map<string, Set<string>>();
    for (const line of lines) {
      if (line['kind'] === 'reversal') continue;
      const place = [line['terminal_no'], line['batch_no'], line['trace_no']].join('.');
      numbers.set(place, (numbers.get(place) ?? new Set()).add(JSON.stringify(line)));
    }
    for (const contents of numbers.values()) expect(contents.size).toBe(1);
  });

  it('includes a reversal that comes before its purchase', () => {
    const placeOf = (line: Readonly<Record<string, unknown>>): string =>
      [line['terminal_no'], line['batch_no'], line['trace_no']].join('.');
    const early = lines.some(
      (line, index) =>
        line['kind'] === 'reversal' &&
        lines.findIndex((other) => other['kind'] === 'purchase' && placeOf(other) === placeOf(line)) > index,
    );
    expect(early).toBe(true);
  });

  it('includes a backlog of a line that was down', () => {
    expect(Math.max(...stepsOf(tellStory(7, 1200), 'transactions').map((step) => step.lines.length))).toBeGreaterThan(12);
  });
});

describe('what happens at counters in it', () => {
  const handOvers = stepsOf(story, 'counter').flatMap((step) => step.handOvers);

  it('is every end that a payment request has, however small the story', () => {
    expect(new Set(story.requests.map(({ status }) => status))).toEqual(
      new Set(['approved', 'declined', 'expired', 'refunded']),
    );
    expect(handOvers.some(({ paidInside, givenBack }) => paidInside !== undefined && givenBack !== undefined)).toBe(true);
  });

  it('uses each number of a terminal once, those of its own payments included', () => {
    const numbersOf = (fields: Readonly<Record<string, unknown>>): string =>
      [fields['terminal_no'], fields['batch_no'], fields['trace_no']].join('.');
    const taken = handOvers.flatMap(({ taken: by }) => (by ? [numbersOf(by.line.fields)] : []));
    const own = new Set(stepsOf(story, 'transactions').flatMap(({ lines }) => lines.map(numbersOf)));
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken.filter((number) => own.has(number))).toEqual([]);
  });

  it('goes to the terminals of the interface that the order falls to', () => {
    const { cast } = story;
    const numbers = Object.values(cast.defaults).map((id) => cast.interfaces.find((each) => each.id === id)?.merchantNo);
    for (const { terminal } of handOvers) expect(numbers).toContain(terminal.merchantNo);
  });
});

describe('what is taken off the shop’s account in it', () => {
  it('is less than what was settled', () => {
    const settled = stepsOf(story, 'settle_bill')
      .flatMap((step) => step.rows)
      .reduce((sum, row) => sum + (row['trade_type'] === 0 ? 1 : -1) * Number(row['settle_amount']), 0);
    const moved = story.movements.reduce((sum, { net }) => sum + net, 0);
    expect(moved).toBeLessThan(0);
    expect(settled + moved).toBeGreaterThan(0);
    const purposes = new Set(story.movements.map(({ purpose }) => purpose));
    expect(purposes).toEqual(new Set(['insurance', 'compensation', 'deposit', 'withdrawal']));
  });
});

describe('the bills in it', () => {
  const rows = stepsOf(story, 'settle_bill').flatMap((step) => step.rows);

  it('add up row by row', () => {
    for (const row of rows) {
      expect(Number(row['settle_amount'])).toBe(Number(row['total_income']) + Number(row['total_outcome']));
      expect(Number(row['total_outcome'])).toBe(Number(row['platform_service_fee']) + Number(row['commission']));
    }
  });

  it('take exactly what the orders expect off the receivable', () => {
    const settled = rows.reduce((sum, row) => sum + (row['trade_type'] === 0 ? 1 : -1) * Number(row['total_income']), 0);
    expect(settled).toBe(story.orders.reduce((sum, { settledGross }) => sum + settledGross, 0));
  });

  it('have one row per number', () => {
    const all = [
      ...rows.map((row) => row['request_no']),
      ...stepsOf(story, 'statement').flatMap((step) => step.rows.map((row) => row['settlement_no'])),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('what other channels tell in it', () => {
  const callbacks = stepsOf(story, 'callback').map(({ callback }) => callback);

  it('is every end of a voucher, of a payment in the mini-app, and every kind of file, however small the story', () => {
    expect(new Set(story.vouchers.map(({ status }) => status))).toEqual(new Set(['paid', 'verified', 'settled', 'refunded']));
    expect(new Set(story.miniApp.map(({ status }) => status))).toEqual(new Set(['paid', 'partly_refunded', 'cancelled']));
    const rows = stepsOf(story, 'life_ledger').map((step) => step.rows);
    expect(rows.map((each) => new Set(each.map(({ status }) => status)))).toEqual([new Set([0]), new Set([2])]);
  });

  it('pays out what was split less its fees', () => {
    const net = story.vouchers.reduce((sum, { settledNet }) => sum + settledNet, 0);
    expect(net).toBeGreaterThan(0);
    expect(story.lifeMovements.map(({ amount }) => amount)).toEqual([-net]);
    expect(stepsOf(story, 'life_movements').flatMap((step) => step.rows)).toMatchObject([{ direction: 'out', amount: net }]);
  });

  it('comes by every sender, some of it twice', () => {
    expect(new Set(callbacks.map(({ by }) => by))).toEqual(
      new Set(['life', 'ecpay', 'trade', 'shouqianba', 'lakala', 'allinpay']),
    );
    const texts = callbacks.map((callback) => JSON.stringify(callback));
    expect(texts.length - new Set(texts).size).toBe(4);
  });

  it('names each payment of an acquirer once, open or ended', () => {
    const ids = [...story.noticed.map(({ paymentId }) => paymentId), ...story.open];
    expect(new Set(ids).size).toBe(ids.length);
    expect(story.open).toHaveLength(3);
    expect(story.noticed.some(({ captured, refunded }) => captured > refunded && refunded > 0)).toBe(true);
    expect(story.noticed.some(({ captured }) => captured === 0)).toBe(true);
  });
});
