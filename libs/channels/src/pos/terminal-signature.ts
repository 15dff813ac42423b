import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import { headerOf, type Headers } from '../headers.js';
import { refusal, type Refusal } from '../refusals.js';

/** How far a terminal's clock may be off. */
const WINDOW_S = 300;

/** Who brings transactions. A terminal speaks for itself; the holder of an ingest key for any terminal. */
export interface PosCaller {
  readonly actor: string;
  readonly terminal?: { readonly merchantNo: string; readonly terminalNo: string };
}

const TERMINAL = /^([A-Za-z0-9]{1,32})\/([A-Za-z0-9_-]{1,16})$/;
const TIMESTAMP = /^\d{1,12}$/;
const SIGNATURE = /^[0-9a-f]{64}$/i;

/** HMAC-SHA256 by the terminal's key over the timestamp, a line feed and the body as sent; hex. */
export const signTerminalBody = (key: string, timestamp: string, rawBody: Uint8Array): Buffer =>
  createHmac('sha256', key).update(`${timestamp}\n`).update(rawBody).digest();

/** What a terminal signs that asks or reports under an address of ours: method and path with query, a line feed, the body. */
export const signedRequest = (method: string, pathAndQuery: string, rawBody: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${method} ${pathAndQuery}\n`), rawBody]);

export const isTerminalSigned = (headers: Headers): boolean =>
  headers['x-signature'] !== undefined || headers['x-terminal'] !== undefined;

/** The terminal that signed a body with `X-Terminal`, `X-Timestamp` and `X-Signature`. */
export async function terminalCaller(
  merchants: MerchantDirectory,
  { headers, rawBody, now }: { readonly headers: Headers; readonly rawBody: Uint8Array; readonly now: Instant },
): Promise<PosCaller | Refusal> {
  const [, merchantNo, terminalNo] = TERMINAL.exec(headerOf(headers, 'x-terminal') ?? '') ?? [];
  const timestamp = headerOf(headers, 'x-timestamp') ?? '';
  const signature = headerOf(headers, 'x-signature') ?? '';
  if (merchantNo === undefined || terminalNo === undefined || !TIMESTAMP.test(timestamp) || !SIGNATURE.test(signature))
    return refusal('SIGNATURE_INVALID');
  const terminal = await merchants.terminal(merchantNo, terminalNo);
  const given = Buffer.from(signature, 'hex');
  const isGenuine = terminal?.keys.some((key) => timingSafeEqual(given, signTerminalBody(key, timestamp, rawBody)));
  if (!isGenuine) return refusal('SIGNATURE_INVALID');
  if (Math.abs(Date.parse(now) / 1000 - Number(timestamp)) > WINDOW_S) return refusal('TIMESTAMP_OUTSIDE_WINDOW');
  return { actor: `terminal:${merchantNo}/${terminalNo}`, terminal: { merchantNo, terminalNo } };
}
