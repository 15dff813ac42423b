import { isRejection, rejecter, type Decider, type DomainEvent } from './decider.js';
import { Fault, Outage, assertNever, invariant } from './fault.js';

const reject = rejecter({
  TILL_CLOSED: { kind: 'conflict', says: 'The till is closed.' },
  TOO_MUCH: { kind: 'unprocessable', says: 'That is more than the till holds.' },
});

type Till = { open: boolean; holds: number };
const till: Decider<Till, { take: number }, DomainEvent<'Taken', { amount: number }>> = {
  initial: { open: true, holds: 10 },
  decide: ({ take }, { open, holds }) => {
    if (!open) return reject('TILL_CLOSED');
    return take > holds ? reject('TOO_MUCH', { holds }) : [{ type: 'Taken', data: { amount: take } }];
  },
  evolve: (state, { data }) => ({ ...state, holds: state.holds - data.amount }),
};

describe('a decider', () => {
  it('answers events or a refusal, and a refusal is told apart from events', () => {
    const taken = till.decide({ take: 4 }, till.initial);
    expect(isRejection(taken)).toBe(false);
    expect(isRejection(till.decide({ take: 11 }, till.initial))).toBe(true);
    expect(isRejection(undefined)).toBe(false);
    expect(isRejection([])).toBe(false);
  });

  it('refuses with the kind and sentence of its registry, and details only where there are some', () => {
    expect(till.decide({ take: 11 }, till.initial)).toEqual({
      rejected: true,
      code: 'TOO_MUCH',
      kind: 'unprocessable',
      says: 'That is more than the till holds.',
      details: { holds: 10 },
    });
    expect(till.decide({ take: 1 }, { open: false, holds: 0 })).not.toHaveProperty('details');
  });
});

describe('a fault', () => {
  it('is not an outage', () => {
    expect(new Fault('x')).not.toBeInstanceOf(Outage);
    expect(new Fault('x').name).toBe('Fault');
    expect(new Outage('x').name).toBe('Outage');
  });

  it('ends what can not be', () => {
    expect(() => assertNever('refund' as never, 'kind')).toThrow('unexpected kind: "refund"');
    expect(() => {
      invariant(false, 'two and two are four');
    }).toThrow('two and two are four');
    expect(() => {
      invariant(true, 'fine');
    }).not.toThrow();
  });
});
