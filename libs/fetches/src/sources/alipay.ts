import { createSign } from 'node:crypto';
import { isJsonObject, platformTime, type JsonObject, type Time } from '#channels';
import { instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import type { WantedBill } from '../store/fetch-store.js';
import { objectIn, textOf } from './answers.js';
import { withFreshLink, type Downloads } from './download.js';
import type { GatewayCall } from './gateway-call.js';
import { FetchRefusal, shownCode, type BillSource, type Found } from './source.js';

export const ALIPAY_GATEWAY = 'https://openapi.alipay.com';

const PATH = '/gateway.do';
const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
const HOSTS = ['alipay.com', 'alipayobjects.com'];
const SUCCESS = '10000';
/** Says that there is no bill, or none yet. Both spellings are about. */
const NO_BILL: readonly string[] = ['isp.bill_not_exist', 'BILL_NOT_EXIST'];

export interface AlipayParts {
  readonly call: GatewayCall;
  readonly downloads: Downloads;
  readonly merchants: Pick<MerchantDirectory, 'callKey'>;
  readonly time: Time;
  readonly hosts: readonly string[];
}

/** All parameters that are not empty but the signature, `name=value`, sorted by name and joined by `&`. */
export const alipayText = (parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters)
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** RSA2: SHA256withRSA over the sorted parameters. */
export const signAlipay = (privateKey: string, parameters: Readonly<Record<string, string>>): string =>
  createSign('RSA-SHA256').update(alipayText(parameters)).sign(privateKey, 'base64');

/** A bill of a day: `trade` (业务明细) or `signcustomer` (账务明细). Its link lives for 30 seconds, so it is used at once. */
export const alipayBills =
  (parts: AlipayParts, billType: 'trade' | 'signcustomer'): BillSource =>
  (bill, signal) =>
    withFreshLink(async (): Promise<Found> => {
      const { call, downloads, hosts } = parts;
      const query = new URLSearchParams(await signedParameters(parts, bill, billType)).toString();
      const { body } = await call.ask(`${PATH}?${query}`, { method: 'GET' }, signal);
      const answer = objectIn(body)[`${METHOD.replaceAll('.', '_')}_response`];
      if (!isJsonObject(answer)) throw new FetchRefusal('ANSWER_UNREADABLE');
      if (answer['code'] !== SUCCESS) return refusedAs(answer);
      const rules = { gateway: call.baseUrl, hosts: [...HOSTS, ...hosts] };
      const link = textOf(answer['bill_download_url']);
      return { status: 'file', file: await downloads.fetch({ link }, rules, signal) };
    });

async function signedParameters({ merchants, time }: AlipayParts, { account, day }: WantedBill, billType: string) {
  const { privateKey, appId } = await merchants.callKey('alipay', account);
  if (privateKey === undefined || appId === undefined) throw new FetchRefusal('CALL_KEY_MISSING');
  const parameters = {
    app_id: appId,
    method: METHOD,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: platformTime(instant(time.nowMs())),
    version: '1.0',
    biz_content: JSON.stringify({ bill_type: billType, bill_date: day }),
  };
  return { ...parameters, sign: signAlipay(privateKey, parameters) };
}

function refusedAs({ sub_code: subCode, code }: JsonObject): Found {
  if (NO_BILL.includes(textOf(subCode))) return { status: 'empty' };
  throw new FetchRefusal(shownCode(textOf(subCode) || code));
}
