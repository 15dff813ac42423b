import { CHANNEL_ACCOUNT_KINDS, type ChannelAccountKind } from '#merchants';
import { Field, INSTANT, OptionalField, SETUP_ID, oneOf, text, type FieldRule } from '../http/fields.js';
import { MerchantPath, PUBLIC_KEY, SECRET, isPublicKey } from './merchants.requests.js';

const TOKEN = text(
  /^[\x21-\x7e]{8,256}$/,
  'must be 8 to 256 printable characters without spaces',
  'sealed at once, never shown again',
);
const KEYS_AT_ONCE = 4;
const PUBLIC_KEYS: FieldRule = {
  name: 'publicKeys',
  schema: { type: 'array', items: PUBLIC_KEY.schema, minItems: 1, maxItems: KEYS_AT_ONCE, uniqueItems: true },
  says: `must be 1 to ${String(KEYS_AT_ONCE)} public keys in PEM, none twice`,
  holds: (value) =>
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= KEYS_AT_ONCE &&
    new Set(value).size === value.length &&
    value.every(isPublicKey),
};

/** With one secret as text; a mini-app has two, and routes of its own. */
const ONE_SECRET = CHANNEL_ACCOUNT_KINDS.filter((kind) => kind !== 'mini-app');
/** Of the other kinds each has routes that call its fields by the party's own names. */
const PLAIN = ONE_SECRET.filter((kind) => kind !== 'douyin-life');

export class AccountPath extends MerchantPath {
  @Field(oneOf(CHANNEL_ACCOUNT_KINDS))
  kind!: ChannelAccountKind;
  @Field(SETUP_ID)
  accountId!: string;
}

export class OneSecretPath extends MerchantPath {
  @Field(oneOf(ONE_SECRET))
  kind!: ChannelAccountKind;
  @Field(SETUP_ID)
  accountId!: string;
}

export class MiniAppPath extends MerchantPath {
  @Field(SETUP_ID)
  appId!: string;
}

export class BindLifeAccountRequest {
  @Field(SETUP_ID)
  clientKey!: string;
  @Field(SECRET)
  clientSecret!: string;
  /** Store that its sales count to unless a voucher names one. */
  @OptionalField(SETUP_ID)
  storeId?: string;
}

export class MiniAppSecretRequest {
  @Field(TOKEN)
  token!: string;
  @Field(TOKEN)
  salt!: string;
  /** Until when token and salt before these verify too; they end at once unless said. */
  @OptionalField(INSTANT)
  overlapUntil?: string;
}

export class BindMiniAppRequest {
  @Field(SETUP_ID)
  appId!: string;
  @Field(TOKEN)
  token!: string;
  @Field(TOKEN)
  salt!: string;
  @Field(PUBLIC_KEY)
  platformPublicKey!: string;
  @OptionalField(SETUP_ID)
  storeId?: string;
}

export class BindAccountRequest {
  @Field(oneOf(PLAIN))
  kind!: ChannelAccountKind;
  /** What the party itself calls it: terminal_sn, appid, mchid. */
  @Field(SETUP_ID)
  accountId!: string;
  /** Absent where the party signs by a key pair alone. */
  @OptionalField(SECRET)
  secret?: string;
  @OptionalField(PUBLIC_KEYS)
  publicKeys?: string[];
  @OptionalField(SETUP_ID)
  storeId?: string;
}

export class PublicKeysRequest {
  /** All that verify from now on: two while the party changes them. */
  @Field(PUBLIC_KEYS)
  publicKeys!: string[];
}
