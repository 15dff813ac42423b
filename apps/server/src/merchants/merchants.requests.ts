import { CUT_OFF, Field, INSTANT, OptionalField, Prose, SETUP_ID, text } from '../http/fields.js';

const MERCHANT_NO = text(/^[A-Za-z0-9]{1,32}$/, 'must be 1 to 32 letters or digits', 'merchant number with the acquirer (F42)');
const TERMINAL_NO = text(
  /^[A-Za-z0-9_-]{1,16}$/,
  'must be 1 to 16 letters, digits, dashes or underscores',
  'terminal number (F41)',
);
const OUTSIDE_ID = text(/^\d{1,24}$/, 'must be 1 to 24 digits, as text', 'as Douyin gives it');
const SECRET = text(
  /^[\x21-\x7e]{16,256}$/,
  'must be 16 to 256 printable characters without spaces',
  'sealed at once, never shown again',
);

export class MerchantPath {
  @Field(SETUP_ID)
  id!: string;
}

export class TerminalPath {
  @Field(SETUP_ID)
  id!: string;
  @Field(MERCHANT_NO)
  merchantNo!: string;
  @Field(TERMINAL_NO)
  terminalNo!: string;
}

export class RegisterMerchantRequest {
  @Field(SETUP_ID)
  id!: string;
  @Prose(100)
  name!: string;
  /** End of the accounting day (日切). */
  @OptionalField(CUT_OFF)
  cutOff?: string;
}

export class OpenStoreRequest {
  @Field(SETUP_ID)
  id!: string;
  @Prose(100)
  name!: string;
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

export class EnrolTerminalRequest {
  @Field(MERCHANT_NO)
  merchantNo!: string;
  @Field(TERMINAL_NO)
  terminalNo!: string;
  @Field(SETUP_ID)
  storeId!: string;
  @Field(SETUP_ID)
  acquirer!: string;
  @Prose(64)
  model!: string;
  @Field(SECRET)
  key!: string;
  /** Since when it stands there; now unless said. */
  @OptionalField(INSTANT)
  from?: string;
}

export class MoveTerminalRequest {
  @Field(SETUP_ID)
  storeId!: string;
  @Field(INSTANT)
  from!: string;
}
