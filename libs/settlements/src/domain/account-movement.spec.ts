import { after, balanceLines, permutations, yuan } from '#kernel/testing';
import { douyinMovement } from '../testing.js';
import { purposeOf } from './account-movement.js';
import { settlementDecider } from './settlement.js';
import type { DouyinMoved } from './settlement.messages.js';

const recorded = (...facts: DouyinMoved[]) =>
  after(
    settlementDecider,
    facts.map((fact) => ({ type: 'RecordSettlementFact', fact })),
  );
const moved = (direction: 'in' | 'out', of: Partial<DouyinMoved>): DouyinMoved =>
  douyinMovement({ tradeNo: 't1', direction, amount: yuan('0.40'), ...of });
const booked = (...facts: DouyinMoved[]): string[] =>
  balanceLines(recorded(...facts).events.flatMap(({ data }) => data.entries));

describe('a movement on the shop’s account with Douyin', () => {
  it.each([
    ['withdrawal', 'out', { tag: 11 }, ['assets:douyin-account:4463798 0.40 Cr', 'assets:in-transit:douyin:4463798 0.40']],
    ['withdrawal', 'in', { tag: 12 }, ['assets:douyin-account:4463798 0.40', 'assets:in-transit:douyin:4463798 0.40 Cr']],
    ['insurance', 'out', { tag: 20 }, ['assets:douyin-account:4463798 0.40 Cr', 'expenses:fees:m1:insurance 0.40']],
    ['commission', 'in', { tag: 2 }, ['assets:douyin-account:4463798 0.40', 'expenses:fees:m1:commission 0.40 Cr']],
    ['platform-service', 'in', { tag: 6 }, ['assets:douyin-account:4463798 0.40', 'expenses:fees:m1:platform-service 0.40 Cr']],
    ['inspection', 'out', { tag: 21 }, ['assets:douyin-account:4463798 0.40 Cr', 'expenses:fees:m1:inspection 0.40']],
    ['subsidy', 'out', { tag: 7 }, ['assets:douyin-account:4463798 0.40 Cr', 'revenue:online:4463798 0.40']],
    ['compensation', 'out', { tag: 15 }, ['assets:douyin-account:4463798 0.40 Cr', 'expenses:compensation:m1 0.40']],
    ['deposit', 'in', { tag: 10 }, ['assets:douyin-account:4463798 0.40', 'assets:douyin-deposit:4463798 0.40 Cr']],
    [
      'deposit',
      'out',
      { scene: '保证金充值' },
      ['assets:douyin-account:4463798 0.40 Cr', 'assets:douyin-deposit:4463798 0.40'],
    ],
    ['settlement', 'in', { tag: 3 }, []],
    ['settlement', 'out', { tag: 10 }, []],
    ['settlement', 'out', { scene: '保证金退款' }, []],
  ] as const)('for %s, %s, books its other side', (purpose, direction, of, lines) => {
    const fact = moved(direction, of);
    expect(booked(fact)).toEqual(lines);
    expect(recorded(fact).state.standing).toMatchObject({ kind: 'douyin_movement', purpose, exceptions: [] });
  });

  it('that nobody can read waits on suspense, flagged', () => {
    for (const said of [{}, { tag: 0 }, { tag: 99 }, { scene: '神秘扣款' }]) {
      const fact = moved('out', said);
      expect(booked(fact)).toEqual(['assets:douyin-account:4463798 0.40 Cr', 'equity:suspense:m1:douyin-movement 0.40']);
      expect(recorded(fact).state.standing).toMatchObject({ net: -40, exceptions: ['MOVEMENT_UNEXPLAINED'] });
    }
  });

  it('is for what its scene says, then its deprecated tag', () => {
    expect(purposeOf({ scene: '运费险', tag: 11, direction: 'out' })).toBe('insurance');
    expect(purposeOf({ scene: '神秘扣款', tag: 11, direction: 'out' })).toBe('withdrawal');
  });

  it('told again adds nothing; told with another amount it is flagged, and stands the same in any order', () => {
    const premium = moved('out', { tag: 20 });
    expect(recorded(premium, premium).events).toHaveLength(1);
    for (const facts of permutations([premium, { ...premium, amount: yuan('0.50') }])) {
      expect(recorded(...facts).state.standing).toMatchObject({ net: -50, exceptions: ['FACTS_CONTRADICT'] });
      expect(booked(...facts)).toContain('expenses:fees:m1:insurance 0.50');
    }
  });
});
