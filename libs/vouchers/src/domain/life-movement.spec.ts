import { after, balanceLines, yuan } from '#kernel/testing';
import { lifeMovement } from '../testing.js';
import { lifeMovementDecider } from './life-movement.js';
import type { LifeMoved } from './life-movement.messages.js';

const recorded = (...facts: LifeMoved[]) =>
  after(
    lifeMovementDecider,
    facts.map((fact) => ({ type: 'RecordLifeMovement', fact })),
  );
const booked = (fact: LifeMoved): string[] => balanceLines(recorded(fact).events.flatMap(({ data }) => data.entries));
const moved = (direction: 'in' | 'out', of: Pick<LifeMoved, 'purpose'> & Partial<LifeMoved>): LifeMoved =>
  lifeMovement({ direction, amount: yuan('90.00'), ...of });

describe('a movement on an account with local life', () => {
  it.each([
    ['to a bank', moved('out', { purpose: 'withdrawal', bankAccount: 'icbc-0200' }), 'assets:bank:icbc-0200 90.00'],
    ['to a bank that nobody names', moved('out', { purpose: 'withdrawal' }), 'assets:in-transit:douyin-life:ck-example 90.00'],
    ['for a fee', moved('out', { purpose: 'fee' }), 'expenses:fees:m1:life-account 90.00'],
    ['for a buyer', moved('out', { purpose: 'compensation' }), 'expenses:compensation:m1 90.00'],
    ['that nobody explains', moved('out', { purpose: 'unknown' }), 'equity:suspense:m1:life-movement 90.00'],
  ])('%s books its other side', (_, fact, other) => {
    expect(booked(fact)).toEqual(['assets:life-account:ck-example 90.00 Cr', other].sort());
  });

  it('that comes back turns every line round', () => {
    expect(booked(moved('in', { purpose: 'withdrawal' }))).toEqual([
      'assets:in-transit:douyin-life:ck-example 90.00 Cr',
      'assets:life-account:ck-example 90.00',
    ]);
  });

  it('that is a settlement is booked by its row', () => {
    expect(booked(moved('in', { purpose: 'settlement' }))).toEqual([]);
  });

  it('is flagged where nobody explains it, or where it is told in two ways', () => {
    const unknown = moved('out', { purpose: 'unknown' });
    expect(recorded(unknown, unknown).events).toHaveLength(1);
    expect(recorded(unknown).state.standing).toMatchObject({ amount: -9000, exceptions: ['MOVEMENT_UNEXPLAINED'] });
    expect(recorded(moved('in', { purpose: 'fee' }), moved('out', { purpose: 'fee' })).state.standing?.exceptions).toEqual([
      'FACTS_CONTRADICT',
    ]);
  });
});
