import { dateText } from '../moments.js';
import { netOf, type ChannelRow } from './channel-row.js';
import { gbkOf } from './gbk.js';
import type { StatementFile } from './statement-file.js';
import { timeOfDay, yuan } from './text.js';

const COLUMNS = (
  '商户号,门店名称,终端号,交易时间,交易类型,交易批次号,凭证号,参考号,卡号,卡类别,发卡行机构代码,发卡行名称,交易金额,手续费,交易日期,交易单号,订单号,' +
  '商户备注,对接应用号,原始金额,结算金额,产品类型,分期贴息,交易完成时间,持卡人姓名,持卡人身份证,分期数,优惠金额,实付金额,原交易单,渠道交易类型,' +
  '出金方账户名称,门店编号,交易完成日期'
).split(',');

const KINDS = { payment: '消费', refund: '退货', reversal: '消费撤销' } as const;

/** Statement of 收银宝, 34 columns; GBK. Amounts of what goes back are negative. */
export function allinpay(merchantNo: string, rows: readonly ChannelRow[]): StatementFile {
  const lines = rows.toSorted((a, b) => a.at - b.at).map((row) => COLUMNS.map((name) => cellsOf(row)[name] ?? '').join(','));
  const content = gbkOf([COLUMNS.join(','), ...lines, ''].join('\r\n'));
  return { name: `${merchantNo}-allinpay.csv`, content, format: 'allinpay-cashier', channel: 'allinpay', rows: rows.length };
}

function cellsOf(row: ChannelRow): Readonly<Record<string, string>> {
  const { merchantNo, kind, at, amount, fee, numbers } = row;
  const signed = yuan(kind === 'payment' ? amount : -amount);
  return {
    商户号: merchantNo,
    门店名称: '西湖店',
    终端号: numbers.terminalNo ?? '',
    交易时间: timeOfDay(at),
    交易类型: KINDS[kind],
    交易金额: signed,
    手续费: yuan(fee),
    交易日期: dateText(at),
    交易单号: numbers.tradeNo,
    订单号: numbers.orderNo,
    原始金额: signed,
    结算金额: yuan(netOf(row)),
    产品类型: '微信支付',
    交易完成时间: timeOfDay(at),
    分期数: '0',
    优惠金额: '0.00',
    实付金额: signed,
    原交易单: numbers.originalTradeNo ?? '',
    渠道交易类型: 'MICROPAY',
    门店编号: 'S1',
    交易完成日期: dateText(at),
  };
}
