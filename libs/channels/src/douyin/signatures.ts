import { createHash, createHmac, createVerify, timingSafeEqual, type KeyLike } from 'node:crypto';

/** Compares without telling by its time how far two texts agree. Lengths are no secret. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

export interface AppCredentials {
  readonly appKey: string;
  readonly appSecret: string;
}

/** One way in which a push proves where it comes from. Another algorithm is another entry in `PUSH_SIGNATURES`. */
export interface PushSignature {
  /** Lower-case name of the header. */
  readonly header: string;
  readonly sign: (app: AppCredentials, rawBody: Uint8Array) => string;
}

/** `event-sign`: lower-case hex MD5 of app key, raw body, app secret. Has no timestamp: replays are told by the message itself. */
export const EVENT_SIGN: PushSignature = {
  header: 'event-sign',
  sign: ({ appKey, appSecret }, rawBody) => createHash('md5').update(appKey).update(rawBody).update(appSecret).digest('hex'),
};

export const PUSH_SIGNATURES: readonly PushSignature[] = [EVENT_SIGN];

export type OpenApiSignMethod = 'hmac-sha256' | 'md5';

export interface OpenApiCall {
  /** `order.orderDetail` */
  readonly method: string;
  /** Keys sorted, compact, `<`, `>` and `&` unescaped. */
  readonly paramJson: string;
  /** As it is sent: `yyyy-MM-dd HH:mm:ss` at GMT+8, or unix seconds. */
  readonly timestamp: string;
}

/** Sign of a call to the shop open platform, lower-case hex. MD5 is the platform's default and will be retired. */
export function signOpenApiCall(
  { appKey, appSecret }: AppCredentials,
  call: OpenApiCall,
  signMethod: OpenApiSignMethod,
): string {
  const { method, paramJson, timestamp } = call;
  const text = `${appSecret}app_key${appKey}method${method}param_json${paramJson}timestamp${timestamp}v2${appSecret}`;
  return signMethod === 'md5'
    ? createHash('md5').update(text).digest('hex')
    : createHmac('sha256', appSecret).update(text).digest('hex');
}

export interface EcpayCallback {
  readonly timestamp: string;
  readonly nonce: string;
  /** JSON text as it came. */
  readonly msg: string;
}

/** `msg_signature` of an ecpay (担保支付) callback: SHA-1 hex of the sorted strings. */
export const signEcpayCallback = (token: string, { timestamp, nonce, msg }: EcpayCallback): string =>
  createHash('sha1').update([token, timestamp, nonce, msg].sort().join('')).digest('hex');

const NOT_SIGNED = new Set(['app_id', 'thirdparty_id', 'sign', 'other_settle_params']);

/** `sign` of an ecpay request: MD5 hex of the trimmed values and the salt, sorted, joined by `&`; empty and `null` are left out. */
export function signEcpayRequest(fields: Readonly<Record<string, string | number>>, salt: string): string {
  const values = Object.entries(fields)
    .filter(([name]) => !NOT_SIGNED.has(name))
    .map(([, value]) => String(value).trim())
    .filter((value) => value !== '' && value !== 'null');
  return createHash('md5')
    .update([...values, salt].sort().join('&'))
    .digest('hex');
}

/** `X-Douyin-Signature` of a life-service (抖音来客) webhook: SHA-1 hex of client secret and raw body. */
export const signLifeWebhook = (clientSecret: string, rawBody: Uint8Array): string =>
  createHash('sha1').update(clientSecret).update(rawBody).digest('hex');

export interface TradeCallback {
  /** `Byte-Timestamp` */
  readonly timestamp: string;
  /** `Byte-Nonce-Str` */
  readonly nonce: string;
  /** `Byte-Signature`, base64 */
  readonly signature: string;
  readonly rawBody: Uint8Array;
}

/** Callback of the general trade system (通用交易系统): SHA256 with RSA over three lines, by the platform's public key. */
export function isGenuineTradeCallback({ timestamp, nonce, signature, rawBody }: TradeCallback, platformKey: KeyLike): boolean {
  const verify = createVerify('RSA-SHA256').update(`${timestamp}\n${nonce}\n`).update(rawBody).update('\n');
  return verify.verify(platformKey, signature, 'base64');
}
