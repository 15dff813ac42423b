import { billTime } from '../moments.js';
import type { ChannelRow } from './channel-row.js';
import { gbkOf } from './gbk.js';
import type { Payout } from './payouts.js';
import { withBalance } from './running-balance.js';
import { archiveOf, type Entry, type StatementFile } from './statement-file.js';
import { byDay, compactDay, total, yuan } from './text.js';

type Cells = Readonly<Record<string, string>>;

const TRADES =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,' +
  '集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
const SUMMARY = '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）';
const FUNDS =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注';
const RULE = '-'.repeat(40);

/** 业务明细 with its summary beside it, a pair of files a day; GBK. */
export function alipayTrades(merchantNo: string, rows: readonly ChannelRow[]): StatementFile {
  const entries = [...byDay(rows)].flatMap(([day, ofDay]): Entry[] => {
    const paid = ofDay.filter(({ kind }) => kind === 'payment');
    const back = ofDay.filter(({ kind }) => kind !== 'payment');
    const totals = [
      `#交易合计：${String(paid.length)}笔，商家实收共${yuan(total(paid, ({ amount }) => amount))}元，商家优惠共0.00元`,
      `#退款合计：${String(back.length)}笔，商家实收退款共${yuan(-total(back, ({ amount }) => amount))}元，商家优惠退款共0.00元`,
    ];
    const name = `${merchantNo}0156_${compactDay(day)}_业务明细`;
    return [
      { name: `${name}.csv`, content: sheet({ merchantNo, day, title: '业务明细' }, TRADES, ofDay.map(tradeCells), totals) },
      { name: `${name}(汇总).csv`, content: sheet({ merchantNo, day, title: '业务汇总' }, SUMMARY, [sums(paid, back)], []) },
    ];
  });
  const name = `${merchantNo}-alipay-trades.zip`;
  return { name, content: archiveOf(entries), format: 'alipay-trades', channel: 'alipay', rows: rows.length };
}

/** 账务明细: trades, their fees, and what went to the bank, with the balance after each; GBK. */
export function alipayFunds(merchantNo: string, rows: readonly ChannelRow[], payouts: readonly Payout[]): StatementFile {
  const movements = withBalance([...rows.flatMap(movementsOf), ...payouts.map(payoutOf)]);
  const entries = [...byDay(movements)].map(([day, ofDay]) => {
    const incoming = ofDay.filter(({ signed }) => signed >= 0);
    const outgoing = ofDay.filter(({ signed }) => signed < 0);
    const totals = [
      `#支出合计：${String(outgoing.length)}笔，共${yuan(total(outgoing, ({ signed }) => signed))}元`,
      `#收入合计：${String(incoming.length)}笔，共${yuan(total(incoming, ({ signed }) => signed))}元`,
    ];
    const content = sheet({ merchantNo, day, title: '账务明细' }, FUNDS, ofDay.map(fundCells), totals);
    return { name: `${merchantNo}0156_${compactDay(day)}_账务明细.csv`, content };
  });
  const name = `${merchantNo}-alipay-funds.zip`;
  return { name, content: archiveOf(entries), format: 'alipay-funds', channel: 'alipay', rows: movements.length };
}

interface Heading {
  readonly merchantNo: string;
  readonly day: string;
  readonly title: string;
}

/** Remarks above and below the table; a TAB behind every value. */
function sheet(
  { merchantNo, day, title }: Heading,
  header: string,
  rows: readonly Cells[],
  totals: readonly string[],
): Uint8Array {
  const columns = header.split(',');
  const next = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
  return gbkOf(
    [
      `#支付宝${title}查询`,
      `#账号：[${merchantNo}0156]`,
      `#起始日期：[${inWords(day)} 00:00:00]   终止日期：[${inWords(next)} 00:00:00]`,
      `#${RULE}${title}列表${RULE}`,
      header,
      ...rows.map((cells) => columns.map((name) => `${cells[name] ?? ''}\t`).join(',')),
      `#${RULE}${title}列表结束${RULE}`,
      ...totals,
      `#导出时间：[${inWords(next)} 10:05:00]`,
      '',
    ].join('\r\n'),
  );
}

const DAY_MS = 86_400_000;

/** `2025年11月11日` */
const inWords = (day: string): string => day.replace(/(\d+)-(\d+)-(\d+)/, '$1年$2月$3日');

/** Refunds stand negative, under the number of their trade; the fee has the other sign. */
function tradeCells({ kind, at, amount, fee, numbers }: ChannelRow): Cells {
  const isPaid = kind === 'payment';
  const { tradeNo, originalTradeNo = tradeNo, orderNo, originalOrderNo = orderNo, terminalNo = '' } = numbers;
  const signed = yuan(isPaid ? amount : -amount);
  const none = [
    '支付宝红包（元）',
    '集分宝（元）',
    '支付宝优惠（元）',
    '商家优惠（元）',
    '券核销金额（元）',
    '商家红包消费金额（元）',
    '卡消费金额（元）',
  ];
  return {
    ...Object.fromEntries([...none, '分润（元）'].map((name) => [name, '0.00'])),
    支付宝交易号: originalTradeNo,
    商户订单号: originalOrderNo,
    业务类型: isPaid ? '交易' : '退款',
    商品名称: '门店消费',
    创建时间: billTime(at),
    完成时间: billTime(at),
    门店编号: 'S1',
    门店名称: '西湖店',
    终端号: terminalNo,
    '订单金额（元）': signed,
    '商家实收（元）': signed,
    '退款批次号/请求号': isPaid ? '' : tradeNo,
    '服务费（元）': yuan(-fee),
  };
}

const sums = (paid: readonly ChannelRow[], back: readonly ChannelRow[]): Cells => {
  const all = yuan(total(paid, ({ amount }) => amount) - total(back, ({ amount }) => amount));
  return {
    门店编号: '合计',
    交易订单总笔数: String(paid.length),
    退款订单总笔数: String(back.length),
    '订单金额（元）': all,
    '商家实收（元）': all,
  };
};

/** On the account with Alipay; 分, negative where it leaves. */
interface Movement {
  readonly at: number;
  readonly business: string;
  readonly order: string;
  readonly type: string;
  readonly signed: number;
}
type Booked = ReturnType<typeof withBalance<Movement>>[number];

function movementsOf({ kind, at, amount, fee, numbers }: ChannelRow): Movement[] {
  const isPaid = kind === 'payment';
  const { tradeNo, originalTradeNo = tradeNo, orderNo, originalOrderNo = orderNo } = numbers;
  const common = { at, business: originalTradeNo, order: originalOrderNo };
  const moved = { ...common, type: isPaid ? '在线支付' : '交易退款', signed: isPaid ? amount : -amount };
  return fee === 0 ? [moved] : [moved, { ...common, type: isPaid ? '收费' : '退费', signed: -fee }];
}

const payoutOf = ({ at, net, reference }: Payout): Movement => ({
  at,
  business: reference,
  order: '',
  type: net < 0 ? '充值' : '提现',
  signed: -net,
});

const fundCells = ({ at, business, order, type, signed, serial, balance }: Booked): Cells => ({
  账务流水号: `3${String(serial).padStart(15, '0')}`,
  业务流水号: business,
  商户订单号: order,
  商品名称: '门店消费',
  发生时间: billTime(at),
  '收入金额（+元）': yuan(Math.max(0, signed)),
  '支出金额（-元）': yuan(Math.min(0, signed)),
  '账户余额（元）': yuan(balance),
  交易渠道: '支付宝',
  业务类型: type,
});
