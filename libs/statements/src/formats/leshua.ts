import { localDate } from '#kernel';
import { told, type Cells } from '../reading/cells.js';
import { fault, type Content } from '../reading/format.js';
import { rowUnlessWrong, tableFormat } from '../reading/table.js';
import { feeAndNet, kindOf, type KindWords } from './fees.js';

/** 卡 rows say what they are in 交易类型; 资金流向 decides where that is missing. 冻结 and 解冻 move nothing between us and the acquirer. */
const KINDS: KindWords = [
  ['冲正', 'reversal'],
  ['撤销', 'reversal'],
  ['退货', 'refund'],
  ['退款', 'refund'],
  ['消费', 'payment'],
  ['进账', 'payment'],
];

/**
 * `<agent>_trade_new_<date>.txt` of 乐刷: a record BT names the columns, records BV are the rows. 分; `*` or nothing stands for none.
 * UNVERIFIED: the names of the columns and what separates them (`|`, TAB or comma) are not published; other spellings go into the aliases.
 */
export const leshua = tableFormat({
  name: 'leshua',
  required: ['BT', '商户号', '订单号', '交易时间', '交易金额', '手续费', '资金流向'],
  aliases: {
    商户编号: '商户号',
    乐刷订单号: '订单号',
    交易日期时间: '交易时间',
    结算手续费: '手续费',
    第三方订单号: '商户订单号',
    入账金额: '结算金额',
  },
  moments: ['交易时间'],
  framing: 'lines',
  absent: /^\*?$/,
  split: (text) => text.split(separatorOf(text)),
  begin: () => ({
    head: () => ({ format: 'leshua', channel: 'leshua' }),
    aside: ({ text }) => !text.startsWith('BV'),
    row: rowOf,
  }),
});

const separatorOf = (text: string): string => /^B[TV]([|,\t])/.exec(text)?.[1] ?? '|';

function rowOf(cells: Cells): Content {
  const kind = kindOf(KINDS, cells.raw('交易类型')) ?? kindOf(KINDS, cells.raw('资金流向'));
  if (kind === undefined) return fault('ROW_KIND_UNKNOWN', 'neither 交易类型 nor 资金流向 is one that is known');
  const number = cells.number('订单号');
  const direction = kind === 'payment' ? 'in' : 'out';
  const amount = Math.abs(cells.fen('交易金额'));
  const occurredAt = cells.moment('交易时间');
  const own = cells.chosenIfAny('商户订单号');
  const row = {
    channel: 'leshua',
    book: 'trades',
    account: cells.account('商户号'),
    key: `${kind}.${number}`,
    kind,
    amount,
    direction,
    ...feeAndNet({ direction, amount, fee: cells.fenIfAny('手续费') ?? 0, net: cells.fenIfAny('结算金额') }),
    occurredAt,
    billDate: localDate(occurredAt),
    refs: told({
      channelTradeNo: kind === 'payment' ? number : cells.numberIfAny('原订单号'),
      ...(kind === 'payment' ? { merchantOrderNo: own } : { channelRefundNo: number, merchantRefundNo: own }),
      terminalNo: cells.chosenIfAny('终端号'),
      batchNo: cells.chosenIfAny('批次号'),
      traceNo: cells.chosenIfAny('凭证号'),
      rrn: cells.chosenIfAny('参考号'),
    }),
    ...told({ method: cells.words('支付方式'), cardType: cells.words('卡类型'), purpose: cells.words('资金流向') }),
  } as const;
  return rowUnlessWrong(cells, () => ({ row }));
}
