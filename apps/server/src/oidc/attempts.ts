import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A sign-in that was begun: what the provider's answer is held against. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE. */
  readonly verifier: string;
  /** The page that was asked for. */
  readonly page: string;
}

const LASTS_MS = 10 * 60_000;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** How long a browser keeps one. */
export const ATTEMPT_LASTS_S = LASTS_MS / 1000;

/**
 * Attempts live in the browsers that make them, sealed: they cost the server nothing, however many are begun, and any server
 * of the ledger takes the answer.
 */
export class Attempts {
  /** @param key 32 bytes */
  constructor(
    private readonly key: Buffer,
    private readonly clock: () => number = Date.now,
  ) {}

  seal(attempt: Attempt): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, iv);
    const text = JSON.stringify({ attempt, until: this.clock() + LASTS_MS });
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
  }

  /** Undefined where it is not ours, or too old. */
  open(sealed: string): Attempt | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const head = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    try {
      const text = Buffer.concat([head, decipher.final()]).toString('utf8');
      const { attempt, until } = JSON.parse(text) as { readonly attempt: Attempt; readonly until: number };
      return until > this.clock() ? attempt : undefined;
    } catch {
      return undefined;
    }
  }
}
