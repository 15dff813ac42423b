import type { CommandContext, Outcome } from '#event-log';
import { isRejection, type Instant } from '#kernel';
import type { Advance } from '../domain/binding.js';
import { douyinAppDecider } from '../domain/douyin-app.js';
import {
  douyinShopDecider,
  isBoundTo,
  type DefaultInterface,
  type DouyinShopCommand,
  type ShopInterface,
} from '../domain/douyin-shop.js';
import { liveRoomDecider, shopAt, type LiveRoomCommand } from '../domain/live-room.js';
import { interfaceOf, paymentInterfacesDecider, validity } from '../domain/payment-interfaces.js';
import { reject } from '../domain/setup.rejections.js';
import { isWithin } from '../domain/timeline.js';
import { douyinAppFeature, douyinShopFeature, liveRoomFeature, setupStreams } from '../merchants.feature.js';
import { foresee, refusalOf, refused, withSealed, type SetupParts } from './checks.js';

interface OfMerchant {
  readonly merchantId: string;
}
interface OfShop extends OfMerchant {
  readonly shopId: string;
}
interface OfRoom extends OfMerchant {
  readonly roomId: string;
}

export interface BindShop extends OfShop {
  readonly type: 'BindShop';
  readonly appKey: string;
  readonly appSecret: string;
  readonly storeId?: string;
}
export interface RotateAppSecret extends OfMerchant {
  readonly type: 'RotateAppSecret';
  readonly appKey: string;
  readonly secret: string;
  readonly at: Instant;
  readonly overlapUntil?: Instant;
}
export type AdvanceShop = OfShop & Advance & { readonly type: 'AdvanceShop' };
export type BindInterface = OfShop & ShopInterface & { readonly type: 'BindInterface' };
export type UnbindInterface = OfShop & { readonly type: 'UnbindInterface'; readonly interfaceId: string; readonly to: Instant };
export type SetShopDefault = OfShop & DefaultInterface & { readonly type: 'SetShopDefault' };
export interface AssignRoom extends OfRoom {
  readonly type: 'AssignRoom';
  readonly shopId: string;
  readonly name: string;
}
export type MoveRoom = OfRoom & { readonly type: 'MoveRoom'; readonly shopId: string; readonly from: Instant };
export type SetRoomDefault = OfRoom & DefaultInterface & { readonly type: 'SetRoomDefault' };

export type ShopSetupCommand =
  | BindShop
  | RotateAppSecret
  | AdvanceShop
  | BindInterface
  | UnbindInterface
  | SetShopDefault
  | AssignRoom
  | MoveRoom
  | SetRoomDefault;

export async function setUpShop(parts: SetupParts, command: ShopSetupCommand, context: CommandContext): Promise<Outcome> {
  switch (command.type) {
    case 'BindShop':
      return bindShop(parts, command, context);
    case 'RotateAppSecret':
      return rotateAppSecret(parts, command, context);
    case 'AdvanceShop': {
      const { merchantId, type: _type, ...advance } = command;
      return onShop(parts, merchantId, { ...advance, type: 'AdvanceDouyinShop' }, context);
    }
    case 'BindInterface':
      return bindInterface(parts, command, context);
    case 'UnbindInterface': {
      const { merchantId, type: _type, ...end } = command;
      return onShop(parts, merchantId, { ...end, type: 'UnbindShopInterface' }, context);
    }
    case 'SetShopDefault': {
      const { merchantId, type: _type, ...set } = command;
      return onShop(parts, merchantId, { ...set, type: 'SetShopDefaultInterface' }, context);
    }
    case 'AssignRoom': {
      const { merchantId, roomId, shopId, name } = command;
      if (!(await ownShop(parts, merchantId, shopId))) return refused(reject('SHOP_UNKNOWN'));
      const assign = { type: 'AssignLiveRoom', roomId, shopId, merchantId, name } as const;
      return parts.handling.handle(liveRoomFeature, assign, context);
    }
    case 'MoveRoom': {
      const { merchantId, roomId, shopId, from } = command;
      if (!(await ownShop(parts, merchantId, shopId))) return refused(reject('SHOP_UNKNOWN'));
      return onRoom(parts, merchantId, { type: 'MoveLiveRoom', roomId, shopId, from }, context);
    }
    case 'SetRoomDefault':
      return setRoomDefault(parts, command, context);
  }
}

async function bindShop(parts: SetupParts, command: BindShop, context: CommandContext): Promise<Outcome> {
  const { merchantId, shopId, appKey, appSecret, storeId } = command;
  const refusal = await refusalOf(parts, merchantId, storeId);
  if (refusal) return refused(refusal);
  const shop = { type: 'BindDouyinShop', shopId, merchantId, appKey, storeId: storeId ?? '-' } as const;
  const foreseen = await foresee(parts, douyinShopFeature, shop);
  if (isRejection(foreseen)) return refused(foreseen);
  const bound = await withSealed(parts, appSecret, (secret) =>
    parts.handling.handle(douyinAppFeature, { type: 'BindDouyinApp', appKey, merchantId, secret }, context),
  );
  return bound.ok ? parts.handling.handle(douyinShopFeature, shop, context) : bound;
}

async function rotateAppSecret(parts: SetupParts, command: RotateAppSecret, context: CommandContext): Promise<Outcome> {
  const { merchantId, secret, type: _type, ...rotation } = command;
  const { state } = await parts.handling.load(setupStreams.douyinApp(rotation.appKey), douyinAppDecider);
  if (state.bound?.merchantId !== merchantId) return refused(reject('APP_UNKNOWN'));
  return withSealed(parts, secret, (sealed) =>
    parts.handling.handle(douyinAppFeature, { type: 'RotateDouyinAppSecret', ...rotation, secret: sealed }, context),
  );
}

async function bindInterface(parts: SetupParts, command: BindInterface, context: CommandContext): Promise<Outcome> {
  const { merchantId, type: _type, ...bound } = command;
  const { state } = await parts.handling.load(setupStreams.paymentInterfaces(merchantId), paymentInterfacesDecider);
  const bind = { ...bound, type: 'BindShopInterface' } as const;
  if ((await foresee(parts, douyinShopFeature, bind)) === 'new') {
    const known = interfaceOf(state, bound.interfaceId);
    if (!known) return refused(reject('INTERFACE_UNKNOWN'));
    if (!isWithin(bound.from, validity(known))) return refused(reject('INTERFACE_NOT_VALID'));
  }
  return onShop(parts, merchantId, bind, context);
}

async function setRoomDefault(parts: SetupParts, command: SetRoomDefault, context: CommandContext): Promise<Outcome> {
  const { merchantId, roomId, interfaceId, from } = command;
  const set = { type: 'SetLiveRoomDefaultInterface', roomId, interfaceId, from } as const;
  const room = await ownRoom(parts, merchantId, roomId);
  const shopId = room && shopAt(room, from);
  if (shopId !== undefined && (await foresee(parts, liveRoomFeature, set)) === 'new') {
    const { state: shop } = await parts.handling.load(setupStreams.douyinShop(shopId), douyinShopDecider);
    if (!isBoundTo(shop, interfaceId, from)) return refused(reject('INTERFACE_NOT_BOUND'));
  }
  return onRoom(parts, merchantId, set, context);
}

async function onShop(
  parts: SetupParts,
  merchantId: string,
  command: DouyinShopCommand,
  context: CommandContext,
): Promise<Outcome> {
  if (!(await ownShop(parts, merchantId, command.shopId))) return refused(reject('SHOP_UNKNOWN'));
  return parts.handling.handle(douyinShopFeature, command, context);
}

async function onRoom(
  parts: SetupParts,
  merchantId: string,
  command: LiveRoomCommand,
  context: CommandContext,
): Promise<Outcome> {
  if (!(await ownRoom(parts, merchantId, command.roomId))) return refused(reject('LIVE_ROOM_UNKNOWN'));
  return parts.handling.handle(liveRoomFeature, command, context);
}

async function ownShop({ handling }: SetupParts, merchantId: string, shopId: string): Promise<boolean> {
  const { state } = await handling.load(setupStreams.douyinShop(shopId), douyinShopDecider);
  return state.bound?.merchantId === merchantId;
}

async function ownRoom({ handling }: SetupParts, merchantId: string, roomId: string) {
  const { state } = await handling.load(setupStreams.liveRoom(roomId), liveRoomDecider);
  return state.assigned?.merchantId === merchantId ? state : undefined;
}
