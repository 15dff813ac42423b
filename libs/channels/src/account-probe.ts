import { readMiniAppSecret, type ChannelAccountKind } from '#merchants';
import { ACQUIRERS, type SignedMessage } from './acquirers/adapter.js';
import { ADAPTERS } from './acquirers/adapters.js';
import { signEcpayCallback, signLifeWebhook } from './douyin/signatures.js';
import { PROBE_EVENT } from './life/life-message.js';
import { PROBE_MESSAGE } from './probe.js';

/** A message that an account's party could have sent, and by which of its doors it comes in. */
export interface AccountProbe extends SignedMessage {
  readonly door: 'life' | 'ecpay' | 'shouqianba' | 'lakala' | 'allinpay';
}

export interface ProbedAccount {
  readonly kind: ChannelAccountKind;
  readonly accountId: string;
  /** As it is sealed: of a mini-app token and salt. */
  readonly secret: string;
}

/**
 * A message that is signed with the secret of an account as its party signs, for the ledger to try its own door: verified like
 * any, kept nowhere. Undefined where the party sends nothing here, or signs with a key that only it has.
 */
export function accountProbe({ kind, accountId, secret }: ProbedAccount, nowS: number): AccountProbe | undefined {
  if (kind === 'douyin-life') return { door: 'life', ...lifeProbe(accountId, secret) };
  if (kind === 'mini-app') return ecpayProbe(accountId, secret, nowS);
  const acquirer = ACQUIRERS.find((one) => one === kind);
  const message = acquirer && ADAPTERS[acquirer].probe?.(accountId, secret);
  return message && { door: acquirer, ...message };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The platform's own question whether we are there. */
function lifeProbe(clientKey: string, secret: string): SignedMessage {
  const body = JSON.stringify({ event: PROBE_EVENT, client_key: clientKey, content: { challenge: 1 } });
  return { headers: { ...JSON_TYPE, 'x-douyin-signature': signLifeWebhook(secret, Buffer.from(body)) }, body };
}

function ecpayProbe(appId: string, secret: string, nowS: number): AccountProbe | undefined {
  const token = readMiniAppSecret(secret)?.token;
  if (token === undefined) return undefined;
  const signed = { timestamp: String(nowS), nonce: 'probe', msg: JSON.stringify({ appid: appId, ...PROBE_MESSAGE }) };
  return {
    door: 'ecpay',
    headers: JSON_TYPE,
    body: JSON.stringify({ ...signed, msg_signature: signEcpayCallback(token, signed) }),
  };
}
