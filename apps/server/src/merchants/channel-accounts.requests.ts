import { createPrivateKey } from 'node:crypto';
import { CHANNEL_ACCOUNT_KINDS, type ChannelAccountKind } from '#merchants';
import { Field, INSTANT, OptionalField, SETUP_ID, oneOf, text, type FieldRule } from '../http/fields.js';
import { MerchantPath, PUBLIC_KEY, SECRET, isPublicKey } from './merchants.requests.js';

const PRIVATE_KEY_LIMIT = 8_192;
const PRIVATE_KEY: FieldRule = {
  name: 'privateKey',
  schema: {
    type: 'string',
    maxLength: PRIVATE_KEY_LIMIT,
    description: 'RSA private key of yours in PEM, as BEGIN PRIVATE KEY; sealed at once',
  },
  says: 'must be an RSA private key in PEM, without a passphrase',
  holds: isPrivateKey,
};
const SERIAL = text(/^[0-9A-Fa-f]{8,64}$/, 'must be 8 to 64 hex digits', 'serial number of your certificate with the party');

function isPrivateKey(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > PRIVATE_KEY_LIMIT || !value.startsWith('-----BEGIN ')) return false;
  try {
    return createPrivateKey(value).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

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

/** Calls are signed by the private key, or, where none is given, by the account's secret. */
export class CallKeyRequest {
  @OptionalField(PRIVATE_KEY)
  privateKey?: string;
  @OptionalField(SERIAL)
  serial?: string;
  /** What the party calls the application that calls: its appid. */
  @OptionalField(SETUP_ID)
  appId?: string;
}

export class PublicKeysRequest {
  /** All that verify from now on: two while the party changes them. */
  @Field(PUBLIC_KEYS)
  publicKeys!: string[];
}
