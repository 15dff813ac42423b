import { localDate } from '#kernel';
import type { StatementRefs } from '../row.js';
import { told, type Cells } from '../reading/cells.js';
import { fault, type Content, type Line } from '../reading/format.js';
import { splitTicked } from '../reading/splitting.js';
import { rowUnlessWrong, tableFormat, type TableReading } from '../reading/table.js';
import { WechatSummary } from './wechat-summary.js';

/** A line of the summary, and the column that it sums. */
const SUMS: Readonly<Record<string, string>> = {
  应结订单总金额: '应结订单金额',
  总交易额: '应结订单金额',
  退款总金额: '退款金额',
  总退款金额: '退款金额',
  充值券退款总金额: '充值券退款金额',
  总代金券或立减优惠退款金额: '充值券退款金额',
  手续费总金额: '手续费',
  订单总金额: '订单金额',
  申请退款总金额: '申请退款金额',
};
const ROWS = '总交易单数';

/**
 * Trade bill of WeChat Pay: ALL, SUCCESS, REFUND, and what merchants get who never moved from the legacy layout. 元, a backtick before each
 * value. The amount is what is settled to the merchant (应结订单金额): coupons that WeChat does not pay out are not in it.
 */
export const wechatTrades = tableFormat({
  name: 'wechat-trades',
  required: ['交易时间', '商户号', '微信订单号', '商户订单号', '交易状态', '应结订单金额', '手续费'],
  aliases: {
    总金额: '应结订单金额',
    子商户号: '特约商户号',
    代金券或立减优惠退款金额: '充值券退款金额',
  },
  moments: ['交易时间'],
  framing: 'lines',
  payer: '用户标识',
  absent: /^$/,
  split: splitTicked,
  begin: ({ columns }) => new WechatTrades(Object.entries(SUMS).filter(([, column]) => columns.has(column))),
});

class WechatTrades implements TableReading {
  private readonly summary = new WechatSummary(ROWS);

  constructor(private readonly sums: readonly (readonly [string, string])[]) {}

  head = () => ({ format: 'wechat-trades', channel: 'wechat' });

  aside(line: Line): boolean {
    return this.summary.isPartOfIt(line);
  }

  row(cells: Cells): Content {
    this.count(cells);
    switch (cells.raw('交易状态')) {
      case 'SUCCESS':
        return this.payment(cells);
      case 'REFUND':
        return this.back(cells, 'refund');
      case 'REVOKED':
        return this.back(cells, 'reversal');
      default:
        return fault('ROW_KIND_UNKNOWN', '交易状态 is none of SUCCESS, REFUND, REVOKED');
    }
  }

  end = () => this.summary.findings();

  private count(cells: Cells): void {
    this.summary.totals.count(ROWS, 1);
    for (const [total, column] of this.sums) this.summary.totals.count(total, cells.yuanIfAny(column) ?? 0);
  }

  private payment(cells: Cells): Content {
    const key = `payment.${cells.number('微信订单号')}`;
    const amount = cells.yuan('应结订单金额');
    if (amount < 0) cells.refuse('应结订单金额', 0);
    const common = commonOf(cells, '交易时间');
    const refs = refsOf(cells);
    return rowUnlessWrong(cells, () => ({
      row: { ...common, key, kind: 'payment', amount, direction: 'in', status: 'SUCCESS', refs },
    }));
  }

  /** In the columns of the order 应结订单金额 is 0; a reversal that has no 退款金额 took all of it back. */
  private back(cells: Cells, kind: 'refund' | 'reversal'): Content {
    const refundNo = kind === 'refund' ? cells.number('微信退款单号') : cells.numberIfAny('微信退款单号');
    const tradeNo = cells.number('微信订单号');
    const refunded = kind === 'refund' ? cells.yuan('退款金额') : (cells.yuanIfAny('退款金额') ?? 0);
    const amount = Math.abs(refunded || (kind === 'reversal' ? cells.yuan('应结订单金额') : 0));
    const common = commonOf(cells, cells.has('退款申请时间') ? '退款申请时间' : '交易时间');
    const refs = told({ ...refsOf(cells), channelRefundNo: refundNo, merchantRefundNo: cells.chosenIfAny('商户退款单号') });
    const status = cells.words('退款状态') ?? cells.raw('交易状态');
    return rowUnlessWrong(cells, () => ({
      row: { ...common, key: `${kind}.${refundNo ?? tradeNo}`, kind, amount, direction: 'out', status, refs },
    }));
  }
}

function commonOf(cells: Cells, time: string) {
  const occurredAt = cells.moment(time);
  return {
    channel: 'wechat',
    book: 'trades',
    account: cells.numberIfAny('特约商户号') ?? cells.account('商户号'),
    fee: cells.yuan('手续费'),
    occurredAt,
    billDate: localDate(occurredAt),
    ...told({ method: cells.words('交易类型'), cardType: cells.words('付款银行') }),
  } as const;
}

const refsOf = (cells: Cells): StatementRefs =>
  told({
    channelTradeNo: cells.numberIfAny('微信订单号'),
    merchantOrderNo: cells.chosenIfAny('商户订单号'),
    terminalNo: cells.chosenIfAny('设备号'),
  });
