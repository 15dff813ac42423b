import {
  SHIPPED_RULES,
  correctionRulesDecider,
  correctionRulesFeature,
  correctionRulesStream,
  type CorrectionRules,
} from '#corrections';
import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { instant, rejecter } from '#kernel';
import { SETUP_REJECTIONS, type MerchantSetup } from '#merchants';

/** Rules as they hold for a merchant. */
export interface CorrectionRulesView extends CorrectionRules {
  /** The merchant set them; else they are those that ship. */
  readonly isSet: boolean;
  /** -1 where nothing was ever set. */
  readonly revision: number;
}

const refuse = rejecter(SETUP_REJECTIONS);
const NEVER_SET = -1;

/** How many others approve what, for merchants that set-up knows. */
export class MerchantCorrectionRules {
  constructor(
    private readonly handling: CommandHandling,
    private readonly setup: Pick<MerchantSetup, 'merchant'>,
    private readonly nowMs: () => number,
  ) {}

  async set(merchantId: string, rules: CorrectionRules, context: CommandContext): Promise<Outcome> {
    if (!(await this.knows(merchantId))) return { ok: false, rejection: refuse('MERCHANT_UNKNOWN') };
    const command = { type: 'SetCorrectionRules', merchantId, rules, by: context.actor, now: instant(this.nowMs()) } as const;
    return this.handling.handle(correctionRulesFeature, command, context);
  }

  async of(merchantId: string): Promise<CorrectionRulesView | undefined> {
    if (!(await this.knows(merchantId))) return undefined;
    const { state, revision } = await this.handling.load(correctionRulesStream(merchantId), correctionRulesDecider);
    const isSet = state.set !== undefined;
    return { ...(state.set ?? SHIPPED_RULES), isSet, revision: revision === 'no_stream' ? NEVER_SET : revision };
  }

  async inForce(merchantId: string): Promise<CorrectionRules> {
    const { state } = await this.handling.load(correctionRulesStream(merchantId), correctionRulesDecider);
    return state.set ?? SHIPPED_RULES;
  }

  private async knows(merchantId: string): Promise<boolean> {
    return (await this.setup.merchant(merchantId)).state.registered !== undefined;
  }
}
