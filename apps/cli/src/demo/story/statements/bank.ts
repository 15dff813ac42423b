import { dateText } from '../moments.js';
import type { Payout } from './payouts.js';
import { mappedFile, mappingOf } from './mapped.js';
import { withBalance } from './running-balance.js';
import type { StatementFile } from './statement-file.js';
import { timeOfDay, yuan } from './text.js';

/** Who pays, as the bank words it. */
const WORDED: Readonly<Record<string, string>> = {
  unionpay: '银联商户资金清算',
  lakala: '拉卡拉商户结算款',
  jdpay: '京东支付结算款',
  wechat: '微信支付提现',
  alipay: '支付宝提现',
  douyin: '抖音电商货款提现',
  'douyin-life': '抖音生活服务货款提现',
};

/** The account that all payouts go to: a line for each, with the balance after it. */
export function bankStatement(account: string, payouts: readonly Payout[]): StatementFile {
  const lines = withBalance(payouts.map((payout) => ({ ...payout, signed: payout.net })));
  return mappedFile(
    mappingOf('bank'),
    account,
    lines.map(({ at, channel, signed, reference, serial, balance }) => ({
      账户简称: account,
      交易日期: dateText(at),
      交易时间: timeOfDay(at),
      交易流水号: `B${dateText(at).replaceAll('-', '')}${String(serial).padStart(4, '0')}`,
      ...(signed < 0 ? { 借方发生额: yuan(-signed) } : { 贷方发生额: yuan(signed) }),
      账户余额: yuan(balance),
      摘要: WORDED[channel] ?? channel,
      附言: reference,
    })),
  );
}
