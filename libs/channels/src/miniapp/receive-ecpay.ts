import { readMiniAppSecret } from '#merchants';
import { MALFORMED, NOT_GENUINE, SUCCESS, orTryAgain, type CallbackAnswer, type CallbackRequest } from '../callback-answer.js';
import { cleanBody, evidenceOf } from '../clean-body.js';
import { sameText, signEcpayCallback } from '../douyin/signatures.js';
import { isJsonObject, parseExact, utf8 } from '../exact-json.js';
import { objectIn } from '../life/life-message.js';
import { take, type ChannelDeps } from '../notice-handling.js';
import { peekText } from '../peek.js';
import { isProbe } from '../probe.js';
import { APP_ID } from './app-facts.js';
import { readEcpayBody } from './ecpay-facts.js';

interface Signed {
  readonly appId: string;
  readonly signature: string;
}

/**
 * A callback of ecpay (担保支付). Of a body that is not verified only the signed texts and the app's id in them are looked at. The
 * platform may repeat it for a day as it was first signed, so no time window applies: a repetition adds nothing. A probe is kept nowhere.
 */
export const receiveEcpay = (deps: ChannelDeps, { rawBody, now }: CallbackRequest): Promise<CallbackAnswer> =>
  orTryAgain(async () => {
    const signed = await signedBy(deps, utf8(rawBody) ?? '');
    if (!signed) return NOT_GENUINE;
    const clean = cleanBody(rawBody);
    if (!clean) return MALFORMED;
    if (isProbeBody(clean.text)) return SUCCESS;
    const { appId, signature } = signed;
    const notice = {
      channel: 'miniapp-ecpay',
      source: appId,
      actor: `mini-app:${appId}`,
      receivedAt: now,
      raw: Buffer.from(clean.text),
      sanitised: clean.changed,
      ...evidenceOf(signature, clean),
    } as const;
    await take(deps, notice, () => readEcpayBody(clean.text, { merchants: deps.merchants, appId, now }));
    return SUCCESS;
  });

/** Said in the text that is signed. */
function isProbeBody(text: string): boolean {
  const body = parseExact(text);
  const msg = isJsonObject(body) ? objectIn(body['msg']) : undefined;
  return msg !== undefined && isProbe(msg);
}

async function signedBy({ merchants }: ChannelDeps, text: string): Promise<Signed | undefined> {
  const [timestamp, nonce, msg, signature] = ['timestamp', 'nonce', 'msg', 'msg_signature'].map((name) => peekText(text, name));
  if (timestamp === undefined || nonce === undefined || msg === undefined || signature === undefined) return undefined;
  const appId = peekText(msg, 'appid') ?? peekText(msg, 'app_id');
  if (appId === undefined || !APP_ID.test(appId)) return undefined;
  const account = await merchants.channelAccount('mini-app', appId);
  const tokens = account?.secrets.flatMap((secret) => readMiniAppSecret(secret)?.token ?? []) ?? [];
  const isGenuine = tokens.some((token) => sameText(signature, signEcpayCallback(token, { timestamp, nonce, msg })));
  return isGenuine ? { appId, signature } : undefined;
}
