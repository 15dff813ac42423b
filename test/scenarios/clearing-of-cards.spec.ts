import fc from 'fast-check';
import { disputeDecider, type DisputeCommand } from '#disputes';
import { factOf as disputeFact } from '#disputes/testing';
import { EMPTY_BOOK, assertBalanced, balances, money, plusMs, post, type Entry } from '#kernel';
import { after } from '#kernel/testing';
import { paymentDecider, type PaymentCommand, type TransactionKind } from '#payments';
import { OPENED_AT, factOf } from '#payments/testing';

const minutes = fc.integer({ min: 0, max: 50_000 }).map((count) => plusMs(OPENED_AT, count * 60_000));
const amounts = fc.integer({ min: 1, max: 300_00 });

const told = (verb: string, kind: TransactionKind): fc.Arbitrary<PaymentCommand> =>
  fc
    .record({ ordinal: fc.constantFrom(1, 2), amount: amounts.map(money), at: minutes })
    .map((said) => ({ type: 'RecordPaymentFact', fact: factOf({ verb, kind, ...said }) }));

const ofPayment = fc.oneof(
  told('authorize', 'authorization'),
  told('capture', 'capture'),
  told('purchase', 'purchase'),
  told('refund', 'refund'),
  told('void', 'purchase'),
  told('void', 'capture'),
  told('reverse', 'purchase'),
  told('reverse', 'capture'),
  told('reverse', 'refund'),
  told('unknown', 'purchase'),
);
const ofDispute = fc
  .record({
    verb: fc.constantFrom('retrieval', 'chargeback', 'chargeback', 'debit', 'evidence', 'accepted', 'won', 'lost'),
    id: fc.constantFrom('1', '2'),
    round: fc.constantFrom(1, 2),
    amount: amounts,
    at: minutes,
  })
  .map((said): DisputeCommand => ({ type: 'RecordDisputeFact', fact: disputeFact(said) }));

const histories = fc.tuple(
  fc.array(ofPayment, { minLength: 1, maxLength: 10 }),
  fc.array(ofDispute, { minLength: 1, maxLength: 8 }),
);

function played([payment, dispute]: readonly [readonly PaymentCommand[], readonly DisputeCommand[]]) {
  const paid = after(paymentDecider, payment);
  const disputed = after(disputeDecider, dispute);
  const entries: Entry[] = [...paid.events, ...disputed.events].flatMap(({ data }) => data.entries);
  return { entries, payment: paid.state.standing, dispute: disputed.state.standing };
}

const clearingOf = (entries: readonly Entry[]): number =>
  [...balances(post(EMPTY_BOOK, entries))].reduce(
    (total, [account, fen]) => total + (account.startsWith('assets:clearing:') ? fen : 0),
    0,
  );

describe('whatever is told of a card payment and of a dispute about it', () => {
  it('leaves in clearing what was captured, less what was refunded and what was charged back', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { entries, payment, dispute } = played(history);
        assertBalanced(entries);
        const { captured = 0, refunded = 0 } = payment ?? {};
        expect(clearingOf(entries)).toBe(captured - refunded - (dispute?.charged ?? 0));
      }),
      { numRuns: 500 },
    );
  });

  it('comes to the same in any order, with any duplicates', () => {
    const mixed = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 });
    const pairs = histories.chain((history) => fc.tuple(fc.constant(history), mixed(history[0]), mixed(history[1])));
    fc.assert(
      fc.property(pairs, ([history, payment, dispute]) => {
        const one = played(history);
        const other = played([payment, dispute]);
        expect(other.payment).toEqual(one.payment);
        expect(other.dispute).toEqual(one.dispute);
        expect(clearingOf(other.entries)).toBe(clearingOf(one.entries));
      }),
      { numRuns: 500 },
    );
  });
});
