import type { CommandContext, Outcome } from '#event-log';
import type { DestinationCommand, MoneyTerms, MoneyTermsCommand } from '#fees';
import { rejecter, type Rejection } from '#kernel';
import { SETUP_REJECTIONS, type MerchantDirectory, type MerchantSetup } from '#merchants';

const reject = rejecter(SETUP_REJECTIONS);
const DOUYIN = 'douyin';

/** Changes of what is agreed on money, checked against the set-up first: whose merchant, whose number, whose shop. */
export class MoneyTermsSetup {
  constructor(
    private readonly terms: MoneyTerms,
    private readonly setup: MerchantSetup,
    private readonly directory: MerchantDirectory,
  ) {}

  async handle(command: MoneyTermsCommand, context: CommandContext): Promise<Outcome> {
    const rejection = await this.refusalOf(command);
    return rejection ? { ok: false, rejection } : this.terms.handle(command, context);
  }

  private async refusalOf(command: MoneyTermsCommand): Promise<Rejection | undefined> {
    if (command.type === 'PublishCalendarYear') return undefined;
    const { state } = await this.setup.merchant(command.merchantId);
    if (!state.registered) return reject('MERCHANT_UNKNOWN');
    return 'merchantNo' in command ? this.refusalOfNumber(command) : undefined;
  }

  /** Numbers that no terminal was enrolled under are not known here: wallets have numbers of their own. */
  private async refusalOfNumber(command: DestinationCommand): Promise<Rejection | undefined> {
    const { merchantId, channel, merchantNo } = command;
    const shops = [...(channel === DOUYIN ? [merchantNo] : []), ...payeeShopsOf(command)];
    for (const shopId of shops) {
      if ((await this.directory.douyinShop(shopId))?.merchantId !== merchantId) return reject('SHOP_UNKNOWN');
    }
    const number = channel === DOUYIN ? undefined : await this.directory.acquiredMerchant(merchantNo);
    return number && number.merchantId !== merchantId ? reject('MERCHANT_NO_TAKEN') : undefined;
  }
}

const payeeShopsOf = (command: DestinationCommand): string[] => {
  if (command.type !== 'SetSettlementDestination') return [];
  const { payee } = command.destination;
  return payee.kind === 'douyin_account' ? [payee.shopId] : [];
};
