import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName, type Decider } from '#kernel';
import {
  channelAccountDecider,
  type ChannelAccountCommand,
  type ChannelAccountEvent,
  type ChannelAccountKind,
  type ChannelAccountState,
} from './domain/channel-account.js';
import { douyinAppDecider, type DouyinAppCommand, type DouyinAppEvent, type DouyinAppState } from './domain/douyin-app.js';
import { douyinShopDecider, type DouyinShopCommand, type DouyinShopEvent, type DouyinShopState } from './domain/douyin-shop.js';
import { liveRoomDecider, type LiveRoomCommand, type LiveRoomEvent, type LiveRoomState } from './domain/live-room.js';
import { merchantDecider, type MerchantState } from './domain/merchant.js';
import { once } from './domain/once.js';
import {
  paymentInterfacesDecider,
  type PaymentInterfaceCommand,
  type PaymentInterfaceEvent,
  type PaymentInterfacesState,
} from './domain/payment-interfaces.js';
import { posModelsDecider, type DescribePosModel, type PosModelEvent, type PosModelsState } from './domain/pos-models.js';
import type { AssignMerchantNo, MerchantCommand, MerchantEvent, MerchantNoEvent } from './domain/setup.messages.js';
import { reject } from './domain/setup.rejections.js';
import { terminalDecider, type TerminalCommand, type TerminalEvent, type TerminalState } from './domain/terminal.js';

/** Names of the set-up streams. */
export const setupStreams = {
  merchant: (merchantId: string) => streamName('merchant', merchantId),
  douyinApp: (appKey: string) => streamName('douyin-app', appKey),
  douyinShop: (shopId: string) => streamName('douyin-shop', shopId),
  liveRoom: (roomId: string) => streamName('live-room', roomId),
  merchantNo: (merchantNo: string) => streamName('merchant-no', merchantNo),
  terminal: (merchantNo: string, terminalNo: string) => streamName('terminal', merchantNo, terminalNo),
  channelAccount: (kind: ChannelAccountKind, accountId: string) => streamName('channel-account', kind, accountId),
  paymentInterfaces: (merchantId: string) => streamName('payment-interfaces', merchantId),
  posModels: () => streamName('pos-models'),
} as const;

export const merchantFeature: CommandFeature<MerchantState, MerchantCommand, MerchantEvent> = {
  decider: merchantDecider,
  streamOf: ({ merchantId }) => setupStreams.merchant(merchantId),
};

export const douyinAppFeature: CommandFeature<DouyinAppState, DouyinAppCommand, DouyinAppEvent> = {
  decider: douyinAppDecider,
  streamOf: ({ appKey }) => setupStreams.douyinApp(appKey),
};

export const douyinShopFeature: CommandFeature<DouyinShopState, DouyinShopCommand, DouyinShopEvent> = {
  decider: douyinShopDecider,
  streamOf: ({ shopId }) => setupStreams.douyinShop(shopId),
};

export const liveRoomFeature: CommandFeature<LiveRoomState, LiveRoomCommand, LiveRoomEvent> = {
  decider: liveRoomDecider,
  streamOf: ({ roomId }) => setupStreams.liveRoom(roomId),
};

export const merchantNoDecider: Decider<MerchantNoEvent['data'] | undefined, AssignMerchantNo, MerchantNoEvent> = once(
  'MerchantNoAssigned',
  () => reject('MERCHANT_NO_TAKEN'),
);
export const merchantNoFeature: CommandFeature<MerchantNoEvent['data'] | undefined, AssignMerchantNo, MerchantNoEvent> = {
  decider: merchantNoDecider,
  streamOf: ({ merchantNo }) => setupStreams.merchantNo(merchantNo),
};

export const terminalFeature: CommandFeature<TerminalState, TerminalCommand, TerminalEvent> = {
  decider: terminalDecider,
  streamOf: ({ merchantNo, terminalNo }) => setupStreams.terminal(merchantNo, terminalNo),
};

export const channelAccountFeature: CommandFeature<ChannelAccountState, ChannelAccountCommand, ChannelAccountEvent> = {
  decider: channelAccountDecider,
  streamOf: ({ kind, accountId }) => setupStreams.channelAccount(kind, accountId),
};

export const paymentInterfacesFeature: CommandFeature<PaymentInterfacesState, PaymentInterfaceCommand, PaymentInterfaceEvent> =
  {
    decider: paymentInterfacesDecider,
    streamOf: ({ merchantId }) => setupStreams.paymentInterfaces(merchantId),
  };

export const posModelsFeature: CommandFeature<PosModelsState, DescribePosModel, PosModelEvent> = {
  decider: posModelsDecider,
  streamOf: () => setupStreams.posModels(),
};

/** Event types by the kind of stream that holds them. */
export const SETUP_SCHEMAS = {
  merchant: { MerchantRegistered: { version: 1 }, StoreOpened: { version: 1 } },
  douyinApp: {
    DouyinAppBound: { version: 1 },
    DouyinAppSecretRotated: { version: 1 },
    DouyinAppSecretDiscarded: { version: 1 },
  },
  douyinShop: {
    DouyinShopBound: { version: 1 },
    DouyinShopAdvanced: { version: 1 },
    ShopInterfaceBound: { version: 1 },
    ShopInterfaceUnbound: { version: 1 },
    ShopDefaultInterfaceSet: { version: 1 },
  },
  liveRoom: {
    LiveRoomAssigned: { version: 1 },
    LiveRoomMoved: { version: 1 },
    LiveRoomDefaultInterfaceSet: { version: 1 },
  },
  merchantNo: { MerchantNoAssigned: { version: 1 } },
  terminal: {
    TerminalEnrolled: { version: 1 },
    TerminalMoved: { version: 1 },
    TerminalConfigured: { version: 1 },
    TerminalStatusChanged: { version: 1 },
    TerminalKeyRotated: { version: 1 },
    TerminalKeyDiscarded: { version: 1 },
  },
  channelAccount: {
    ChannelAccountBound: { version: 1 },
    ChannelAccountAdvanced: { version: 1 },
    ChannelAccountSecretRotated: { version: 1 },
    ChannelAccountSecretDiscarded: { version: 1 },
    ChannelAccountKeysSet: { version: 1 },
    ChannelAccountCallKeySet: { version: 1 },
  },
  paymentInterfaces: { PaymentInterfaceOpened: { version: 1 }, PaymentInterfaceClosed: { version: 1 } },
  posModels: { PosModelDescribed: { version: 1 } },
} as const satisfies Record<keyof typeof setupStreams, EventSchemas>;

export const MERCHANT_EVENTS: EventSchemas = Object.assign({}, ...Object.values(SETUP_SCHEMAS)) as EventSchemas;
