import { type Decider, type DomainEvent, type Instant, type Rejection } from '#kernel';
import { RULES, type RuleDefinition, type RuleName } from './rules.data.js';
import { reject } from './worklist.rejections.js';

/** Values that a merchant set; null gives a rule back to what ships. */
export type RuleValues = Readonly<Record<string, number | null>>;

/** Sets what is named and leaves the rest. Effective at once. */
export interface SetExceptionRules {
  readonly type: 'SetExceptionRules';
  readonly merchantId: string;
  readonly rules: RuleValues;
  readonly by: string;
  readonly now: Instant;
}

export type ExceptionRulesSet = DomainEvent<
  'ExceptionRulesSet',
  { readonly merchantId: string; readonly rules: RuleValues; readonly by: string; readonly at: Instant }
>;

export interface RulesState {
  /** Something was ever set. */
  readonly isSet: boolean;
  readonly values: RuleValues;
}

/** What holds for one merchant. */
export type Thresholds = Readonly<Record<RuleName, number>>;

export const rulesDecider: Decider<RulesState, SetExceptionRules, ExceptionRulesSet> = {
  initial: { isSet: false, values: {} },
  decide({ merchantId, rules, by, now }, { isSet, values }) {
    const named = Object.entries(rules);
    if (named.length === 0) return reject('RULES_EMPTY');
    const refused = named.map(([name, value]) => refusalOf(name, value)).find((refusal) => refusal !== undefined);
    if (refused) return refused;
    const changed = named.filter(([name, value]) => !isSet || (values[name] ?? null) !== value);
    if (changed.length === 0) return [];
    return [{ type: 'ExceptionRulesSet', data: { merchantId, rules: Object.fromEntries(changed), by, at: now } }];
  },
  evolve: ({ values }, { data }) => ({ isSet: true, values: withValues(values, data.rules) }),
};

/** Values after more were set. */
export const withValues = (values: RuleValues, set: RuleValues): RuleValues =>
  Object.fromEntries(Object.entries({ ...values, ...set }).filter(([, value]) => value !== null));

/** Names of older versions that no rule has any more say nothing. */
export const thresholdsOf = (values: RuleValues = {}): Thresholds =>
  Object.fromEntries(
    Object.entries(RULES).map(([name, { standard }]) => [name, values[name] ?? standard]),
  ) as unknown as Thresholds;

function refusalOf(name: string, value: number | null): Rejection | undefined {
  if (!Object.hasOwn(RULES, name)) return reject('RULE_UNKNOWN', { rule: name });
  const { min, max }: RuleDefinition = RULES[name as RuleName];
  if (value === null || (Number.isInteger(value) && value >= min && value <= max)) return undefined;
  return reject('RULE_OUT_OF_BOUNDS', { rule: name, min, max });
}
