import { Field, INSTANT, OptionalField, Prose, SETUP_ID } from '../http/fields.js';
import { MerchantPath, OUTSIDE_ID, SECRET } from './merchants.requests.js';

export class AppPath extends MerchantPath {
  @Field(OUTSIDE_ID)
  appKey!: string;
}

export class ShopPath extends MerchantPath {
  @Field(OUTSIDE_ID)
  shopId!: string;
}

export class ShopInterfacePath extends ShopPath {
  @Field(SETUP_ID)
  interfaceId!: string;
}

export class RoomPath extends MerchantPath {
  @Field(OUTSIDE_ID)
  roomId!: string;
}

export class BindShopRequest {
  @Field(OUTSIDE_ID)
  shopId!: string;
  @Field(OUTSIDE_ID)
  appKey!: string;
  @Field(SECRET)
  appSecret!: string;
  /** Store that its sales count to; none: the shop stands for itself. */
  @OptionalField(SETUP_ID)
  storeId?: string;
}

export class AssignRoomRequest {
  @Field(OUTSIDE_ID)
  roomId!: string;
  @Field(OUTSIDE_ID)
  shopId!: string;
  @Prose(100)
  name!: string;
}

export class MoveRoomRequest {
  /** Of the same merchant. */
  @Field(OUTSIDE_ID)
  shopId!: string;
  @Field(INSTANT)
  from!: string;
}

export class BindInterfaceRequest {
  @Field(SETUP_ID)
  interfaceId!: string;
  @Field(INSTANT)
  from!: string;
  /** Not included; no end is known unless said. */
  @OptionalField(INSTANT)
  to?: string;
}

export class EndInterfaceRequest {
  /** Not included. */
  @Field(INSTANT)
  to!: string;
}
