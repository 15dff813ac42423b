import type { RecordedEvent } from './event-log.js';

/**
 * Where metadata names the digest of a notice: `codec.ts` writes it last, as `…"digest":"<64 hex digits>"}}`. So a log that knows bytes
 * alone can be asked for it, at no price of parsing.
 */
export const DIGEST_DIGITS = 64;
const BEFORE = '"digest":"';
const BEHIND = '"}}';
export const DIGEST_FROM_END = DIGEST_DIGITS + BEHIND.length;

const DIGEST = /^[0-9a-f]{64}$/;

/** SHA-256, hex. */
export const isDigest = (text: string): boolean => DIGEST.test(text);

/** Whether the notice of this digest is named by an event. */
export function isOfNotice({ metadata }: Pick<RecordedEvent, 'metadata'>, digest: string): boolean {
  const end = Buffer.from(`${BEFORE}${digest}${BEHIND}`);
  return metadata.length >= end.length && end.equals(metadata.subarray(metadata.length - end.length));
}
