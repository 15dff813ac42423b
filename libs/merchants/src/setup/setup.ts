import { isStreamName, type CommandContext, type Outcome } from '#event-log';
import { isAccountSegment, isRejection } from '#kernel';
import type { MerchantState } from '../domain/merchant.js';
import {
  interfaceOf,
  paymentInterfacesDecider,
  type ClosePaymentInterface,
  type OpenPaymentInterface,
} from '../domain/payment-interfaces.js';
import { posModels, posModelsDecider, type DescribePosModel } from '../domain/pos-models.js';
import type { PosModel } from '../domain/pos-models.data.js';
import type { MerchantCommand } from '../domain/setup.messages.js';
import {
  merchantFeature,
  merchantNoFeature,
  paymentInterfacesFeature,
  posModelsFeature,
  setupStreams,
} from '../merchants.feature.js';
import { reject } from '../domain/setup.rejections.js';
import { setUpAccount, type AccountSetupCommand } from './accounts.js';
import { foresee, merchantOf, refusalOf, refused, type SetupParts } from './checks.js';
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
  constructor(private readonly parts: SetupParts) {}

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
        return this.closeInterface(command, context);
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
      case 'SetAccountCallKey':
        return setUpAccount(this.parts, command, context);
      case 'BindShop':
      case 'RotateAppSecret':
      case 'AdvanceShop':
      case 'BindInterface':
      case 'UnbindInterface':
      case 'SetShopDefault':
      case 'AssignRoom':
      case 'MoveRoom':
      case 'SetRoomDefault':
        return setUpShop(this.parts, command, context);
    }
  }

  merchant(merchantId: string): Promise<{ state: MerchantState; revision: number | 'no_stream' }> {
    return merchantOf(this.parts, merchantId);
  }

  /** The matrix of POS models and methods as it stands now. */
  async posModels(): Promise<PosModel[]> {
    return posModels((await this.parts.handling.load(setupStreams.posModels(), posModelsDecider)).state);
  }

  private async openInterface(command: OpenPaymentInterface, context: CommandContext): Promise<Outcome> {
    const { merchantId, merchantNo } = command;
    const refusal = await refusalOf(this.parts, merchantId);
    if (refusal) return refused(refusal);
    const foreseen = await foresee(this.parts, paymentInterfacesFeature, command);
    if (isRejection(foreseen)) return refused(foreseen);
    const assign = { type: 'AssignMerchantNo', merchantNo, merchantId } as const;
    const assigned = await this.parts.handling.handle(merchantNoFeature, assign, context);
    return assigned.ok ? this.parts.handling.handle(paymentInterfacesFeature, command, context) : assigned;
  }

  /** Asks for holds first. A guard, not a lock: an authorization that arrives meanwhile is a fact and is recorded. */
  private async closeInterface(command: ClosePaymentInterface, context: CommandContext): Promise<Outcome> {
    const { handling, openHolds } = this.parts;
    const { merchantId, interfaceId } = command;
    if ((await foresee(this.parts, paymentInterfacesFeature, command)) === 'new') {
      const { state } = await handling.load(setupStreams.paymentInterfaces(merchantId), paymentInterfacesDecider);
      const known = interfaceOf(state, interfaceId);
      const holds = known ? await openHolds(known) : 0;
      if (holds > 0) return refused(reject('INTERFACE_HAS_HOLDS', { holds }));
    }
    return handling.handle(paymentInterfacesFeature, command, context);
  }
}

const SETUP_ID_LIMIT = 64;

/** Ids that may stand in stream names and account paths. */
export const isSetupId = (text: string): boolean =>
  text.length <= SETUP_ID_LIMIT && isAccountSegment(text) && isStreamName(text);
