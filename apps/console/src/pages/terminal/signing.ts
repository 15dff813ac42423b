/** Merchant number and terminal number, as they were enrolled. */
export interface TerminalRef {
  readonly merchantNo: string;
  readonly terminalNo: string;
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;
const SECOND_MS = 1_000;

/** The key in a form that signs and can not be read out again. */
export const signingKey = (text: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(text), HMAC, false, ['sign']);

/** Headers of a terminal's message: hex HMAC-SHA256 over unix seconds, a line feed and what is said. */
export async function signatureOf(
  { merchantNo, terminalNo }: TerminalRef,
  key: CryptoKey,
  says: string,
  nowMs: number,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / SECOND_MS));
  const signature = await crypto.subtle.sign(HMAC.name, key, new TextEncoder().encode(`${timestamp}\n${says}`));
  return {
    'X-Terminal': `${merchantNo}/${terminalNo}`,
    'X-Timestamp': timestamp,
    'X-Signature': Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}
