import { alipayFunds, alipayTrades } from './alipay.js';
import { allinpay } from './allinpay.js';
import { bankStatement } from './bank.js';
import type { ChannelRow } from './channel-row.js';
import { mappedTrades } from './mapped.js';
import type { Payout } from './payouts.js';
import type { StatementFile } from './statement-file.js';
import { unionpay } from './unionpay.js';
import { wechatFunds, wechatTrades } from './wechat.js';

/** All that channels and the bank say. */
export interface Printed {
  readonly rows: readonly ChannelRow[];
  /** As the channels sent them, and as the bank saw them. */
  readonly payouts: readonly Payout[];
  readonly credits: readonly Payout[];
  readonly bankAccount: string;
}

interface OfNumber {
  readonly channel: string;
  readonly merchantNo: string;
  readonly rows: readonly ChannelRow[];
  readonly payouts: readonly Payout[];
}

/** The files of the next day, one a channel and book; one archive holds a file a day where the channel makes one a day. */
export function filesOf({ rows, payouts, credits, bankAccount }: Printed): StatementFile[] {
  const numbers = Map.groupBy(rows, ({ channel, merchantNo }) => `${channel}/${merchantNo}`);
  const files = [...numbers.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { channel, merchantNo } = first;
    const paidOut = payouts.filter((each) => each.channel === channel && each.merchantNo === merchantNo);
    return filesOfNumber({ channel, merchantNo, rows: own, payouts: paidOut });
  });
  return [...files, bankStatement(bankAccount, credits)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesOfNumber({ channel, merchantNo, rows, payouts }: OfNumber): StatementFile[] {
  switch (channel) {
    case 'wechat':
      return [wechatTrades(merchantNo, rows), wechatFunds(merchantNo, rows, payouts)];
    case 'alipay':
      return [alipayTrades(merchantNo, rows), alipayFunds(merchantNo, rows, payouts)];
    case 'unionpay':
      return [unionpay(merchantNo, rows)];
    case 'allinpay':
      return [allinpay(merchantNo, rows)];
    default:
      return [mappedTrades(channel, merchantNo, rows)];
  }
}
