import { Lanes } from '#event-log';
import type { Instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import { isOutage } from '#postgres';
import { Fields } from '../fields.js';
import { headerOf, type Headers } from '../headers.js';
import { take, type ChannelDeps, type Taking } from '../notice-handling.js';
import { withoutPersons } from '../persons.js';
import type { NoticeReading } from '../notice-reading.js';
import { decodePushMessage, PROBE_TAG, splitPush, type PushMessage, type SplitPush } from './push-message.js';
import { readPushMessage } from './push-reading.js';
import { DOUYIN_PERSONS } from './persons.js';
import { PUSH_SIGNATURES, sameText } from './signatures.js';

export interface PushRequest {
  readonly headers: Headers;
  /** The body to the byte as it came: the signature covers it. */
  readonly rawBody: Buffer;
  readonly now: Instant;
}

/** The platform's own form of an answer. Anything but code 0 makes it send the push again. */
export interface PushAnswer {
  readonly status: 200 | 400 | 401 | 503;
  readonly body: { readonly code: number } & ({ readonly msg: string } | { readonly message: string });
}

const SUCCESS: PushAnswer = { status: 200, body: { code: 0, msg: 'success' } };
const MALFORMED: PushAnswer = { status: 400, body: { code: 40041, message: '解析推送数据失败' } };
const NOT_GENUINE: PushAnswer = { status: 401, body: { code: 40101, message: '验签失败' } };
const TRY_AGAIN: PushAnswer = { status: 503, body: { code: 50301, message: '暂时不可用，请重试' } };

const APP_KEY = /^[A-Za-z0-9]{1,64}$/;

type AnonymousPush = SplitPush & Pick<Taking, 'personsSealed'>;

interface Signed {
  readonly appKey: string;
  readonly signature: string;
}

/**
 * A shop push (抖店消息推送). Nothing is parsed before the signature is verified, and success is answered only when every
 * message of it is kept and applied, ignored or parked.
 */
export async function receiveDouyinPush(deps: ChannelDeps, request: PushRequest): Promise<PushAnswer> {
  try {
    const signed = await signedBy(deps.merchants, request);
    if (!signed) return NOT_GENUINE;
    const push = splitPush(request.rawBody);
    if (!push) return MALFORMED;
    await takeAll(deps, await anonymous(deps, push), { ...signed, now: request.now });
    return SUCCESS;
  } catch (error) {
    if (isOutage(error)) return TRY_AGAIN;
    throw error;
  }
}

/** Persons are sealed in the whole body, which is kept as evidence. */
async function anonymous({ persons }: ChannelDeps, push: SplitPush): Promise<AnonymousPush> {
  const { text, changed } = await withoutPersons(push.body, DOUYIN_PERSONS, persons);
  const split = changed ? splitPush(Buffer.from(text)) : undefined;
  return split ? { ...split, sanitised: push.sanitised, personsSealed: true } : push;
}

/** One notice a message, so that each is parked and replayed alone; those of one order go in the order they came. */
async function takeAll(
  deps: ChannelDeps,
  push: AnonymousPush,
  { appKey, signature, now }: Signed & { now: Instant },
): Promise<void> {
  const [only = ''] = push.messages;
  const isBracketed = push.body.length === only.length + 2;
  const evidence = isBracketed ? { signature } : { signature, body: Buffer.from(push.body) };
  const lanes = new Lanes();
  const takings = push.messages.flatMap((text, index) => {
    const message = decodePushMessage(text);
    if (message.tag === PROBE_TAG) return [];
    const notice: Taking = {
      channel: 'douyin-push',
      source: appKey,
      actor: `douyin:${appKey}`,
      ...(message.messageId !== undefined && { externalId: message.messageId }),
      receivedAt: now,
      raw: Buffer.from(text),
      sanitised: push.sanitised,
      personsSealed: push.personsSealed ?? false,
      evidence,
    };
    const read = (): Promise<NoticeReading> => readPushMessage(message, { merchants: deps.merchants, appKey, now });
    return [lanes.run(orderOf(message) ?? String(index), () => take(deps, notice, read))];
  });
  const failed = (await Promise.allSettled(takings)).find((taking) => taking.status === 'rejected');
  if (failed) throw failed.reason;
}

const orderOf = ({ data }: PushMessage): string | undefined => (data ? new Fields(data).digitsIfAny('p_id') : undefined);

async function signedBy(merchants: MerchantDirectory, { headers, rawBody }: PushRequest): Promise<Signed | undefined> {
  const appKey = headerOf(headers, 'app-id');
  if (appKey === undefined || !APP_KEY.test(appKey)) return undefined;
  const app = await merchants.douyinApp(appKey);
  if (!app) return undefined;
  for (const { header, sign } of PUSH_SIGNATURES) {
    const signature = headerOf(headers, header);
    if (signature === undefined) continue;
    const isGenuine = app.secrets.some((appSecret) => sameText(signature, sign({ appKey, appSecret }, rawBody)));
    return isGenuine ? { appKey, signature } : undefined;
  }
  return undefined;
}
