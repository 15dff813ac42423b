import { isStreamName, type CommandContext, type CommandHandling, type Outcome } from '#event-log';
import { isAccountSegment } from '#kernel';
import type { MerchantState } from '../domain/merchant.js';
import type { ClosePaymentInterface, OpenPaymentInterface } from '../domain/payment-interfaces.js';
import type { DescribePosModel } from '../domain/pos-models.js';
import type { MerchantCommand } from '../domain/setup.messages.js';
import { merchantFeature, merchantNoFeature, paymentInterfacesFeature, posModelsFeature } from '../merchants.feature.js';
import type { SecretVault } from '../vault.js';
import { setUpAccount, type AccountSetupCommand } from './accounts.js';
import { merchantOf, refusalBy, refusalOf, refused, type SetupParts } from './checks.js';
import { setUpShop, type ShopSetupCommand } from './shops.js';
import { setUpTerminal, type TerminalSetupCommand } from './terminals.js';

export type SetupCommand =
  | MerchantCommand
  | ShopSetupCommand
  | TerminalSetupCommand
  | AccountSetupCommand
  | OpenPaymentInterface
  | ClosePaymentInterface
  | DescribePosModel;

/** What a set-up step may hold: checked against the other streams first, then one command per stream, each of which a retry leaves alone. */
export class MerchantSetup {
  private readonly parts: SetupParts;

  constructor(handling: CommandHandling, vault: SecretVault) {
    this.parts = { handling, vault };
  }

  async handle(command: SetupCommand, context: CommandContext): Promise<Outcome> {
    const { handling } = this.parts;
    switch (command.type) {
      case 'RegisterMerchant':
      case 'OpenStore':
        return handling.handle(merchantFeature, command, context);
      case 'DescribePosModel':
        return handling.handle(posModelsFeature, command, context);
      case 'OpenPaymentInterface':
        return this.openInterface(command, context);
      case 'ClosePaymentInterface':
        return handling.handle(paymentInterfacesFeature, command, context);
      case 'Enrol':
      case 'RotateKey':
      case 'MoveTerminal':
      case 'ConfigureTerminal':
      case 'ChangeTerminalStatus':
        return setUpTerminal(this.parts, command, context);
      case 'BindAccount':
      case 'RotateAccountSecret':
      case 'AdvanceAccount':
      case 'SetAccountKeys':
        return setUpAccount(this.parts, command, context);
      default:
        return setUpShop(this.parts, command, context);
    }
  }

  merchant(merchantId: string): Promise<{ state: MerchantState; revision: number | 'no_stream' }> {
    return merchantOf(this.parts, merchantId);
  }

  private async openInterface(command: OpenPaymentInterface, context: CommandContext): Promise<Outcome> {
    const { merchantId, merchantNo } = command;
    const refusal =
      (await refusalOf(this.parts, merchantId)) ?? (await refusalBy(this.parts, paymentInterfacesFeature, command));
    if (refusal) return refused(refusal);
    const assign = { type: 'AssignMerchantNo', merchantNo, merchantId } as const;
    const assigned = await this.parts.handling.handle(merchantNoFeature, assign, context);
    return assigned.ok ? this.parts.handling.handle(paymentInterfacesFeature, command, context) : assigned;
  }
}

const SETUP_ID_LIMIT = 64;

/** Ids that may stand in stream names and account paths. */
export const isSetupId = (text: string): boolean =>
  text.length <= SETUP_ID_LIMIT && isAccountSegment(text) && isStreamName(text);
