import fc from 'fast-check';
import { assertBalanced, balances, emptyFactState, evolveFacts, isRejection, plusMs } from '#kernel';
import { after, bookText } from '#kernel/testing';
import { OPENED_AT, answering, day, factOf } from '../testing.js';
import { disputeDecider } from './dispute.js';
import type { DisputeFact, DisputeStanding } from './dispute.messages.js';

const told = (verb: string, ids: readonly string[] = ['1', '2']): fc.Arbitrary<DisputeFact> =>
  fc
    .record({
      id: fc.constantFrom(...ids),
      amount: fc.integer({ min: 1, max: 200_00 }),
      round: fc.constantFrom(1, 1, 2, 3),
      at: fc.integer({ min: 0, max: 12 }).map((days) => plusMs(OPENED_AT, days * 86_400_000)),
    })
    .map((one) => factOf({ verb, ...one }));

const facts = fc.oneof(
  { weight: 3, arbitrary: told('chargeback') },
  ...['retrieval', 'debit', 'evidence', 'accepted', 'won', 'lost'].map((verb) => ({ weight: 2, arbitrary: told(verb) })),
);
const histories = fc.array(facts, { minLength: 1, maxLength: 10 });
const shuffled = histories.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
);

const record = (list: readonly DisputeFact[]) =>
  after(
    disputeDecider,
    list.map((fact) => ({ type: 'RecordDisputeFact', fact }) as const),
  );
const entriesOf = (list: readonly DisputeFact[]) => record(list).events.flatMap(({ data }) => data.entries);
const under = (list: readonly DisputeFact[], prefix: string): number =>
  [...balances(record(list).state.book)].reduce((total, [account, fen]) => total + (account.startsWith(prefix) ? fen : 0), 0);

describe('whatever is told of a dispute', () => {
  it('amounts to the same in any order, with any duplicates', () => {
    fc.assert(
      fc.property(shuffled, ([list, mixed]) => {
        expect(record(mixed).state.standing).toEqual(record(list).state.standing);
        expect(bookText(entriesOf(mixed))).toBe(bookText(entriesOf(list)));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes from clearing what was charged, and puts it into losses or on suspense, every event at zero', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const { events, state } = record(list);
        for (const { data } of events) assertBalanced(data.entries);
        const { charged, lost } = state.standing as DisputeStanding;
        expect(under(list, 'assets:clearing:')).toBe(0 - charged);
        expect(under(list, 'expenses:losses:')).toBe(lost);
        expect(under(list, 'equity:suspense:')).toBe(charged - lost);
      }),
    );
  });

  it('leaves nothing charged once the last round is won, unless it was taken after that', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const won = factOf({ verb: 'won', id: '1', amount: 0, round: 9, at: day(60) });
        expect(under([...list, won], 'assets:clearing:')).toBe(0);
      }),
    );
  });

  it('folds to the same state out of events that went through JSON', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const { state, events } = record(list);
        const stored = JSON.parse(JSON.stringify(events)) as typeof events;
        expect(stored.reduce(evolveFacts<DisputeFact, DisputeStanding>, emptyFactState())).toEqual(state);
      }),
    );
  });
});

describe('whatever we answer', () => {
  const answers = fc
    .tuple(fc.boolean(), fc.constantFrom('e1', '1'), fc.integer({ min: 0, max: 12 }))
    .map(([isEvidence, id, days]) => (isEvidence ? answering.submit(id, day(days)) : answering.accept(day(days))));

  it('is refused and nothing written, or told once however often it is given', () => {
    fc.assert(
      fc.property(histories, answers, histories, (before, answer, between) => {
        const { state } = record(before);
        const decided = disputeDecider.decide(answer, state);
        fc.pre(!isRejection(decided));
        expect(decided.length).toBeLessThanOrEqual(1);
        const answered = decided.reduce((folded, event) => disputeDecider.evolve(folded, event), state);
        const since = between.reduce((folded, fact) => {
          const told = disputeDecider.decide({ type: 'RecordDisputeFact', fact }, folded);
          return isRejection(told) ? folded : told.reduce((next, event) => disputeDecider.evolve(next, event), folded);
        }, answered);
        if (answer.type === 'SubmitEvidence' && !between.some(({ key }) => key === `evidence:${answer.evidenceId}`))
          expect(disputeDecider.decide({ ...answer, now: day(50) }, since)).toEqual([]);
      }),
    );
  });
});
