import fc from 'fast-check';
import { assertBalanced } from '#kernel';
import { after, bookText } from '#kernel/testing';
import { someSettlementFacts } from '../testing.js';
import { settlementDecider } from './settlement.js';
import type { SettlementFact } from './settlement.messages.js';

const recorded = (facts: readonly SettlementFact[]) =>
  after(
    settlementDecider,
    facts.map((fact) => ({ type: 'RecordSettlementFact', fact })),
  );
const entriesOf = (facts: readonly SettlementFact[]) => recorded(facts).events.flatMap(({ data }) => data.entries);

const disturbedPairs = someSettlementFacts.chain((facts) =>
  fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 })),
);

describe('whatever a statement says of a row, in whatever order, however often', () => {
  it('amounts to the same standing and the same book', () => {
    fc.assert(
      fc.property(disturbedPairs, ([facts, other]) => {
        expect(recorded(other).state.standing).toEqual(recorded(facts).state.standing);
        expect(bookText(entriesOf(other))).toBe(bookText(entriesOf(facts)));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the book at zero after every event, and a retry adds nothing', () => {
    fc.assert(
      fc.property(someSettlementFacts, (facts) => {
        const { state, events } = recorded(facts);
        for (const { data } of events) assertBalanced(data.entries);
        for (const fact of facts) expect(settlementDecider.decide({ type: 'RecordSettlementFact', fact }, state)).toEqual([]);
      }),
    );
  });

  it('puts money on suspense exactly where an acquirer’s standing row does not add up, or nobody knows what a movement is for', () => {
    fc.assert(
      fc.property(someSettlementFacts, (facts) => {
        fc.pre(facts.every((fact) => fact.type !== 'DouyinSettlementRecorded' && !('amount' in fact && fact.amount === 0)));
        const suspense = bookText(entriesOf(facts)).includes('equity:suspense');
        const { exceptions = [] } = recorded(facts).state.standing ?? {};
        expect(suspense).toBe(exceptions.includes('ROW_DOES_NOT_ADD_UP') || exceptions.includes('MOVEMENT_UNEXPLAINED'));
      }),
    );
  });
});
