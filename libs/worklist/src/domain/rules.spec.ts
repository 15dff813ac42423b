import { instant } from '#kernel';
import { RULES, type RuleDefinition } from './rules.data.js';
import { rulesDecider, thresholdsOf, type RuleValues, type RulesState, type SetExceptionRules } from './rules.js';

const set = (rules: RuleValues): SetExceptionRules => ({
  type: 'SetExceptionRules',
  merchantId: 'm1',
  rules,
  by: 'key:anna',
  now: instant(0),
});

const after = (...all: RuleValues[]): RulesState =>
  all.reduce<RulesState>((state, rules) => {
    const decided = rulesDecider.decide(set(rules), state);
    if (!Array.isArray(decided)) throw new Error('refused');
    return decided.reduce<RulesState>((before, event) => rulesDecider.evolve(before, event as never), state);
  }, rulesDecider.initial);

describe('rules of a merchant', () => {
  it('are those that ship, but for what was set', () => {
    const { values } = after({ late_voids: 4, quick_voids: 7 }, { late_voids: 5, quick_voids: null });
    expect(thresholdsOf(values)).toEqual({ ...thresholdsOf(), late_voids: 5 });
    expect(thresholdsOf().late_voids).toBe(RULES.late_voids.standard);
  });

  it('hold what changes alone, and nothing where nothing does', () => {
    const state = after({ late_voids: 4 });
    expect(rulesDecider.decide(set({ late_voids: 4, quick_voids: 7 }), state)).toMatchObject([
      { data: { rules: { quick_voids: 7 } } },
    ]);
    expect(rulesDecider.decide(set({ late_voids: 4 }), state)).toEqual([]);
  });

  it('open their stream whatever is set, so that a retry finds it', () => {
    expect(rulesDecider.decide(set({ late_voids: null }), rulesDecider.initial)).toHaveLength(1);
    expect(rulesDecider.decide(set({ late_voids: null }), after({ late_voids: null }))).toEqual([]);
  });

  it.each<[RuleValues, string]>([
    [{}, 'RULES_EMPTY'],
    [{ no_such_rule: 1 }, 'RULE_UNKNOWN'],
    [{ constructor: 1 }, 'RULE_UNKNOWN'],
    [{ late_voids: 0 }, 'RULE_OUT_OF_BOUNDS'],
    [{ late_voids: 1.5 }, 'RULE_OUT_OF_BOUNDS'],
    [{ refund_rate_percent: 101 }, 'RULE_OUT_OF_BOUNDS'],
  ])('%j is refused: %s', (rules, code) => {
    expect(rulesDecider.decide(set(rules), rulesDecider.initial)).toMatchObject({ code });
  });

  it.each(Object.entries<RuleDefinition>(RULES))('%s ships within its bounds', (_name, { min, max, standard }) => {
    expect(standard >= min && standard <= max).toBe(true);
  });
});
