import type { CutOff, DomainEvent, Instant } from '#kernel';

/** A reference into the vault and a keyed fingerprint that tells equal secrets apart from others. Never the secret. */
export interface SealedSecret {
  readonly ref: string;
  readonly fingerprint: string;
}

export interface RegisterMerchant {
  readonly type: 'RegisterMerchant';
  readonly merchantId: string;
  readonly name: string;
  readonly cutOff: CutOff;
}
export interface OpenStore {
  readonly type: 'OpenStore';
  readonly merchantId: string;
  readonly storeId: string;
  readonly name: string;
}
export type MerchantCommand = RegisterMerchant | OpenStore;
export type MerchantEvent =
  | DomainEvent<'MerchantRegistered', { merchantId: string; name: string; cutOff: CutOff }>
  | DomainEvent<'StoreOpened', { merchantId: string; storeId: string; name: string }>;

export interface BindDouyinApp {
  readonly type: 'BindDouyinApp';
  readonly appKey: string;
  readonly merchantId: string;
  readonly secret: SealedSecret;
}
export type DouyinAppEvent = DomainEvent<'DouyinAppBound', { appKey: string; merchantId: string; secret: SealedSecret }>;

export interface BindDouyinShop {
  readonly type: 'BindDouyinShop';
  readonly shopId: string;
  readonly merchantId: string;
  readonly appKey: string;
  readonly storeId: string;
}
export type DouyinShopEvent = DomainEvent<
  'DouyinShopBound',
  { shopId: string; merchantId: string; appKey: string; storeId: string }
>;

export interface AssignLiveRoom {
  readonly type: 'AssignLiveRoom';
  readonly roomId: string;
  readonly shopId: string;
  readonly merchantId: string;
  readonly name: string;
}
export type LiveRoomEvent = DomainEvent<
  'LiveRoomAssigned',
  { roomId: string; shopId: string; merchantId: string; name: string }
>;

export interface AssignMerchantNo {
  readonly type: 'AssignMerchantNo';
  readonly merchantNo: string;
  readonly merchantId: string;
}
export type MerchantNoEvent = DomainEvent<'MerchantNoAssigned', { merchantNo: string; merchantId: string }>;

export interface EnrolTerminal {
  readonly type: 'EnrolTerminal';
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly merchantId: string;
  readonly storeId: string;
  readonly acquirer: string;
  readonly model: string;
  readonly key: SealedSecret;
  /** Since when it stands in that store. */
  readonly from: Instant;
}
/** Takes effect at `from`; what happened before stays with the store before. */
export interface MoveTerminal {
  readonly type: 'MoveTerminal';
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly storeId: string;
  readonly from: Instant;
}
export type TerminalCommand = EnrolTerminal | MoveTerminal;
export type TerminalEvent =
  DomainEvent<'TerminalEnrolled', Omit<EnrolTerminal, 'type'>> | DomainEvent<'TerminalMoved', Omit<MoveTerminal, 'type'>>;
