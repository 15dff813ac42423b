import type { Format, Preview } from '../reading/format.js';
import { alipayFunds } from './alipay-funds.js';
import { alipayTrades } from './alipay-trades.js';
import { allinpayCashier } from './allinpay-cashier.js';
import { allinpayCloud } from './allinpay-cloud.js';
import { douyinAccount } from './douyin-account.js';
import { douyinJson } from './douyin-json.js';
import { douyinSettle } from './douyin-settle.js';
import { leshua } from './leshua.js';
import { unionpay } from './unionpay.js';
import { wechatFunds } from './wechat-funds.js';
import { wechatTrades } from './wechat-trades.js';

/** A new format is one line here. */
export const KNOWN_FORMATS: readonly Format[] = [
  wechatTrades,
  wechatFunds,
  alipayTrades,
  alipayFunds,
  douyinSettle,
  douyinAccount,
  ...douyinJson,
  unionpay,
  allinpayCashier,
  allinpayCloud,
  leshua,
];

/** Alipay puts a summary beside the details: `#支付宝业务汇总查询`, `#---…业务汇总列表---`. Its sums are in the trailer of the details too. */
export const isSummary = ({ lines }: Preview): boolean =>
  lines.some(({ text }) => text.startsWith('#') && text.includes('汇总')) && lines[0]?.text.startsWith('#') === true;
