import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName, type Decider } from '#kernel';
import { merchantDecider, type MerchantState } from './domain/merchant.js';
import { once } from './domain/once.js';
import type {
  AssignLiveRoom,
  AssignMerchantNo,
  BindDouyinApp,
  BindDouyinShop,
  DouyinAppEvent,
  DouyinShopEvent,
  LiveRoomEvent,
  MerchantCommand,
  MerchantEvent,
  MerchantNoEvent,
  TerminalCommand,
  TerminalEvent,
} from './domain/setup.messages.js';
import { reject } from './domain/setup.rejections.js';
import { terminalDecider, type TerminalState } from './domain/terminal.js';

/** Names of the set-up streams. */
export const setupStreams = {
  merchant: (merchantId: string) => streamName('merchant', merchantId),
  douyinApp: (appKey: string) => streamName('douyin-app', appKey),
  douyinShop: (shopId: string) => streamName('douyin-shop', shopId),
  liveRoom: (roomId: string) => streamName('live-room', roomId),
  merchantNo: (merchantNo: string) => streamName('merchant-no', merchantNo),
  terminal: (merchantNo: string, terminalNo: string) => streamName('terminal', merchantNo, terminalNo),
} as const;

export const merchantFeature: CommandFeature<MerchantState, MerchantCommand, MerchantEvent> = {
  decider: merchantDecider,
  streamOf: ({ merchantId }) => setupStreams.merchant(merchantId),
};

export const douyinAppDecider: Decider<DouyinAppEvent['data'] | undefined, BindDouyinApp, DouyinAppEvent> = once(
  'DouyinAppBound',
  () => reject('APP_BOUND_OTHERWISE'),
  ({ merchantId, secret }) => [merchantId, secret.fingerprint],
);
export const douyinAppFeature: CommandFeature<DouyinAppEvent['data'] | undefined, BindDouyinApp, DouyinAppEvent> = {
  decider: douyinAppDecider,
  streamOf: ({ appKey }) => setupStreams.douyinApp(appKey),
};

export const douyinShopDecider: Decider<DouyinShopEvent['data'] | undefined, BindDouyinShop, DouyinShopEvent> = once(
  'DouyinShopBound',
  () => reject('SHOP_BOUND_OTHERWISE'),
);
export const douyinShopFeature: CommandFeature<DouyinShopEvent['data'] | undefined, BindDouyinShop, DouyinShopEvent> = {
  decider: douyinShopDecider,
  streamOf: ({ shopId }) => setupStreams.douyinShop(shopId),
};

export const liveRoomDecider: Decider<LiveRoomEvent['data'] | undefined, AssignLiveRoom, LiveRoomEvent> = once(
  'LiveRoomAssigned',
  () => reject('LIVE_ROOM_ASSIGNED_OTHERWISE'),
);
export const liveRoomFeature: CommandFeature<LiveRoomEvent['data'] | undefined, AssignLiveRoom, LiveRoomEvent> = {
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

/** Event types by the kind of stream that holds them. */
export const SETUP_SCHEMAS = {
  merchant: { MerchantRegistered: { version: 1 }, StoreOpened: { version: 1 } },
  douyinApp: { DouyinAppBound: { version: 1 } },
  douyinShop: { DouyinShopBound: { version: 1 } },
  liveRoom: { LiveRoomAssigned: { version: 1 } },
  merchantNo: { MerchantNoAssigned: { version: 1 } },
  terminal: { TerminalEnrolled: { version: 1 }, TerminalMoved: { version: 1 } },
} as const satisfies Record<keyof typeof setupStreams, EventSchemas>;

export const MERCHANT_EVENTS: EventSchemas = Object.assign({}, ...Object.values(SETUP_SCHEMAS)) as EventSchemas;
