import { localDate } from '#kernel';
import type { StatementRow, StatementRowKind } from '../row.js';
import { told, type Cells } from '../reading/cells.js';
import type { Content, Line } from '../reading/format.js';
import { splitTabbed } from '../reading/splitting.js';
import { rowUnlessWrong, tableFormat, type TableReading } from '../reading/table.js';
import { RunningBalance } from '../reading/totals.js';
import { AlipayRemarks } from './alipay-remarks.js';

/** By 业务类型. UNVERIFIED, and it changes: what it does not have is a movement, with its purpose as told. */
const KINDS: Readonly<Record<string, StatementRowKind>> = {
  在线支付: 'payment',
  交易付款: 'payment',
  交易退款: 'refund',
  退款: 'refund',
  收费: 'fee',
  服务费: 'fee',
  退费: 'fee-return',
  提现: 'payout',
  充值: 'deposit',
};

/** 账务明细 of Alipay (`signcustomer`): one row a movement on the account, a running balance. 元, income positive, expense negative. */
export const alipayFunds = tableFormat({
  name: 'alipay-funds',
  required: ['账务流水号', '业务流水号', '商户订单号', '发生时间', '收入金额', '支出金额', '账户余额', '业务类型'],
  moments: ['发生时间'],
  framing: 'lines',
  payer: '对方账号',
  absent: /^$/,
  split: splitTabbed,
  begin: ({ above }) => new AlipayFunds(new AlipayRemarks('alipay-funds', above)),
});

class AlipayFunds implements TableReading {
  private readonly balance = new RunningBalance('账户余额');

  constructor(private readonly remarks: AlipayRemarks) {}

  head = () => this.remarks.head();

  aside = (line: Line): boolean => this.remarks.take(line);

  row(cells: Cells, { number }: Line): Content {
    const content = this.movement(cells);
    if ('row' in content) this.count(number, content.row);
    else this.balance.interrupt();
    return content;
  }

  end() {
    this.remarks.totals.expect('收入合计 笔');
    return [...this.remarks.totals.findings(), ...this.balance.findings()];
  }

  private movement(cells: Cells): Content {
    const type = cells.raw('业务类型');
    const occurredAt = cells.moment('发生时间');
    const signed = signedOf(cells);
    const row = {
      channel: 'alipay',
      book: 'funds',
      account: this.remarks.account,
      key: `flow.${cells.number('账务流水号')}`,
      kind: Object.hasOwn(KINDS, type) ? (KINDS[type] ?? 'movement') : 'movement',
      amount: Math.abs(signed),
      direction: signed < 0 ? 'out' : 'in',
      occurredAt,
      billDate: localDate(occurredAt),
      refs: told({ channelTradeNo: cells.numberIfAny('业务流水号'), merchantOrderNo: cells.chosenIfAny('商户订单号') }),
      ...told({ purpose: cells.words('业务类型'), method: cells.words('交易渠道') }),
      balanceAfter: cells.yuan('账户余额'),
    } as const;
    return rowUnlessWrong(cells, () => ({ row }));
  }

  private count(line: number, { amount, direction, balanceAfter }: StatementRow): void {
    const signed = direction === 'in' ? amount : -amount;
    const total = direction === 'in' ? '收入合计' : '支出合计';
    this.remarks.totals.count(`${total} 笔`, 1);
    this.remarks.totals.count(total, signed);
    this.balance.row(line, signed, balanceAfter ?? 0);
  }
}

/** One of the two columns is empty or 0. */
function signedOf(cells: Cells): number {
  const income = cells.yuanIfAny('收入金额') ?? 0;
  const expense = cells.yuanIfAny('支出金额') ?? 0;
  if (income < 0 || (income !== 0 && expense !== 0)) return cells.refuse('收入金额', 0);
  return expense === 0 ? income : -Math.abs(expense);
}
