import { createHmac, hkdfSync } from 'node:crypto';
import { canonicalJson } from '#kernel';

/**
 * A person by what is stable of them outside. `account`: open id, wallet or bank account, as whoever pays out calls it. `card`:
 * its masked number at one merchant number, since a masked number alone is shared by many.
 */
export type Person =
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'card'; readonly id: string; readonly merchantNo: string };

/** BIN of 6 digits, or of 8 where the card has 16 and more; stars; the last four. */
export const MASKED_CARD = /^(?:\d{6}\*{3,9}|\d{8}\*{4,7})\d{4}$/;

/** Whose an account is that may be a masked card, as acquirers and statements tell both in one field. */
export const holderOf = (account: string, merchantNo: string): Person =>
  MASKED_CARD.test(account) ? { kind: 'card', id: account, merchantNo } : { kind: 'account', id: account };

const KEY_BYTES = 32;
const HASH_BYTES = 16;

/** 32 bytes for one purpose out of the installation's master key. */
export const derivedKey = (masterKey: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), purpose, KEY_BYTES));

/**
 * Names of persons that tell nobody who they are: a keyed hash, so that no list of phone numbers or accounts can be tried
 * against them without the master key. Each time that a person is forgotten the next name begins, and nothing ties it to the
 * one before.
 */
export class Pseudonyms {
  private readonly key: Buffer;

  constructor(masterKey: Buffer) {
    this.key = derivedKey(masterKey, 'hezhang subjects');
  }

  /** @param generation how often the person was forgotten before */
  of(person: Person, generation: number): string {
    const hash = createHmac('sha256', this.key)
      .update(canonicalJson({ ...person, generation }))
      .digest();
    return `sub_${hash.subarray(0, HASH_BYTES).toString('base64url')}`;
  }
}
