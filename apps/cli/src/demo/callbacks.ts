import { createHash, createSign } from 'node:crypto';
import { keyPairOf } from './key-pairs.js';
import { DemoFailure, type Ledger } from './ledger.js';
import type { Callback } from './story/callbacks.js';
import type { Cast, DemoAcquirer } from './story/cast.js';
import { unixSeconds } from './story/moments.js';

/** A callback as it goes out. Signed as its sender does it, so that nothing of the channels proves itself. */
export interface SignedCallback {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const platformKeyOf = ({ tale }: Cast): ReturnType<typeof keyPairOf> => keyPairOf(`${tale} platform`);
export const lakalaKeyOf = ({ tale }: Cast): ReturnType<typeof keyPairOf> => keyPairOf(`${tale} lakala`);

/** Answers the number of messages taken. */
export async function callBack(ledger: Ledger, cast: Cast, callback: Callback): Promise<number> {
  const { path, body } = signed(cast, callback, Date.now());
  const headers = (): SignedCallback['headers'] => signed(cast, callback, Date.now()).headers;
  const { text } = await ledger.call({ method: 'POST', path, body, headers });
  if (!isAnswered(callback, text)) throw new DemoFailure(`a callback by ${callback.by} was answered ${text.slice(0, 300)}`);
  return 1;
}

/** Whether an answer says all that its sender waits for. */
export const isAnswered = ({ answer }: Callback, text: string): boolean =>
  typeof answer === 'string' ? text === answer : says(JSON.parse(text), answer);

const says = (answer: unknown, wanted: unknown): boolean =>
  isObject(answer) && isObject(wanted)
    ? Object.entries(wanted).every(([name, value]) => says(answer[name], value))
    : answer === wanted;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const JSON_TYPE = { 'content-type': 'application/json' } as const;
const NONCE = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6';

/** The signatures of 拉卡拉 and of the trade system cover the time that they are made at, and each needs it anew. */
export function signed(cast: Cast, callback: Callback, nowMs: number): SignedCallback {
  switch (callback.by) {
    case 'life':
      return lifeWebhook(cast, callback);
    case 'ecpay':
      return ecpay(cast, callback);
    case 'trade':
      return trade(cast, callback, nowMs);
    case 'shouqianba':
    case 'lakala':
    case 'allinpay': {
      const path = `/v1/channels/acquirers/${callback.by}`;
      return { path, ...NOTICES[callback.by](cast, callback.fields, nowMs) };
    }
  }
}

type By<B extends Callback['by']> = Extract<Callback, { readonly by: B }>;

function lifeWebhook({ life }: Cast, { messageId, body }: By<'life'>): SignedCallback {
  const signature = createHash('sha1').update(`${life.clientSecret}${body}`).digest('hex');
  const headers = { ...JSON_TYPE, 'msg-id': messageId, 'x-douyin-signature': signature };
  return { path: '/v1/channels/douyin/life', headers, body };
}

function ecpay({ miniApp }: Cast, { kind, msg, signedAt }: By<'ecpay'>): SignedCallback {
  const [timestamp, nonce] = [String(unixSeconds(signedAt)), '5820'];
  const text = [miniApp.token, timestamp, nonce, msg].sort().join('');
  const msg_signature = createHash('sha1').update(text).digest('hex');
  const body = JSON.stringify({ timestamp, nonce, msg, type: kind, msg_signature });
  return { path: '/v1/channels/miniapp/ecpay', headers: JSON_TYPE, body };
}

function trade(cast: Cast, { body }: By<'trade'>, nowMs: number): SignedCallback {
  const timestamp = String(unixSeconds(nowMs));
  const signature = createSign('RSA-SHA256').update(`${timestamp}\n${NONCE}\n${body}\n`);
  const headers = {
    ...JSON_TYPE,
    'byte-timestamp': timestamp,
    'byte-nonce-str': NONCE,
    'byte-signature': signature.sign(platformKeyOf(cast).privateKey, 'base64'),
  };
  return { path: '/v1/channels/miniapp/trade', headers, body };
}

type Notice = (cast: Cast, fields: Readonly<Record<string, string>>, nowMs: number) => Omit<SignedCallback, 'path'>;

const NOTICES: Readonly<Record<DemoAcquirer, Notice>> = {
  shouqianba: ({ accounts: { shouqianba } }, fields) => {
    const body = JSON.stringify(fields);
    const sign = createHash('md5').update(`${body}${shouqianba.secret}`).digest('hex');
    return { body, headers: { ...JSON_TYPE, authorization: `${shouqianba.accountId} ${sign}` } };
  },
  lakala: (cast, fields, nowMs) => {
    const body = JSON.stringify(fields);
    const [appId, serial, timestamp] = [cast.accounts.lakala.accountId, '00dfba8194c41b84cf', String(unixSeconds(nowMs))];
    const text = [appId, serial, timestamp, NONCE, body].map((line) => `${line}\n`).join('');
    const signature = createSign('RSA-SHA256').update(text).sign(lakalaKeyOf(cast).privateKey, 'base64');
    const parts = { appid: appId, nonce_str: NONCE, timestamp, serial_no: serial, signature };
    const said = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
    return { body, headers: { ...JSON_TYPE, authorization: `LKLAPI-SHA256withRSA ${said.join(',')}` } };
  },
  allinpay: ({ accounts: { allinpay } }, fields) => {
    const said = Object.entries({ ...fields, key: allinpay.secret });
    const text = said
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const sign = createHash('md5').update(text).digest('hex').toUpperCase();
    const body = new URLSearchParams({ ...fields, sign }).toString();
    return { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  },
};
