import { localDate } from '#kernel';
import type { StatementRowKind } from '../row.js';
import { told, type Cells } from '../reading/cells.js';
import type { Content, Line } from '../reading/format.js';
import { merchantOfWechat } from './wechat-merchant.js';
import { Refused } from '../reading/refused.js';
import { splitTicked } from '../reading/splitting.js';
import { rowUnlessWrong, tableFormat, type TableReading } from '../reading/table.js';
import { RunningBalance } from '../reading/totals.js';
import { WechatSummary } from './wechat-summary.js';

/** By 业务类型. The list changes: what it does not have is a movement, with its purpose as told. */
const KINDS: Readonly<Record<string, StatementRowKind>> = {
  交易: 'payment',
  扣除交易手续费: 'fee',
  退款: 'refund',
  退款关闭: 'movement',
  退还交易手续费: 'fee-return',
  提现: 'payout',
  充值: 'deposit',
};
const ROWS = '资金流水总笔数';

/** Fund-flow bill of WeChat Pay: one row a movement, fees in rows of their own, a running balance. It names no merchant; the file's name does. */
export const wechatFunds = tableFormat({
  name: 'wechat-funds',
  required: ['记账时间', '微信支付业务单号', '资金流水单号', '业务类型', '收支类型', '收支金额', '账户结余'],
  moments: ['记账时间'],
  framing: 'lines',
  absent: /^$/,
  split: splitTicked,
  begin: ({ preview: { name, outerName } }) => {
    const account = merchantOfWechat(name) ?? merchantOfWechat(outerName);
    if (account !== undefined) return new WechatFunds(account);
    throw new Refused(
      'STATEMENT_ACCOUNT_UNKNOWN',
      'A fund flow does not say whose it is: put the merchant number into the name of the file.',
    );
  },
});

class WechatFunds implements TableReading {
  private readonly summary = new WechatSummary(ROWS);
  private readonly balance = new RunningBalance('账户结余');

  constructor(private readonly account: string) {}

  head = () => ({ format: 'wechat-funds', channel: 'wechat', account: this.account });

  aside(line: Line): boolean {
    return this.summary.isPartOfIt(line);
  }

  row(cells: Cells, { number }: Line): Content {
    const content = this.movement(cells);
    if ('row' in content) this.count(number, content.row);
    else this.balance.interrupt();
    return content;
  }

  end = () => [...this.summary.findings(), ...this.balance.findings()];

  private movement(cells: Cells): Content {
    const type = cells.raw('业务类型');
    const kind = Object.hasOwn(KINDS, type) ? (KINDS[type] ?? 'movement') : 'movement';
    const direction = directionOf(cells);
    const amount = cells.yuan('收支金额');
    if (amount < 0) cells.refuse('收支金额', 0);
    const occurredAt = cells.moment('记账时间');
    const business = cells.numberIfAny('微信支付业务单号');
    const isBack = kind === 'refund' || kind === 'fee-return';
    const row = {
      channel: 'wechat',
      book: 'funds',
      account: this.account,
      key: `flow.${cells.number('资金流水单号')}`,
      kind,
      amount,
      direction,
      occurredAt,
      billDate: localDate(occurredAt),
      refs: told(isBack ? { channelRefundNo: business } : { channelTradeNo: business }),
      ...told({ purpose: cells.words('业务类型'), method: cells.words('业务名称') }),
      balanceAfter: cells.yuan('账户结余'),
    } as const;
    return rowUnlessWrong(cells, () => ({ row }));
  }

  private count(
    line: number,
    { amount, direction, balanceAfter }: { amount: number; direction: 'in' | 'out'; balanceAfter?: number },
  ): void {
    const { totals } = this.summary;
    const side = direction === 'in' ? '收入' : '支出';
    totals.count(ROWS, 1);
    totals.count(`${side}笔数`, 1);
    totals.count(`${side}金额`, amount);
    this.balance.row(line, direction === 'in' ? amount : -amount, balanceAfter ?? 0);
  }
}

function directionOf(cells: Cells): 'in' | 'out' {
  const told = cells.raw('收支类型');
  return told === '收入' ? 'in' : told === '支出' ? 'out' : cells.refuse('收支类型', 'in');
}
