import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { instant, rejecter } from '#kernel';
import { SETUP_REJECTIONS, type MerchantSetup } from '#merchants';
import {
  RULES,
  exceptionRulesFeature,
  rulesDecider,
  rulesStream,
  type RuleDefinition,
  type RuleName,
  type RuleValues,
} from '#worklist';

/** A threshold as it holds for a merchant. */
export interface RuleView extends RuleDefinition {
  readonly rule: RuleName;
  readonly value: number;
  /** The merchant set it. */
  readonly isSet: boolean;
}

export interface RulesView {
  readonly rules: readonly RuleView[];
  /** -1 where nothing was ever set. */
  readonly revision: number;
}

const refuse = rejecter(SETUP_REJECTIONS);
const NEVER_SET = -1;

/** Thresholds of merchants that set-up knows. */
export class MerchantRules {
  constructor(
    private readonly handling: CommandHandling,
    private readonly setup: MerchantSetup,
    private readonly nowMs: () => number,
  ) {}

  async set(merchantId: string, rules: RuleValues, context: CommandContext): Promise<Outcome> {
    if (!(await this.knows(merchantId))) return { ok: false, rejection: refuse('MERCHANT_UNKNOWN') };
    const command = { type: 'SetExceptionRules', merchantId, rules, by: context.actor, now: instant(this.nowMs()) } as const;
    return this.handling.handle(exceptionRulesFeature, command, context);
  }

  async of(merchantId: string): Promise<RulesView | undefined> {
    if (!(await this.knows(merchantId))) return undefined;
    const { state, revision } = await this.handling.load(rulesStream(merchantId), rulesDecider);
    const rules = Object.entries(RULES).map(([rule, definition]) => {
      const value = state.values[rule] ?? undefined;
      return { rule: rule as RuleName, ...definition, value: value ?? definition.standard, isSet: value !== undefined };
    });
    return { rules, revision: revision === 'no_stream' ? NEVER_SET : revision };
  }

  private async knows(merchantId: string): Promise<boolean> {
    return (await this.setup.merchant(merchantId)).state.registered !== undefined;
  }
}
