import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A subject's key as it is worked with: one half encrypts, the other makes nonces. */
export interface DataKey {
  readonly encrypting: Buffer;
  readonly naming: Buffer;
}

const KEY_BYTES = 32;

/** @param bytes the 32 bytes that are kept for a subject */
export function dataKeyOf(bytes: Buffer): DataKey {
  const both = createHmac('sha512', bytes).update('hezhang data key').digest();
  return { encrypting: both.subarray(0, KEY_BYTES), naming: both.subarray(KEY_BYTES) };
}

/** Whose it is and where it stands: a box can not stand in for another person's, nor in another field. */
export interface BoxPlace {
  readonly subject: string;
  readonly field: string;
}

const boundTo = ({ subject, field }: BoxPlace): Buffer => Buffer.from(`hezhang sealed 1\n${subject}\n${field}\n`);

/**
 * AES-256-GCM, base64url of nonce, tag and ciphertext. The nonce is made of place and text under a key of its own, so that the
 * same text gives the same box: a retry makes the same bytes, and two texts never share a nonce.
 */
export function closeBox({ encrypting, naming }: DataKey, place: BoxPlace, text: string): string {
  const bound = boundTo(place);
  const nonce = createHmac('sha256', naming).update(bound).update(text).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', encrypting, nonce).setAAD(bound);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** Undefined where it was not closed under this key for this place. */
export function openBox({ encrypting }: DataKey, place: BoxPlace, box: string): string | undefined {
  const bytes = Buffer.from(box, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', encrypting, bytes.subarray(0, NONCE_BYTES)).setAAD(boundTo(place));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
