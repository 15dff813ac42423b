import { isRejection } from '#kernel';
import { after } from '#kernel/testing';
import { NOW } from '../testing.js';
import { tierOf } from './correction.js';
import type { CorrectionRules } from './correction.messages.js';
import { SHIPPED_RULES, correctionRulesDecider, type SetCorrectionRules } from './rules.js';

const setting = (rules: CorrectionRules): SetCorrectionRules => ({
  type: 'SetCorrectionRules',
  merchantId: 'tea',
  rules,
  by: 'key:ann',
  now: NOW,
});
const tiers = (...all: readonly (readonly [number | null, number])[]): CorrectionRules => ({
  tiers: all.map(([upTo, approvals]) => ({ upTo, approvals })),
  expiryDays: 7,
});

describe('rules for corrections', () => {
  it('are set as a whole, once', () => {
    const rules = tiers([1_000, 1], [null, 2]);
    const { events, state } = after(correctionRulesDecider, [setting(rules), setting(rules)]);
    expect(events).toHaveLength(1);
    expect(state.set).toEqual(rules);
  });

  it('ask for one, two and three others as they ship', () => {
    const approvals = [1, 100_000, 100_001, 5_000_000, 5_000_001].map((amount) => tierOf(SHIPPED_RULES, amount).approvals);
    expect(approvals).toEqual([1, 1, 2, 2, 3]);
    expect(isRejection(correctionRulesDecider.decide(setting(SHIPPED_RULES), { set: undefined }))).toBe(false);
  });

  it.each([
    ['none', tiers()],
    ['a last tier with an end', tiers([1, 1])],
    ['a tier without end before the last', tiers([null, 1], [null, 2])],
    ['amounts that fall', tiers([5, 1], [4, 2], [null, 3])],
    ['an amount of zero', tiers([0, 1], [null, 2])],
    ['approvals that fall', tiers([5, 2], [null, 1])],
    ['nobody', tiers([null, 0])],
    ['eleven others', tiers([null, 11])],
    ['no time', { ...SHIPPED_RULES, expiryDays: 0 }],
    ['more than ninety days', { ...SHIPPED_RULES, expiryDays: 91 }],
  ])('are not %s', (_what, rules) => {
    expect(correctionRulesDecider.decide(setting(rules), { set: undefined })).toMatchObject({
      code: 'CORRECTION_RULES_INVALID',
    });
  });
});
