import type { CutOff, DomainEvent } from '#kernel';

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

export interface AssignMerchantNo {
  readonly type: 'AssignMerchantNo';
  readonly merchantNo: string;
  readonly merchantId: string;
}
export type MerchantNoEvent = DomainEvent<'MerchantNoAssigned', { merchantNo: string; merchantId: string }>;
