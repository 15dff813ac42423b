import fc from 'fast-check';
import { assertBalanced } from '#kernel';
import { after, balanceOf, bookText } from '#kernel/testing';
import { someVoucherFacts } from '../testing.js';
import { voucherDecider } from './voucher.js';
import type { VoucherFact } from './voucher.messages.js';

const recorded = (facts: readonly VoucherFact[]) =>
  after(
    voucherDecider,
    facts.map((fact) => ({ type: 'RecordVoucherFact', fact })),
  );
const entriesOf = (facts: readonly VoucherFact[]) => recorded(facts).events.flatMap(({ data }) => data.entries);

/** The same facts in another order, some of them twice or more. */
const disturbedPairs = someVoucherFacts.chain((facts) =>
  fc
    .array(fc.constantFrom(...facts), { maxLength: 6 })
    .chain((again) => fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length }))
    .map((other) => [facts, other] as const),
);

describe('whatever local life says of an order of vouchers, in whatever order, however often', () => {
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
      fc.property(someVoucherFacts, (facts) => {
        for (const { data } of recorded(facts).events) assertBalanced(data.entries);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves open what was paid and added, less what was given back and split', () => {
    fc.assert(
      fc.property(someVoucherFacts, (facts) => {
        const { standing } = recorded(facts).state;
        const open = balanceOf(entriesOf(facts), 'assets:receivable:douyin-life:ck-example');
        expect(open).toBe(
          (standing?.paid ?? 0) + (standing?.subsidy ?? 0) - (standing?.refunded ?? 0) - (standing?.settledGross ?? 0),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never earns or gives back more out of the contract than was paid', () => {
    fc.assert(
      fc.property(someVoucherFacts, (facts) => {
        expect(balanceOf(entriesOf(facts), 'liabilities:contract:voucher:ck-example')).toBeLessThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it('a retry adds nothing', () => {
    fc.assert(
      fc.property(someVoucherFacts, (facts) => {
        const { state } = recorded(facts);
        for (const fact of facts) expect(voucherDecider.decide({ type: 'RecordVoucherFact', fact }, state)).toEqual([]);
      }),
    );
  });
});
