import {
  MALFORMED,
  NOT_GENUINE,
  SUCCESS,
  orTryAgain,
  type CallbackAnswer,
  type CallbackBody,
  type CallbackRequest,
} from '../callback-answer.js';
import { cleanBody, evidenceOf } from '../clean-body.js';
import { sameText, signLifeWebhook } from '../douyin/signatures.js';
import { utf8 } from '../exact-json.js';
import { headerOf } from '../headers.js';
import { take, type ChannelDeps } from '../notice-handling.js';
import { peekText } from '../peek.js';
import { readLifeMessage } from './life-facts.js';
import { PROBE_EVENT, decodeLifeMessage, type LifeMessage } from './life-message.js';

/** A probe is answered with its own number. */
export type LifeAnswer = CallbackAnswer<CallbackBody | { readonly challenge: number | string }>;

const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/;
const CLIENT_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

interface Signed {
  readonly clientKey: string;
  readonly signature: string;
}

/**
 * A webhook of local life (抖音来客). Of a body that is not verified only `client_key` is looked at, to know whose secret verifies it.
 * Success is answered when the message is kept and applied, ignored or parked.
 */
export const receiveLifeWebhook = (deps: ChannelDeps, request: CallbackRequest): Promise<LifeAnswer> =>
  orTryAgain<CallbackBody | { readonly challenge: number | string }>(async () => {
    const signed = await signedBy(deps, request);
    if (!signed) return NOT_GENUINE;
    const clean = cleanBody(request.rawBody);
    if (!clean) return MALFORMED;
    const message = decodeLifeMessage(clean.text);
    if (message.event === PROBE_EVENT) return challengeOf(message);
    const { clientKey, signature } = signed;
    const externalId = headerOf(request.headers, 'msg-id');
    const notice = {
      channel: 'douyin-life',
      source: clientKey,
      actor: `douyin-life:${clientKey}`,
      ...(externalId !== undefined && MESSAGE_ID.test(externalId) && { externalId }),
      receivedAt: request.now,
      raw: Buffer.from(clean.text),
      sanitised: clean.changed,
      ...evidenceOf(signature, clean),
    } as const;
    await take(deps, notice, () => readLifeMessage(message, { merchants: deps.merchants, clientKey, now: request.now }));
    return SUCCESS;
  });

function challengeOf({ content }: LifeMessage): LifeAnswer {
  const challenge = content?.['challenge'];
  return typeof challenge === 'number' || typeof challenge === 'string' ? { status: 200, body: { challenge } } : MALFORMED;
}

async function signedBy({ merchants }: ChannelDeps, { headers, rawBody }: CallbackRequest): Promise<Signed | undefined> {
  const signature = headerOf(headers, 'x-douyin-signature');
  const clientKey = peekText(utf8(rawBody) ?? '', 'client_key');
  if (signature === undefined || clientKey === undefined || !CLIENT_KEY.test(clientKey)) return undefined;
  const account = await merchants.channelAccount('douyin-life', clientKey);
  const isGenuine = account?.secrets.some((secret) => sameText(signature, signLifeWebhook(secret, rawBody)));
  return isGenuine ? { clientKey, signature } : undefined;
}
