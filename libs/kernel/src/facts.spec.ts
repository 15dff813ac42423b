import fc from 'fast-check';
import { EMPTY_BOOK, balances, credit, debit, entry, post } from './book.js';
import {
  addFact,
  contradictedKeys,
  emptyFactState,
  evolveFacts,
  hasFact,
  recordFact,
  standingFacts,
  type Fact,
  type FactEvent,
  type FactSet,
  type FactState,
  type Rules,
} from './facts.js';
import { Fault } from './fault.js';
import { instant, type BusinessDate } from './instant.js';
import { money, sum, type Money } from './money.js';

interface Deposit extends Fact<'Deposited'> {
  readonly amount: Money;
}
/** Undoes the deposit of the key it names. */
interface Undoing extends Fact<'Undone'> {
  readonly undoes: string;
}
type Cash = Deposit | Undoing;
interface Standing {
  readonly holds: Money;
  readonly contradicted: readonly string[];
}

const of = { merchant: 'm', store: 's', side: 'offline', channel: 'till', method: 'cash' } as const;
const booking = { businessDate: '2026-09-21' as BusinessDate, of };
const deposit = (key: string, amount: number, second = 0): Deposit => ({
  type: 'Deposited',
  key,
  occurredAt: instant(second * 1000),
  booking,
  amount: money(amount),
});
const undoing = (key: string, second = 0): Undoing => ({
  type: 'Undone',
  key: `undo:${key}`,
  occurredAt: instant(second * 1000),
  booking,
  undoes: key,
});

const RULES: Rules<Cash, Standing> = {
  1: (facts, contradicted) => {
    const undone = new Set(facts.map((fact) => (fact.type === 'Undone' ? fact.undoes : '')));
    const standing = facts.filter((fact): fact is Deposit => fact.type === 'Deposited' && !undone.has(fact.key));
    return {
      entries: standing.flatMap((fact) =>
        entry('sale', fact.booking, [debit('till', fact.amount), credit('revenue', fact.amount)]),
      ),
      standing: { holds: sum(standing.map(({ amount }) => amount)), contradicted },
    };
  },
};

type State = FactState<Cash, Standing>;
interface Recorded {
  readonly state: State;
  readonly events: readonly FactEvent<Cash, Standing>[];
}

const recordAll = (facts: readonly Cash[], rules = RULES): Recorded =>
  facts.reduce<Recorded>(
    ({ state, events }, fact) => {
      const added = recordFact(state, fact, rules);
      return { state: added.reduce(evolveFacts<Cash, Standing>, state), events: [...events, ...added] };
    },
    { state: emptyFactState<Cash, Standing>(), events: [] },
  );

const facts: fc.Arbitrary<Cash> = fc.oneof(
  fc
    .record({
      key: fc.constantFrom('a', 'b', 'c'),
      amount: fc.integer({ min: 1, max: 99 }),
      second: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ key, amount, second }) => deposit(key, amount, second)),
  fc.constantFrom('a', 'b', 'c', 'd').map((key) => undoing(key)),
);
const shuffled = fc
  .array(facts, { maxLength: 10 })
  .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })));

const setOf = (list: readonly Cash[]): FactSet<Cash> =>
  list.reduce<FactSet<Cash>>((set, fact) => addFact(set, fact), new Map());

describe('a set of facts', () => {
  it('knows a fact again, whatever booking it carries', () => {
    const set = setOf([deposit('a', 5)]);
    const elsewhere = { ...deposit('a', 5), booking: { ...booking, businessDate: '2026-09-22' as BusinessDate } };
    expect(hasFact(set, elsewhere)).toBe(true);
    expect(addFact(set, elsewhere)).toBe(set);
    expect(hasFact(set, deposit('a', 6))).toBe(false);
  });

  it('knows a fact again after a trip through JSON, whatever the order of its fields', () => {
    const { type, ...rest } = deposit('a', 5);
    const stored = JSON.parse(JSON.stringify({ ...rest, type, note: undefined })) as Deposit;
    expect(hasFact(setOf([deposit('a', 5)]), stored)).toBe(true);
  });

  it('lets the latest variant stand by its own clock, the greater text on a tie, and names the contradiction', () => {
    expect(standingFacts(setOf([deposit('a', 5, 2), deposit('a', 9, 1)]))).toEqual([deposit('a', 5, 2)]);
    expect(standingFacts(setOf([deposit('a', 9), deposit('a', 5)]))).toEqual([deposit('a', 9)]);
    expect(contradictedKeys(setOf([deposit('b', 1), deposit('a', 9), deposit('a', 5)]))).toEqual(['a']);
  });

  it('takes a person who is sealed anew for no contradiction', () => {
    const sealedFor = (letter: string) => ({ subject: `sub_${letter.repeat(22)}`, box: letter.repeat(40) });
    const told = (card: unknown): Deposit => ({ ...deposit('a', 5), card }) as Deposit;
    const set = setOf([told(sealedFor('a')), told(sealedFor('b')), told('622202******1234')]);
    expect(set.get('a')).toHaveLength(3);
    expect(contradictedKeys(set)).toEqual([]);
    expect(contradictedKeys(setOf([told('1'), told('2')]))).toEqual(['a']);
  });

  it('takes another clock, or a field that only one telling has, for no contradiction, and keeps the field', () => {
    const first = { ...deposit('a', 5, 1), room: 'r1' };
    const later = deposit('a', 5, 2);
    for (const set of [setOf([first, later]), setOf([later, first])]) {
      expect(contradictedKeys(set)).toEqual([]);
      expect(standingFacts(set)).toEqual([{ ...later, room: 'r1' }]);
    }
    expect(contradictedKeys(setOf([first, { ...later, room: 'r2' } as Deposit]))).toEqual(['a']);
  });

  it('lists facts by their time, then key', () => {
    expect(standingFacts(setOf([deposit('c', 1, 1), deposit('b', 1, 0), deposit('a', 1, 1)])).map(({ key }) => key)).toEqual([
      'b',
      'a',
      'c',
    ]);
  });

  it('is the same set in any order, with any duplicates', () => {
    fc.assert(
      fc.property(shuffled, ([list, mixed]) => {
        expect(standingFacts(setOf(mixed))).toEqual(standingFacts(setOf(list)));
        expect(contradictedKeys(setOf(mixed))).toEqual(contradictedKeys(setOf(list)));
      }),
    );
  });
});

describe('recording facts', () => {
  it('books and stands the same in any order, with any duplicates', () => {
    fc.assert(
      fc.property(shuffled, ([list, mixed]) => {
        const one = recordAll(list).state;
        const other = recordAll(mixed).state;
        expect(balances(other.book)).toEqual(balances(one.book));
        expect(other.standing).toEqual(one.standing);
      }),
    );
  });

  it('adds one event for a new fact, none for a known one', () => {
    expect(recordAll([deposit('a', 5), deposit('a', 5)]).events).toHaveLength(1);
    expect(recordAll([deposit('a', 5), deposit('a', 6)]).events).toHaveLength(2);
  });

  it('books the difference only: undone is negated, a correction is booked by what it changes', () => {
    const { events } = recordAll([deposit('a', 5, 1), deposit('a', 7, 2), undoing('a')]);
    expect(
      events.map(({ data }) =>
        data.entries.flatMap(({ lines }) => lines.map(({ side, amount }) => `${side} ${String(amount)}`)),
      ),
    ).toEqual([
      ['debit 5', 'credit 5'],
      ['debit 2', 'credit 2'],
      ['credit 7', 'debit 7'],
    ]);
  });

  it('books nothing where the undoing came first', () => {
    expect(recordAll([undoing('a'), deposit('a', 5)]).events.flatMap(({ data }) => data.entries)).toEqual([]);
  });

  it('folds the same state out of events that went through JSON', () => {
    fc.assert(
      fc.property(fc.array(facts), (list) => {
        const { state, events } = recordAll(list);
        const stored = JSON.parse(JSON.stringify(events)) as typeof events;
        expect(stored.reduce(evolveFacts<Cash, Standing>, emptyFactState())).toEqual(state);
        expect(events.reduce((book, { data }) => post(book, data.entries), EMPTY_BOOK)).toEqual(state.book);
      }),
    );
  });
});

describe('posting rules', () => {
  const derive = RULES[1];
  if (!derive) throw new Error('rules version 1 is missing');
  const nothing: typeof derive = (list, contradicted) => ({ ...derive(list, contradicted), entries: [] });

  it('of a stream stay those it was opened under; a new stream takes the newest', () => {
    const later: Rules<Cash, Standing> = { 1: derive, 2: nothing };
    const opened = recordAll([deposit('a', 5)]).state;
    expect(recordFact(opened, deposit('b', 6), later)[0]?.data).toMatchObject({ rules: 1, entries: [{ kind: 'sale' }] });
    expect(recordAll([deposit('a', 5)], later).events[0]?.data).toMatchObject({ rules: 2, entries: [] });
  });

  it('that this code does not know are a fault', () => {
    const opened = { ...recordAll([deposit('a', 5)]).state, rules: 9 };
    expect(() => recordFact(opened, deposit('b', 6), RULES)).toThrow(Fault);
  });
});
