import fc from 'fast-check';
import { money } from '#kernel';
import { after, yuan } from '#kernel/testing';
import { factsOf, hour, someOrderFacts } from '../testing.js';
import { orderDecider } from './order.js';
import type { OrderFact } from './order.messages.js';
import { waterfallOf, type OrderEventAt, type WaterfallSources } from './order.waterfall.js';
import type { Waterfall } from './order.waterfall.messages.js';

const order = factsOf();
const NOTHING_YET = { movements: [], withdrawn: { amount: 0, events: [] } };

function eventsOf(facts: readonly OrderFact[]): WaterfallSources['events'] {
  const commands = facts.map((fact) => ({ type: 'RecordOrderFact' as const, fact }));
  const [first, ...rest] = after(orderDecider, commands).events.map((event, index): OrderEventAt => ({
    stream: 'order-douyin.1',
    position: String(index),
    event,
  }));
  if (!first) throw new Error('nothing happened');
  return [first, ...rest];
}

const fall = (facts: readonly OrderFact[], sources: Partial<WaterfallSources> = {}): Waterfall =>
  waterfallOf({ events: eventsOf(facts), ...NOTHING_YET, ...sources });

const written = ({ steps }: Waterfall): string[] =>
  steps.map(({ step, amount, isTotal, after: left, events }) =>
    [isTotal ? '=' : ' ', step, amount, left, events.map(({ position }) => position).join(',')].join(' '),
  );

const DETAILED = {
  orderAmount: yuan('150.00'),
  discountShop: yuan('10.00'),
  discountPlatform: yuan('8.00'),
  discountTalent: yuan('2.10'),
  discountPayment: yuan('1.00'),
};
const LIFE = [
  order.paid(hour(1), yuan('129.90')),
  order.detailed(hour(2), DETAILED),
  order.completed(hour(5)),
  order.refunded(hour(6), yuan('30.00'), '71'),
  order.settled(hour(9), {
    requestNo: 'r1',
    gross: yuan('107.90'),
    subsidy: yuan('8.00'),
    fees: { platformService: yuan('5.40'), commission: yuan('10.79') },
  }),
];

describe('the waterfall of an order', () => {
  it('goes from the list price to the bank, each step with the events that tell it', () => {
    const waterfall = fall(LIFE, {
      movements: [
        { stream: 'm1', position: '20', purpose: 'insurance', net: -40 },
        { stream: 'm2', position: '21', purpose: 'settlement', net: 9_171 },
      ],
      withdrawn: { amount: 5_000, events: [{ stream: 'm3', position: '22' }] },
    });
    expect(written(waterfall)).toEqual([
      '  list_price 15000 15000 1',
      '  discount_shop -1000 14000 1',
      '  discount_platform -800 13200 1',
      '  discount_talent -210 12990 1',
      '= paid 12990 12990 0',
      '  refunds -3000 9990 3',
      '  subsidies 800 10790 4',
      '  platform_service -540 10250 4',
      '  commission -1079 9171 4',
      '  insurance -40 9131 20',
      '= net 9131 9131 0,3,4',
      '= settled 9131 9131 4,20',
      '  withdrawn -5000 4131 22',
      '= on_account 4131 4131 ',
    ]);
    expect(waterfall).toMatchObject({ open: 4_131, isExplained: true, unexplained: 0, discountPayment: 100 });
  });

  it('pays out no more than is left of it: a premium that went off the account was not withdrawn', () => {
    const { steps } = fall(
      [order.paid(hour(1), yuan('100.00')), order.settled(hour(2), { requestNo: 'r1', gross: yuan('100.00') })],
      {
        movements: [{ stream: 'm1', position: '9', purpose: 'insurance', net: -40 }],
        withdrawn: { amount: 10_000, events: [{ stream: 'm3', position: '22' }] },
      },
    );
    expect(steps.filter(({ step }) => step === 'withdrawn' || step === 'on_account').map(({ amount }) => amount)).toEqual([
      -9960, 0,
    ]);
  });

  it('begins with what was paid where nobody detailed the order, and shows what is not settled', () => {
    const waterfall = fall([order.paid(hour(1), yuan('129.90'))]);
    expect(written(waterfall)).toEqual([
      '  paid 12990 12990 0',
      '= net 12990 12990 0',
      '  unsettled -12990 0 0',
      '= settled 0 0 ',
      '= on_account 0 0 ',
    ]);
    expect(waterfall).toMatchObject({ open: 12_990, isExplained: true });
  });

  it.each([
    ['postage beside the order’s amount', { postAmount: yuan('5.00') }, yuan('114.80')],
    ['a price that the merchant changed', { modifyAmount: -500, postAmount: yuan('5.00') }, yuan('104.80')],
    ['postage within it', { postAmount: yuan('5.00') }, yuan('109.80')],
  ])('explains %s', (_, said, paid) => {
    const detail = { orderAmount: yuan('129.90'), discountShop: yuan('20.10'), ...said };
    expect(fall([order.paid(hour(1), paid), order.detailed(hour(2), detail)])).toMatchObject({ unexplained: 0 });
  });

  it('says by how much a price is not explained', () => {
    const waterfall = fall([order.paid(hour(1), yuan('99.99')), order.detailed(hour(2), { orderAmount: yuan('100.00') })]);
    expect(waterfall).toMatchObject({ isExplained: false, unexplained: 1 });
  });

  it('a refund out of the deposit leaves the buyer’s payment where it is', () => {
    const facts = [order.paid(hour(1), yuan('100.00')), order.refunded(hour(3), yuan('30.00'), '71', { refundChannel: 3 })];
    expect(written(fall(facts)).slice(-5)).toEqual([
      '= net 7000 7000 0,1',
      '  unsettled -10000 -3000 0,1',
      '  elsewhere 3000 0 1',
      '= settled 0 0 ',
      '= on_account 0 0 ',
    ]);
  });

  it('adds up to the fen from the payment on, whatever Douyin says in whatever order', () => {
    const movement = fc.record({
      stream: fc.constant('m'),
      position: fc.constant('9'),
      purpose: fc.constantFrom('insurance', 'compensation', 'deposit', 'settlement', null),
      net: fc.integer({ min: -10_000, max: 10_000 }),
    });
    fc.assert(
      fc.property(someOrderFacts(), fc.array(movement, { maxLength: 3 }), (facts, movements) => {
        const { steps } = fall(facts, { movements, withdrawn: { amount: money(7), events: [] } });
        const totals = steps.filter(({ isTotal, step }) => isTotal && step !== 'paid');
        expect(totals.map(({ after: left }) => left)).toEqual(totals.map(({ amount }) => amount));
      }),
      { numRuns: 500 },
    );
  });
});
