import {
  MALFORMED,
  NOT_GENUINE,
  SUCCESS,
  TOO_OLD,
  orTryAgain,
  type CallbackAnswer,
  type CallbackBody,
  type CallbackRequest,
} from '../callback-answer.js';
import { cleanBody, evidenceOf } from '../clean-body.js';
import { isGenuineTradeCallback } from '../douyin/signatures.js';
import { utf8 } from '../exact-json.js';
import { Fields } from '../fields.js';
import { headerOf } from '../headers.js';
import { digestOf, noticeId } from '../inbox/notice.js';
import { take, type ChannelDeps } from '../notice-handling.js';
import { peekText } from '../peek.js';
import { APP_ID, refundIdIn } from './app-facts.js';
import { MINI_APP_SETTINGS, type MiniAppSettings } from './settings.js';
import { decodeTradeBody, readTradeBody } from './trade-facts.js';

/** What the platform is told of a request for a refund. */
interface RefundData {
  /** Our number of it: the platform's own. */
  readonly out_refund_no: string;
  /** Page of the mini-app that shows it. */
  readonly order_entry_schema: { readonly path: string; readonly params: string };
}

export type TradeAnswer = CallbackAnswer<CallbackBody & { readonly data?: RefundData }>;

const REFUSED: CallbackAnswer = { status: 200, body: { err_no: 40301, err_tips: '商家未接受退款申请' } };
const NO_REFUND_ID: CallbackAnswer = { status: 200, body: { err_no: 40041, err_tips: '缺少 refund_id' } };
const CHANNEL = 'miniapp-trade';

interface Signed {
  readonly appId: string;
  readonly signature: string;
  /** Unix seconds that the signature covers. */
  readonly timestamp: number;
}

/**
 * A callback of the general trade system (通用交易系统). Of a body that is not verified only the app's id is looked at. Too old a
 * signature is refused, unless the message is known: then it is answered as before and adds nothing.
 */
export const receiveTrade = (deps: ChannelDeps, request: CallbackRequest): Promise<TradeAnswer> =>
  orTryAgain(async (): Promise<TradeAnswer> => {
    const { rawBody, now } = request;
    const { miniApps: settings = MINI_APP_SETTINGS } = deps;
    const signed = await signedBy(deps, request);
    if (!signed) return NOT_GENUINE;
    const clean = cleanBody(rawBody);
    if (!clean) return MALFORMED;
    const { appId, signature, timestamp } = signed;
    const raw = Buffer.from(clean.text);
    const isOld = settings.windowMs > 0 && Math.abs(Date.parse(now) - timestamp * 1000) > settings.windowMs;
    if (isOld && !(await deps.inbox.show(noticeId(CHANNEL, appId, digestOf(raw))))) return TOO_OLD;
    const notice = {
      channel: CHANNEL,
      source: appId,
      actor: `mini-app:${appId}`,
      receivedAt: now,
      raw,
      sanitised: clean.changed,
      ...evidenceOf(signature, clean),
    } as const;
    await take(deps, notice, () => readTradeBody(clean.text, { merchants: deps.merchants, appId, now }));
    return answerTo(clean.text, settings);
  });

function answerTo(text: string, { refundRequests, refundPage: path }: MiniAppSettings): TradeAnswer {
  const { type, msg } = decodeTradeBody(text);
  if (type !== 'pre_create_refund') return SUCCESS;
  if (refundRequests === 'refuse') return REFUSED;
  const fields = new Fields(msg ?? {});
  const refundId = refundIdIn(fields, 'refund_id');
  if (fields.wrong.length > 0) return NO_REFUND_ID;
  const data = { out_refund_no: refundId, order_entry_schema: { path, params: JSON.stringify({ refundId }) } };
  return { status: 200, body: { ...SUCCESS.body, data } };
}

async function signedBy({ merchants }: ChannelDeps, { headers, rawBody }: CallbackRequest): Promise<Signed | undefined> {
  const [timestamp, nonce, signature] = ['timestamp', 'nonce-str', 'signature'].map((name) =>
    headerOf(headers, `byte-${name}`),
  );
  if (timestamp === undefined || nonce === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp))
    return undefined;
  const msg = peekText(utf8(rawBody) ?? '', 'msg') ?? '';
  const appId = peekText(msg, 'app_id') ?? peekText(msg, 'appid');
  if (appId === undefined || !APP_ID.test(appId)) return undefined;
  const account = await merchants.channelAccount('mini-app', appId);
  const callback = { timestamp, nonce, signature, rawBody };
  const isGenuine = account?.publicKeys.some((key) => isGenuineTradeCallback(callback, key));
  return isGenuine ? { appId, signature, timestamp: Number(timestamp) } : undefined;
}
