import { billTime } from '../moments.js';
import type { ChannelRow } from './channel-row.js';
import type { Payout } from './payouts.js';
import { withBalance } from './running-balance.js';
import { archiveOf, type StatementFile } from './statement-file.js';
import { byDay, compactDay, total, yuan } from './text.js';

type Cells = Readonly<Record<string, string>>;

/** The last two lines: what is summed, and the sums. */
interface Summary {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

const TRADES =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,' +
  '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const TRADE_SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const FUNDS =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
const FUND_SUMS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';

/** Trade bill of WeChat Pay, layout ALL: a file a day. */
export function wechatTrades(merchantNo: string, rows: readonly ChannelRow[]): StatementFile {
  const entries = [...byDay(rows)].map(([day, ofDay]) => ({
    name: `${merchantNo}All${day}.csv`,
    content: ticked(TRADES, ofDay.map(tradeCells), tradeSums(ofDay)),
  }));
  const name = `${merchantNo}-wechat-trades.zip`;
  return { name, content: archiveOf(entries), format: 'wechat-trades', channel: 'wechat', rows: rows.length };
}

/** Fund flow of the basic account: trades and their fees in rows of their own, payouts to the bank between them. */
export function wechatFunds(merchantNo: string, rows: readonly ChannelRow[], payouts: readonly Payout[]): StatementFile {
  const movements = withBalance([...rows.flatMap(movementsOf), ...payouts.map(payoutOf)]);
  const entries = [...byDay(movements)].map(([day, ofDay]) => ({
    name: `${merchantNo}_fundflow_${compactDay(day)}.csv`,
    content: ticked(FUNDS, ofDay.map(fundCells), fundSums(ofDay)),
  }));
  const name = `${merchantNo}-wechat-funds.zip`;
  return { name, content: archiveOf(entries), format: 'wechat-funds', channel: 'wechat', rows: movements.length };
}

/** A backtick before every value; the names have none. */
function ticked(header: string, rows: readonly Cells[], { names, values }: Summary): Uint8Array {
  const columns = header.split(',');
  const line = (cells: readonly string[]): string => cells.map((cell) => `\`${cell}`).join(',');
  const lines = rows.map((cells) => line(columns.map((name) => cells[name] ?? '')));
  return new TextEncoder().encode([`\uFEFF${header}`, ...lines, names.join(','), line(values), ''].join('\r\n'));
}

const STATES = { payment: 'SUCCESS', refund: 'REFUND', reversal: 'REVOKED' } as const;

function tradeCells({ merchantNo, kind, at, amount, fee, numbers }: ChannelRow): Cells {
  const isRefund = kind === 'refund';
  const { tradeNo, originalTradeNo = tradeNo, orderNo, originalOrderNo = orderNo } = numbers;
  return {
    交易时间: billTime(at),
    公众账号ID: 'wx0000000000000000',
    商户号: merchantNo,
    特约商户号: '0',
    设备号: numbers.terminalNo ?? '',
    微信订单号: originalTradeNo,
    商户订单号: originalOrderNo,
    交易类型: 'MICROPAY',
    交易状态: STATES[kind],
    付款银行: 'OTHERS',
    货币种类: 'CNY',
    应结订单金额: yuan(isRefund ? 0 : amount),
    代金券金额: '0.00',
    微信退款单号: isRefund ? tradeNo : '0',
    商户退款单号: isRefund ? orderNo : '0',
    退款金额: yuan(isRefund ? amount : 0),
    充值券退款金额: '0.00',
    ...(isRefund && { 退款类型: 'ORIGINAL', 退款状态: 'SUCCESS' }),
    商品名称: '门店消费',
    手续费: `${yuan(fee)}000`,
    费率: '0.38%',
    订单金额: yuan(isRefund ? 0 : amount),
    申请退款金额: yuan(isRefund ? amount : 0),
  };
}

function tradeSums(rows: readonly ChannelRow[]): Summary {
  const orders = total(rows, ({ kind, amount }) => (kind === 'refund' ? 0 : amount));
  const refunds = total(rows, ({ kind, amount }) => (kind === 'refund' ? amount : 0));
  const fees = `${yuan(total(rows, ({ fee }) => fee))}000`;
  const values = [String(rows.length), yuan(orders), yuan(refunds), '0.00', fees, yuan(orders), yuan(refunds)];
  return { names: TRADE_SUMS.split(','), values };
}

/** On the account with WeChat Pay; 分, negative where it leaves. */
interface Movement {
  readonly at: number;
  readonly business: string;
  readonly name: string;
  readonly type: string;
  readonly signed: number;
}
type Booked = ReturnType<typeof withBalance<Movement>>[number];

function movementsOf(row: ChannelRow): Movement[] {
  const { kind, at, amount, fee, numbers } = row;
  const common = { at, business: numbers.tradeNo, name: kind === 'payment' ? '交易' : '退款' };
  const type = {
    payment: ['交易', '扣除交易手续费'],
    refund: ['退款', '退还交易手续费'],
    reversal: ['退款', '退还交易手续费'],
  }[kind];
  const [of = '', ofFee = ''] = type;
  const moved = { ...common, type: of, signed: kind === 'payment' ? amount : -amount };
  return fee === 0 ? [moved] : [moved, { ...common, type: ofFee, signed: -fee }];
}

/** Where more went back than came in the account is filled up. */
const payoutOf = ({ at, net, reference }: Payout): Movement => ({
  at,
  business: reference,
  name: '充值/提现',
  type: net < 0 ? '充值' : '提现',
  signed: -net,
});

function fundCells({ at, business, name, type, signed, serial, balance }: Booked): Cells {
  return {
    记账时间: billTime(at),
    微信支付业务单号: business,
    资金流水单号: `10${String(serial).padStart(8, '0')}`,
    业务名称: name,
    业务类型: type,
    收支类型: signed < 0 ? '支出' : '收入',
    '收支金额(元)': yuan(Math.abs(signed)),
    '账户结余(元)': yuan(balance),
    资金变更提交申请人: 'system',
    备注: '缺省',
    业务凭证号: business,
  };
}

function fundSums(rows: readonly Booked[]): Summary {
  const incoming = rows.filter(({ signed }) => signed >= 0);
  const outgoing = rows.filter(({ signed }) => signed < 0);
  const count = (some: readonly Booked[]): string => `${String(some.length)}.0`;
  const sum = (some: readonly Booked[]): string => yuan(Math.abs(total(some, ({ signed }) => signed)));
  return {
    names: FUND_SUMS.split(','),
    values: [count(rows), count(incoming), sum(incoming), count(outgoing), sum(outgoing)],
  };
}
