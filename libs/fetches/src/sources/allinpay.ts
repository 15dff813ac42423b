import { createSign } from 'node:crypto';
import { allinpayText, signAllinpayFields, type JsonObject } from '#channels';
import type { MerchantDirectory } from '#merchants';
import type { WantedBill } from '../store/fetch-store.js';
import { objectIn, textOf } from './answers.js';
import { withFreshLink, type Downloads } from './download.js';
import type { GatewayCall } from './gateway-call.js';
import { FetchRefusal, shownCode, type BillSource, type Found } from './source.js';
import { newNonce } from './wechat-signature.js';

export const ALLINPAY_GATEWAY = 'https://cus.allinpay.com';

const PATH = '/cusapi/trxfile/get';
const HOSTS = ['allinpay.com'];
/** Words by which it is said that there is no file: UNVERIFIED. Whatever else is refused is shown. */
const NO_FILE = /不存在|无交易|没有交易|无数据/;

export interface AllinpayParts {
  readonly call: GatewayCall;
  readonly downloads: Downloads;
  readonly merchants: Pick<MerchantDirectory, 'channelAccount' | 'callKey'>;
  readonly hosts: readonly string[];
}

/** Statement of 收银宝. The account is the `cusid`; its link lives for two minutes, so it is used at once. */
export const allinpayTrades =
  ({ call, downloads, merchants, hosts }: AllinpayParts): BillSource =>
  (bill, signal) =>
    withFreshLink(async (): Promise<Found> => {
      const query = new URLSearchParams(await signedFields(merchants, bill)).toString();
      const { body } = await call.ask(`${PATH}?${query}`, { method: 'GET' }, signal);
      const answer = objectIn(body);
      if (answer['retcode'] !== 'SUCCESS') return refusedAs(answer);
      const rules = { gateway: call.baseUrl, hosts: [...HOSTS, ...hosts] };
      return { status: 'file', file: await downloads.fetch({ link: textOf(answer['url']) }, rules, signal) };
    });

/** By our private key, where one was given, else by the key that both sides share. */
async function signedFields(
  merchants: AllinpayParts['merchants'],
  { account, day }: WantedBill,
): Promise<Readonly<Record<string, string>>> {
  const { privateKey, appId } = await merchants.callKey('allinpay', account);
  if (appId === undefined) throw new FetchRefusal('CALL_KEY_MISSING');
  const asked = { cusid: account, appid: appId, date: day.replaceAll('-', ''), randomstr: newNonce() };
  if (privateKey !== undefined) {
    const fields = { ...asked, signtype: 'RSA' };
    return { ...fields, sign: createSign('RSA-SHA1').update(allinpayText(fields)).sign(privateKey, 'base64') };
  }
  const [secret] = (await merchants.channelAccount('allinpay', account))?.secrets ?? [];
  if (secret === undefined) throw new FetchRefusal('CALL_KEY_MISSING');
  return { ...asked, sign: signAllinpayFields(secret, asked) };
}

function refusedAs({ retcode, retmsg }: JsonObject): Found {
  if (NO_FILE.test(textOf(retmsg))) return { status: 'empty' };
  throw new FetchRefusal(shownCode(retcode));
}
