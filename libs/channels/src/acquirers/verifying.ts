import { createVerify } from 'node:crypto';
import { sameText } from '../douyin/signatures.js';

/** By one of the keys; text of hex in either case. */
export const isSharedKeySigned = (secrets: readonly string[], given: string, sign: (secret: string) => string): boolean =>
  secrets.some((secret) => sameText(given.toLowerCase(), sign(secret).toLowerCase()));

export interface PairSigned {
  /** Names of digests as Node has them: the first that verifies. */
  readonly algorithms: readonly string[];
  readonly parts: readonly (string | Uint8Array)[];
  readonly signature: string;
}

/** Base64 signature over the parts one after the other, by one of the party's keys (PEM). */
export function isKeyPairSigned(publicKeys: readonly string[], { algorithms, parts, signature }: PairSigned): boolean {
  const verifies = (key: string, algorithm: string): boolean => {
    const verify = createVerify(algorithm);
    for (const part of parts) verify.update(part);
    return verify.verify(key, signature, 'base64');
  };
  return publicKeys.some((key) => algorithms.some((algorithm) => verifies(key, algorithm)));
}
