import type { JsonObject, Time } from '#channels';
import type { MerchantDirectory } from '#merchants';
import type { WantedBill } from '../store/fetch-store.js';
import { objectIn, textOf } from './answers.js';
import { withFreshLink, type Downloads } from './download.js';
import type { GatewayCall, GatewayReply } from './gateway-call.js';
import { FetchRefusal, shownCode, type BillSource, type Found } from './source.js';
import { isFromWechat, newNonce, wechatAuthorization, type WechatCaller } from './wechat-signature.js';

export const WECHAT_GATEWAY = 'https://api.mch.weixin.qq.com';

/** `NO_STATEMENT_EXIST`: no trade, or no movement, that day. Both names are UNVERIFIED. */
const NO_BILL = 'NO_STATEMENT_EXIST';
const IN_THE_MAKING = 'STATEMENT_CREATING';
const HOSTS = ['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com', 'api2.wechatpay.cn'];

export interface WechatParts {
  readonly call: GatewayCall;
  readonly downloads: Downloads;
  readonly merchants: Pick<MerchantDirectory, 'channelAccount' | 'callKey'>;
  readonly time: Time;
  /** Hosts of downloads beside those that ship. */
  readonly hosts: readonly string[];
}

type WechatBill = 'tradebill' | 'fundflowbill';

const PARAMETERS: Readonly<Record<WechatBill, string>> = { tradebill: 'bill_type=ALL', fundflowbill: 'account_type=BASIC' };

/** Asks for the bill of a day: a link and the SHA-1 of what it leads to. The download is signed by us, and by nobody else. */
export const wechatBills =
  (parts: WechatParts, kind: WechatBill): BillSource =>
  async (bill, signal) => {
    const caller = await callerOf(parts, bill);
    return withFreshLink(() => fetchOnce(parts, { bill, kind, caller }, signal));
  };

interface Asked {
  readonly bill: WantedBill;
  readonly kind: WechatBill;
  readonly caller: WechatCaller;
}

async function callerOf({ merchants }: WechatParts, { account }: WantedBill): Promise<WechatCaller> {
  const { privateKey, serial } = await merchants.callKey('wechat', account);
  if (privateKey === undefined || serial === undefined) throw new FetchRefusal('CALL_KEY_MISSING');
  return { mchid: account, privateKey, serial };
}

async function fetchOnce(parts: WechatParts, { bill, kind, caller }: Asked, signal: AbortSignal): Promise<Found> {
  const { call, downloads, time, hosts } = parts;
  const target = `/v3/bill/${kind}?bill_date=${bill.day}&${PARAMETERS[kind]}`;
  const authorization = signed(time, caller, target);
  const reply = await call.ask(target, { method: 'GET', headers: { authorization, accept: 'application/json' } }, signal);
  const answer = objectIn(reply.body);
  if (reply.status !== 200) return refusedAs(answer);
  await assertGenuine(parts, bill, reply);
  const { link, sha1 } = linkIn(answer);
  const rules = { gateway: call.baseUrl, hosts: [...HOSTS, ...hosts] };
  const { pathname, search } = new URL(link);
  const headers = { authorization: signed(time, caller, pathname + search) };
  return { status: 'file', file: await downloads.fetch({ link, headers, sha1 }, rules, signal) };
}

const signed = (time: Time, caller: WechatCaller, target: string): string =>
  wechatAuthorization(caller, {
    method: 'GET',
    target,
    timestamp: String(Math.floor(time.nowMs() / 1_000)),
    nonce: newNonce(),
    body: '',
  });

function refusedAs({ code }: JsonObject): Found {
  if (code === NO_BILL) return { status: 'empty' };
  if (code === IN_THE_MAKING) return { status: 'absent', code: IN_THE_MAKING };
  throw new FetchRefusal(shownCode(code));
}

/** Where the platform's keys are known, only they tell what the bill hashes to. */
async function assertGenuine({ merchants }: WechatParts, { account }: WantedBill, reply: GatewayReply): Promise<void> {
  const { publicKeys = [] } = (await merchants.channelAccount('wechat', account)) ?? {};
  if (publicKeys.length > 0 && !isFromWechat(publicKeys, reply.headers, reply.body.toString('utf8')))
    throw new FetchRefusal('ANSWER_NOT_GENUINE');
}

function linkIn(answer: JsonObject): { readonly link: string; readonly sha1: string } {
  const [type, sha1, link] = ['hash_type', 'hash_value', 'download_url'].map((name) => textOf(answer[name]));
  if (type !== 'SHA1' || !sha1 || !link || !URL.canParse(link)) throw new FetchRefusal('ANSWER_UNREADABLE');
  return { link, sha1 };
}
