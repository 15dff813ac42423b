import fc from 'fast-check';
import { assertBalanced } from '#kernel';
import { after, bookText } from '#kernel/testing';
import { someOrderFacts } from '../testing.js';
import { orderDecider } from './order.js';
import type { OrderFact } from './order.messages.js';
import type { OrderStatus } from './order.standing.messages.js';

const RANKS: readonly OrderStatus[] = [
  'created',
  'held',
  'deposit_paid',
  'paid',
  'partly_shipped',
  'shipped',
  'completed',
  'settled',
  'cancelled',
  'deposit_kept',
  'refund_due',
  'partly_refunded',
  'refunded',
];

const recorded = (facts: readonly OrderFact[]) =>
  after(
    orderDecider,
    facts.map((fact) => ({ type: 'RecordOrderFact', fact })),
  );
const entriesOf = (facts: readonly OrderFact[]) => recorded(facts).events.flatMap(({ data }) => data.entries);

/** The same facts in another order, some of them twice or more. */
const disturbed = (facts: OrderFact[]): fc.Arbitrary<OrderFact[]> =>
  fc
    .array(fc.constantFrom(...facts), { maxLength: 6 })
    .chain((again) => fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length }));

const disturbedPairs = someOrderFacts().chain((facts) => fc.tuple(fc.constant(facts), disturbed(facts)));

describe('whatever Douyin says of an order, in whatever order, however often', () => {
  it('amounts to the same standing and the same book', () => {
    fc.assert(
      fc.property(disturbedPairs, ([facts, other]) => {
        expect(recorded(other).state.standing).toEqual(recorded(facts).state.standing);
        expect(bookText(entriesOf(other))).toBe(bookText(entriesOf(facts)));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the book at zero after every event', () => {
    fc.assert(
      fc.property(someOrderFacts(), (facts) => {
        for (const { data } of recorded(facts).events) assertBalanced(data.entries);
      }),
      { numRuns: 500 },
    );
  });

  it('a retry adds nothing', () => {
    fc.assert(
      fc.property(someOrderFacts(), (facts) => {
        const { state } = recorded(facts);
        for (const fact of facts) expect(orderDecider.decide({ type: 'RecordOrderFact', fact }, state)).toEqual([]);
      }),
    );
  });

  it('never takes an order back to a lower status, unless Douyin contradicts itself', () => {
    fc.assert(
      fc.property(someOrderFacts(), (facts) => {
        const standings = recorded(facts).events.map(({ data }) => data.standing);
        fc.pre(!standings.some(({ exceptions }) => exceptions.includes('FACTS_CONTRADICT')));
        // A stage of a payment that is told late makes a whole refund one of a part.
        const isStaged = facts.some(({ type }) => type === 'DouyinOrderPhasePaid');
        const ranks = standings.map(({ status }) =>
          RANKS.indexOf(isStaged && status === 'refunded' ? 'partly_refunded' : status),
        );
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
    );
  });
});
