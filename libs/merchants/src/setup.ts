import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { isStreamName } from '#event-log';
import { isAccountSegment, type Instant, type Rejection } from '#kernel';
import { merchantDecider, type MerchantState } from './domain/merchant.js';
import type { MerchantCommand, MoveTerminal } from './domain/setup.messages.js';
import { reject } from './domain/setup.rejections.js';
import { terminalDecider } from './domain/terminal.js';
import {
  douyinAppFeature,
  douyinShopDecider,
  douyinShopFeature,
  liveRoomFeature,
  merchantFeature,
  merchantNoFeature,
  setupStreams,
  terminalFeature,
} from './merchants.feature.js';
import type { SecretVault } from './vault.js';

export interface BindShop {
  readonly type: 'BindShop';
  readonly merchantId: string;
  readonly shopId: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly storeId?: string;
}
export interface AssignRoom {
  readonly type: 'AssignRoom';
  readonly merchantId: string;
  readonly roomId: string;
  readonly shopId: string;
  readonly name: string;
}
export interface Enrol {
  readonly type: 'Enrol';
  readonly merchantId: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly storeId: string;
  readonly acquirer: string;
  readonly model: string;
  /** The shared key that signs its messages. Sealed at once; never in an event, a log or an answer. */
  readonly key: string;
  readonly from: Instant;
}
export type SetupCommand = MerchantCommand | BindShop | AssignRoom | Enrol | (MoveTerminal & { readonly merchantId: string });

/** What a set-up step may hold: checked against the other streams first, then one command per stream, each of which a retry leaves alone. */
export class MerchantSetup {
  constructor(
    private readonly handling: CommandHandling,
    private readonly vault: SecretVault,
  ) {}

  async handle(command: SetupCommand, context: CommandContext): Promise<Outcome> {
    switch (command.type) {
      case 'RegisterMerchant':
      case 'OpenStore':
        return this.handling.handle(merchantFeature, command, context);
      case 'BindShop':
        return this.bindShop(command, context);
      case 'AssignRoom':
        return this.assignRoom(command, context);
      case 'Enrol':
        return this.enrol(command, context);
      case 'MoveTerminal':
        return this.moveTerminal(command, context);
    }
  }

  merchant(merchantId: string): Promise<{ state: MerchantState; revision: number | 'no_stream' }> {
    return this.handling.load(setupStreams.merchant(merchantId), merchantDecider);
  }

  private async bindShop(command: BindShop, context: CommandContext): Promise<Outcome> {
    const { merchantId, shopId, appKey, appSecret, storeId } = command;
    const refusal = await this.refusalOf(merchantId, storeId);
    if (refusal) return refused(refusal);
    const secret = await this.vault.seal(appSecret);
    const bound = await this.handling.handle(douyinAppFeature, { type: 'BindDouyinApp', appKey, merchantId, secret }, context);
    if (!bound.ok || bound.events.length === 0) await this.vault.discard(secret);
    if (!bound.ok) return bound;
    const shop = { type: 'BindDouyinShop', shopId, merchantId, appKey, storeId: storeId ?? '-' } as const;
    return this.handling.handle(douyinShopFeature, shop, context);
  }

  private async assignRoom(command: AssignRoom, context: CommandContext): Promise<Outcome> {
    const { merchantId, roomId, shopId, name } = command;
    const { state } = await this.handling.load(setupStreams.douyinShop(shopId), douyinShopDecider);
    if (state?.merchantId !== merchantId) return refused(reject('SHOP_UNKNOWN'));
    return this.handling.handle(liveRoomFeature, { type: 'AssignLiveRoom', roomId, shopId, merchantId, name }, context);
  }

  private async enrol(command: Enrol, context: CommandContext): Promise<Outcome> {
    const { key, type: _type, ...particulars } = command;
    const { merchantId, merchantNo, storeId } = particulars;
    const refusal = await this.refusalOf(merchantId, storeId);
    if (refusal) return refused(refusal);
    const assign = { type: 'AssignMerchantNo', merchantNo, merchantId } as const;
    const assigned = await this.handling.handle(merchantNoFeature, assign, context);
    if (!assigned.ok) return assigned;
    const sealed = await this.vault.seal(key);
    const enrolled = await this.handling.handle(
      terminalFeature,
      { type: 'EnrolTerminal', ...particulars, key: sealed },
      context,
    );
    if (!enrolled.ok || enrolled.events.length === 0) await this.vault.discard(sealed);
    return enrolled;
  }

  private async moveTerminal(
    { merchantId, ...command }: MoveTerminal & { readonly merchantId: string },
    context: CommandContext,
  ): Promise<Outcome> {
    const refusal = await this.refusalOf(merchantId, command.storeId);
    if (refusal) return refused(refusal);
    const { state } = await this.handling.load(setupStreams.terminal(command.merchantNo, command.terminalNo), terminalDecider);
    if (state.enrolled?.merchantId !== merchantId) return refused(reject('TERMINAL_UNKNOWN'));
    return this.handling.handle(terminalFeature, command, context);
  }

  private async refusalOf(merchantId: string, storeId: string | undefined): Promise<Rejection | undefined> {
    const { state } = await this.merchant(merchantId);
    if (!state.registered) return reject('MERCHANT_UNKNOWN');
    return storeId === undefined || state.stores.has(storeId) ? undefined : reject('STORE_UNKNOWN');
  }
}

const refused = (rejection: Rejection): Outcome => ({ ok: false, rejection });

const SETUP_ID_LIMIT = 64;

/** Ids that may stand in stream names and account paths. */
export const isSetupId = (text: string): boolean =>
  text.length <= SETUP_ID_LIMIT && isAccountSegment(text) && isStreamName(text);
