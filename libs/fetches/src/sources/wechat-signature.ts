import { createSign, createVerify, randomBytes } from 'node:crypto';

/** Whose call it is, and what signs it. */
export interface WechatCaller {
  readonly mchid: string;
  /** Serial number of the merchant's certificate. */
  readonly serial: string;
  /** PEM of the merchant. */
  readonly privateKey: string;
}

export interface WechatCallParts {
  readonly method: string;
  /** Path and query as they are sent. */
  readonly target: string;
  /** Unix seconds. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly body: string;
}

/** What a call is signed over: five lines, each of which ends with a line feed. */
export const wechatCallText = ({ method, target, timestamp, nonce, body }: WechatCallParts): string =>
  `${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`;

/** The Authorization header of WeChat Pay's third API. */
export function wechatAuthorization({ mchid, serial, privateKey }: WechatCaller, parts: WechatCallParts): string {
  const signature = createSign('RSA-SHA256').update(wechatCallText(parts)).sign(privateKey, 'base64');
  const fields = { mchid, nonce_str: parts.nonce, signature, timestamp: parts.timestamp, serial_no: serial };
  const listed = Object.entries(fields).map(([name, value]) => `${name}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${listed.join(',')}`;
}

/** Whether an answer is signed by one of the platform's keys. */
export function isFromWechat(publicKeys: readonly string[], headers: Headers, body: string): boolean {
  const [timestamp, nonce, signature] = ['timestamp', 'nonce', 'signature'].map((name) => headers.get(`wechatpay-${name}`));
  if (!timestamp || !nonce || !signature) return false;
  const text = `${timestamp}\n${nonce}\n${body}\n`;
  return publicKeys.some((key) => createVerify('RSA-SHA256').update(text).verify(key, signature, 'base64'));
}

export const newNonce = (): string => randomBytes(16).toString('hex').toUpperCase();
