import { canonicalJson, type Decider, type DomainEvent, type Instant, type Rejection } from '#kernel';
import type { CorrectionRules } from './correction.messages.js';
import { reject } from './correction.rejections.js';
import { EXPIRY_DAYS, RULE_BOUNDS, TIERS } from './tiers.data.js';

/** Sets all of a merchant's rules at once. What is proposed already keeps those that it was proposed under. */
export interface SetCorrectionRules {
  readonly type: 'SetCorrectionRules';
  readonly merchantId: string;
  readonly rules: CorrectionRules;
  readonly by: string;
  readonly now: Instant;
}

export type CorrectionRulesSet = DomainEvent<
  'CorrectionRulesSet',
  { readonly merchantId: string; readonly rules: CorrectionRules; readonly by: string; readonly at: Instant }
>;

export interface CorrectionRulesState {
  /** Undefined where nothing was ever set. */
  readonly set: CorrectionRules | undefined;
}

export const SHIPPED_RULES: CorrectionRules = { tiers: TIERS, expiryDays: EXPIRY_DAYS };

export const correctionRulesDecider: Decider<CorrectionRulesState, SetCorrectionRules, CorrectionRulesSet> = {
  initial: { set: undefined },
  decide({ merchantId, rules, by, now }, { set }) {
    const refused = refusalOf(rules);
    if (refused) return refused;
    if (set && canonicalJson(set) === canonicalJson(rules)) return [];
    return [{ type: 'CorrectionRulesSet', data: { merchantId, rules, by, at: now } }];
  },
  evolve: (_, { data }) => ({ set: data.rules }),
};

/** Amounts rise, so do approvals, at least one each; the last tier, and no other, takes any amount. */
function refusalOf({ tiers, expiryDays }: CorrectionRules): Rejection | undefined {
  if (!isWithin(expiryDays, RULE_BOUNDS.expiryDays)) return invalid('expiryDays');
  if (tiers.length > RULE_BOUNDS.tiers || tiers.at(-1)?.upTo !== null) return invalid('the last tier takes any amount');
  for (const [index, { upTo, approvals }] of tiers.entries()) {
    const before = tiers[index - 1];
    const isHigher = upTo === null ? index === tiers.length - 1 : Number.isSafeInteger(upTo) && upTo > (before?.upTo ?? 0);
    if (!isHigher) return invalid(`tier ${String(index)}: amounts rise`);
    if (!isWithin(approvals, RULE_BOUNDS.approvals) || approvals < (before?.approvals ?? 1))
      return invalid(`tier ${String(index)}: approvals do not fall`);
  }
  return undefined;
}

const isWithin = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;

const invalid = (what: string): Rejection => reject('CORRECTION_RULES_INVALID', { what });
