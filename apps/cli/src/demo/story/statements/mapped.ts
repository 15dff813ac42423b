import { SHIPPED_MAPPINGS, columnsOf, type ColumnMapping, type MappedField } from '#statements';
import { billTime, dateText } from '../moments.js';
import { netOf, type ChannelRow } from './channel-row.js';
import { gbkOf } from './gbk.js';
import type { StatementFile } from './statement-file.js';
import { timeOfDay, yuan } from './text.js';

/** 拉卡拉 and the bank: how the story's files are read. The others are read by the mappings that ship. */
const OWN: readonly ColumnMapping[] = [
  {
    name: 'demo-lakala-trades',
    channel: 'lakala',
    book: 'trades',
    recognise: ['拉卡拉交易号', '商户号', '终端号', '批次号', '凭证号', '交易类型', '交易金额'],
    unit: 'yuan',
    account: { column: '商户号' },
    key: ['拉卡拉流水号'],
    time: ['交易日期', '交易时间'],
    amount: { column: '交易金额', kind: '交易类型', kinds: { 消费: 'payment', 退货: 'refund', 撤销: 'reversal' } },
    columns: {
      fee: '手续费',
      net: '结算金额',
      method: '支付方式',
      cardType: '卡类型',
      channelTradeNo: '拉卡拉交易号',
      merchantOrderNo: '商户订单号',
      terminalNo: '终端号',
      batchNo: '批次号',
      traceNo: '凭证号',
      rrn: '参考号',
    },
  },
  {
    name: 'demo-bank-account',
    channel: 'bank',
    book: 'bank',
    recognise: ['账户简称', '交易日期', '交易流水号', '贷方发生额', '借方发生额'],
    unit: 'yuan',
    account: { column: '账户简称' },
    key: ['交易流水号'],
    time: ['交易日期', '交易时间'],
    amount: { credit: '贷方发生额', debit: '借方发生额', positive: 'bank-credit', negative: 'bank-debit' },
    columns: { balanceAfter: '账户余额', purpose: '摘要', channelTradeNo: '附言' },
  },
];

export const MAPPINGS: readonly ColumnMapping[] = [...SHIPPED_MAPPINGS.filter(({ channel }) => channel !== 'bank'), ...OWN];

/** @throws RangeError where no mapping is of that channel */
export function mappingOf(channel: string): ColumnMapping {
  const mapping = MAPPINGS.find((each) => each.channel === channel);
  if (!mapping) throw new RangeError(`no mapping of ${channel}`);
  return mapping;
}

type Cells = Readonly<Record<string, string>>;

/** A table as its mapping reads it, GBK. `cells` by the names of columns. */
export function mappedFile(mapping: ColumnMapping, named: string, rows: readonly Cells[]): StatementFile {
  const columns = columnsOf(mapping);
  const lines = rows.map((cells) => columns.map((name) => cells[name] ?? '').join(','));
  const content = gbkOf([columns.join(','), ...lines, ''].join('\r\n'));
  return {
    name: `${named}-${mapping.channel}.csv`,
    content,
    format: mapping.name,
    channel: mapping.channel,
    rows: rows.length,
  };
}

/** Statement of an acquirer or wallet whose layout a mapping describes. */
export function mappedTrades(channel: string, merchantNo: string, rows: readonly ChannelRow[]): StatementFile {
  const mapping = mappingOf(channel);
  return mappedFile(
    mapping,
    merchantNo,
    rows.toSorted((a, b) => a.at - b.at).map((row) => cellsOf(mapping, row)),
  );
}

function cellsOf(mapping: ColumnMapping, row: ChannelRow): Cells {
  const { account, amount, time, key, columns = {} } = mapping;
  if (!('column' in account) || !('kinds' in amount)) throw new RangeError(`${mapping.name} is not of trades`);
  const [kind = ''] = Object.entries(amount.kinds).find(([, each]) => each === row.kind) ?? [];
  const fields = Object.entries(fieldsOf(row)) as [MappedField, string][];
  return {
    ...Object.fromEntries(key.map((name) => [name, row.numbers.tradeNo])),
    ...Object.fromEntries(fields.map(([field, value]) => [columns[field] ?? '', value])),
    [account.column]: row.merchantNo,
    [amount.column]: yuan(row.amount),
    [amount.kind]: kind,
    ...(time.length === 1
      ? { [time[0] ?? '']: billTime(row.at) }
      : { [time[0] ?? '']: dateText(row.at), [time[1] ?? '']: timeOfDay(row.at) }),
  };
}

function fieldsOf(row: ChannelRow): Partial<Record<MappedField, string>> {
  const { tradeNo, originalTradeNo, orderNo, originalOrderNo, terminalNo, batchNo, traceNo, rrn } = row.numbers;
  return {
    fee: yuan(row.fee),
    net: yuan(netOf(row)),
    status: '成功',
    method: row.method,
    cardType: row.cardType ?? '',
    channelTradeNo: originalTradeNo ?? tradeNo,
    merchantOrderNo: originalOrderNo ?? orderNo,
    terminalNo: terminalNo ?? '',
    batchNo: batchNo ?? '',
    traceNo: traceNo ?? '',
    rrn: rrn ?? '',
  };
}
