import { localDate } from '#kernel';
import { keyPart, told, type Cells } from '../reading/cells.js';
import { fault, type Content, type Line } from '../reading/format.js';
import { splitTabbed } from '../reading/splitting.js';
import { rowUnlessWrong, tableFormat, type TableReading } from '../reading/table.js';
import { AlipayRemarks } from './alipay-remarks.js';

/**
 * 业务明细 of Alipay. 元; refunds are negative and have the trade's number; 服务费 is negative where it is charged. The amount is what the
 * merchant gets (商家实收): what the merchant itself gave as a discount is not in it.
 */
export const alipayTrades = tableFormat({
  name: 'alipay-trades',
  required: [
    '支付宝交易号',
    '商户订单号',
    '业务类型',
    '创建时间',
    '完成时间',
    '订单金额',
    '商家实收',
    '退款批次号/请求号',
    '服务费',
  ],
  aliases: { 退款批次号: '退款批次号/请求号', 退款请求号: '退款批次号/请求号' },
  moments: ['创建时间', '完成时间'],
  framing: 'lines',
  payer: '对方账户',
  absent: /^$/,
  split: splitTabbed,
  begin: ({ above }) => new AlipayTrades(new AlipayRemarks('alipay-trades', above)),
});

class AlipayTrades implements TableReading {
  constructor(private readonly remarks: AlipayRemarks) {}

  head = () => this.remarks.head();

  aside = (line: Line): boolean => this.remarks.take(line);

  row(cells: Cells): Content {
    const type = cells.raw('业务类型');
    if (type === '交易') return this.counted('交易合计', cells, this.trade(cells));
    if (type === '退款') return this.counted('退款合计', cells, this.refund(cells));
    return fault('ROW_KIND_UNKNOWN', '业务类型 is neither 交易 nor 退款');
  }

  end() {
    this.remarks.totals.expect('交易合计 笔');
    return this.remarks.totals.findings();
  }

  private trade(cells: Cells): Content {
    const tradeNo = cells.number('支付宝交易号');
    const amount = cells.yuan('商家实收');
    if (amount < 0) cells.refuse('商家实收', 0);
    const row = {
      ...this.commonOf(cells),
      key: `payment.${tradeNo}`,
      kind: 'payment',
      amount,
      direction: 'in',
      refs: refsOf(cells),
    } as const;
    return rowUnlessWrong(cells, () => ({ row }));
  }

  /** One trade may be refunded in parts, each under its own request number. */
  private refund(cells: Cells): Content {
    const tradeNo = cells.number('支付宝交易号');
    const request = cells.chosenIfAny('退款批次号/请求号') ?? cells.refuse('退款批次号/请求号', '');
    const amount = cells.yuan('商家实收');
    if (amount > 0) cells.refuse('商家实收', 0);
    const row = {
      ...this.commonOf(cells),
      key: `refund.${tradeNo}.${keyPart(request)}`,
      kind: 'refund',
      amount: Math.abs(amount),
      direction: 'out',
      refs: { ...refsOf(cells), merchantRefundNo: request },
    } as const;
    return rowUnlessWrong(cells, () => ({ row }));
  }

  private commonOf(cells: Cells) {
    const occurredAt = cells.moment(cells.has('完成时间') ? '完成时间' : '创建时间');
    return {
      channel: 'alipay',
      book: 'trades',
      account: this.remarks.account,
      fee: 0 - cells.yuan('服务费'),
      occurredAt,
      billDate: localDate(occurredAt),
      purpose: cells.raw('业务类型'),
    } as const;
  }

  private counted(total: string, cells: Cells, content: Content): Content {
    this.remarks.totals.count(`${total} 笔`, 1);
    this.remarks.totals.count(total, cells.yuanIfAny('商家实收') ?? 0);
    return content;
  }
}

const refsOf = (cells: Cells) =>
  told({
    channelTradeNo: cells.numberIfAny('支付宝交易号'),
    merchantOrderNo: cells.chosenIfAny('商户订单号'),
    terminalNo: cells.chosenIfAny('终端号'),
  });
