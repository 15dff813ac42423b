import { after, permutations, yuan } from '#kernel/testing';
import { factsOf, hour } from '../testing.js';
import type { OrderFact } from './order.messages.js';
import type { OrderDetailed } from './order-particulars.messages.js';
import { orderDecider } from './order.js';

const make = factsOf();
const detailed = (at: number, said: Partial<OrderDetailed>): OrderFact => make.detailed(hour(at), said);
const repriced = (at: number, price: string, postage = '0.00'): OrderFact =>
  ({ ...make.repriced(hour(at), yuan(price)), postAmount: yuan(postage) }) as OrderFact;

const listed = { orderAmount: yuan('100.00'), discountShop: yuan('10.00'), discountTalent: yuan('5.00') };

describe('what an order is to bring', () => {
  it.each<[string, OrderFact[], number | null]>([
    ['nobody said', [make.created(hour(0))], null],
    ['a detail', [detailed(1, { ...listed, payAmount: yuan('91.00'), postAmount: yuan('6.00') })], 9_100],
    ['the latest detail', [detailed(1, { payAmount: yuan('91.00') }), detailed(2, { payAmount: yuan('80.00') })], 8_000],
    ['a later detail that hides it', [detailed(1, { payAmount: yuan('91.00') }), detailed(2, { orderStatus: 1 })], 9_100],
    ['list price and discounts alone', [detailed(1, listed)], 8_500],
    ['discounts above the price', [detailed(1, { ...listed, discountPlatform: yuan('90.00') })], 0],
    ['a changed price with its postage', [repriced(1, '70.00', '6.00')], 7_600],
    ['a price changed again', [repriced(1, '70.00'), repriced(2, '60.00')], 6_000],
    ['a price changed after a detail', [detailed(1, { payAmount: yuan('91.00') }), repriced(2, '70.00')], 7_000],
    ['a detail of the changed price', [repriced(1, '70.00'), detailed(1, { payAmount: yuan('65.00') })], 6_500],
    ['the payment', [repriced(1, '91.00'), make.paid(hour(2), yuan('90.00')), repriced(3, '70.00')], 9_000],
    ['more than a deposit', [detailed(1, { payAmount: yuan('91.00') }), make.phasePaid(hour(2), 1, yuan('20.00'))], 9_100],
  ])('%s, in whatever order it is told', (_says, facts, payable) => {
    for (const some of permutations(facts)) {
      const { state } = after(
        orderDecider,
        some.map((fact) => ({ type: 'RecordOrderFact', fact })),
      );
      expect(state.standing?.payable).toBe(payable);
    }
  });
});
