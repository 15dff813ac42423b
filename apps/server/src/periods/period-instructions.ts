import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { instant, rejecter } from '#kernel';
import { SETUP_REJECTIONS, type MerchantSetup } from '#merchants';
import { endOfMonth, periodFeature, type Month, type PeriodCommand } from '#periods';
import { digestOfProposal, type Previews } from './previews.js';

/** What is to be done with a month, as it comes in. */
export type PeriodDoing =
  | { readonly type: 'close' | 'reopen' | 'reject'; readonly reason: string }
  | { readonly type: 'approve'; readonly digest: string };

const refuse = rejecter(SETUP_REJECTIONS);

/** Closes and reopens months of merchants that set-up knows. */
export class PeriodInstructions {
  constructor(
    private readonly handling: CommandHandling,
    private readonly setup: MerchantSetup,
    private readonly previews: Previews,
    private readonly nowMs: () => number,
  ) {}

  async give(merchantId: string, month: Month, doing: PeriodDoing, context: CommandContext): Promise<Outcome> {
    const { registered } = (await this.setup.merchant(merchantId)).state;
    if (!registered) return { ok: false, rejection: refuse('MERCHANT_UNKNOWN') };
    const of = { merchantId, month, by: context.actor, now: instant(this.nowMs()) };
    const command = await this.commandOf(of, doing, registered);
    return this.handling.handle(periodFeature, command, context);
  }

  private async commandOf(
    of: Pick<PeriodCommand, 'merchantId' | 'month' | 'by' | 'now'>,
    doing: PeriodDoing,
    { cutOff }: { readonly cutOff: string },
  ): Promise<PeriodCommand> {
    const { merchantId, month } = of;
    switch (doing.type) {
      case 'close': {
        const shown = await this.previews.ofClosing(merchantId, month);
        const digest = digestOfProposal({ kind: 'close', merchantId, month }, shown);
        const monthEnds = endOfMonth(month, cutOff);
        return { type: 'ProposePeriodClose', ...of, reason: doing.reason, shown, digest, monthEnds };
      }
      case 'reopen': {
        const shown = await this.previews.ofReopening(merchantId, month);
        const digest = digestOfProposal({ kind: 'reopen', merchantId, month }, shown);
        return { type: 'ProposePeriodReopen', ...of, reason: doing.reason, shown, digest };
      }
      case 'approve':
        return { type: 'ApprovePeriodProposal', ...of, digest: doing.digest };
      case 'reject':
        return { type: 'RejectPeriodProposal', ...of, reason: doing.reason };
    }
  }
}
