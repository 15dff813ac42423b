import type { DouyinGateway, PullSetting, Time } from '#channels';
import type { MerchantDirectory } from '#merchants';
import type { BillKind } from '../domain/bills.data.js';
import { alipayBills } from './alipay.js';
import { allinpayTrades } from './allinpay.js';
import { DOUYIN_FILES, douyinFiles } from './douyin.js';
import { Downloads, type Spooling } from './download.js';
import { GatewayCall } from './gateway-call.js';
import { LifeLedger, type TakeLifeRows } from './life.js';
import type { BillSource } from './source.js';
import { wechatBills } from './wechat.js';

/** Addresses of the gateways, without a slash at their ends. */
export interface GatewayUrls {
  readonly wechat: string;
  readonly alipay: string;
  readonly allinpay: string;
  readonly life: string;
  readonly douyin: string;
}

export interface SourceParts {
  readonly urls: GatewayUrls;
  /** Hosts that links to files may lead to beside those that ship. */
  readonly hosts: readonly string[];
  readonly merchants: MerchantDirectory;
  readonly douyin: DouyinGateway;
  readonly pullOf: (shopId: string) => Promise<PullSetting | undefined>;
  readonly spool: Spooling;
  readonly takeLifeRows: TakeLifeRows;
  readonly time: Time;
  /** How long one download may take; as it ships unless said. */
  readonly fileWithinMs?: number;
}

/** Where each kind of bill comes from. */
export function sourcesOf(parts: SourceParts): Readonly<Record<BillKind, BillSource>> {
  const { urls, time } = parts;
  const downloads = new Downloads(parts.spool, parts.fileWithinMs);
  const shared = { ...parts, downloads };
  const wechat = { ...shared, call: new GatewayCall(urls.wechat, time) };
  const alipay = { ...shared, call: new GatewayCall(urls.alipay, time) };
  const allinpay = { ...shared, call: new GatewayCall(urls.allinpay, time) };
  const douyin = { ...shared, gateway: parts.douyin, gatewayUrl: urls.douyin };
  const life = new LifeLedger({ ...parts, call: new GatewayCall(urls.life, time), takeRows: parts.takeLifeRows });
  return {
    'wechat-trades': wechatBills(wechat, 'tradebill'),
    'wechat-funds': wechatBills(wechat, 'fundflowbill'),
    'alipay-trades': alipayBills(alipay, 'trade'),
    'alipay-funds': alipayBills(alipay, 'signcustomer'),
    'allinpay-trades': allinpayTrades(allinpay),
    'douyin-settle': douyinFiles(douyin, DOUYIN_FILES.settle),
    'douyin-account': douyinFiles(douyin, DOUYIN_FILES.account),
    'life-ledger': life.fetch,
  };
}
