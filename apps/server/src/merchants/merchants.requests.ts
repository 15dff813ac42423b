import { createPublicKey } from 'node:crypto';
import { PAYMENT_METHODS } from '#merchants';
import { CUT_OFF, Field, INSTANT, OptionalField, Prose, SETUP_ID, text, type FieldRule } from '../http/fields.js';

export const MERCHANT_NO = text(
  /^[A-Za-z0-9]{1,32}$/,
  'must be 1 to 32 letters or digits',
  'merchant number with the acquirer (F42)',
);
export const OUTSIDE_ID = text(/^\d{1,24}$/, 'must be 1 to 24 digits, as text', 'as Douyin gives it');
export const SECRET = text(
  /^[\x21-\x7e]{16,256}$/,
  'must be 16 to 256 printable characters without spaces',
  'sealed at once, never shown again',
);

/** Some of a list of words, none twice. */
const someOf = (values: readonly string[], description: string): FieldRule => ({
  name: 'someOf',
  schema: { type: 'array', items: { type: 'string', enum: [...values] }, minItems: 1, uniqueItems: true, description },
  says: `must be a list of ${values.join(', ')}, none twice`,
  holds: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((word) => values.includes(word as string)),
});

export const METHODS = someOf(PAYMENT_METHODS, 'payment methods');

const PEM_LIMIT = 4_096;

export const isPublicKey = (value: unknown): boolean => {
  if (typeof value !== 'string' || value.length > PEM_LIMIT || !value.startsWith('-----BEGIN PUBLIC KEY-----')) return false;
  try {
    createPublicKey(value);
    return true;
  } catch {
    return false;
  }
};

export const PUBLIC_KEY: FieldRule = {
  name: 'publicKey',
  schema: { type: 'string', maxLength: PEM_LIMIT, description: 'public key in PEM, as BEGIN PUBLIC KEY' },
  says: 'must be a public key in PEM',
  holds: isPublicKey,
};

export class MerchantPath {
  @Field(SETUP_ID)
  id!: string;
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

/** A secret takes over. */
export class RotationRequest {
  @Field(SECRET)
  secret!: string;
  /** Until when the secret before verifies too; it ends at once unless said. */
  @OptionalField(INSTANT)
  overlapUntil?: string;
}

/** What an order without a choice of its own is paid through, from a moment on. */
export class DefaultInterfaceRequest {
  @Field(SETUP_ID)
  interfaceId!: string;
  @Field(INSTANT)
  from!: string;
}
