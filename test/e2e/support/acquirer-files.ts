import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnMapping } from '#statements';
import type { Caller } from './caller.js';
import type { Reply } from './reply.js';
import { MERCHANT, TERMINAL } from './shop.js';

/** What an acquirer's daily file and a bank's look like here. */
const MAPPINGS: readonly ColumnMapping[] = [
  {
    name: 'acquirer-daily',
    channel: 'unionpay',
    book: 'trades',
    recognise: ['流水号', '凭证号', '交易金额', '手续费'],
    unit: 'yuan',
    account: { column: '商户号' },
    key: ['流水号'],
    time: ['交易时间'],
    amount: { column: '交易金额', kind: '交易类型', kinds: { 消费: 'payment', 退货: 'refund', 撤销: 'reversal' } },
    columns: {
      fee: '手续费',
      channelTradeNo: '渠道单号',
      terminalNo: '终端号',
      batchNo: '批次号',
      traceNo: '凭证号',
      rrn: '参考号',
    },
    absent: ['-'],
  },
  {
    name: 'bank-account',
    channel: 'bank',
    book: 'bank',
    recognise: ['交易日期', '交易流水号', '贷方发生额', '借方发生额'],
    unit: 'yuan',
    account: { fixed: 'icbc-0200' },
    key: ['交易流水号'],
    time: ['交易日期'],
    amount: { credit: '贷方发生额', debit: '借方发生额', positive: 'bank-credit', negative: 'bank-debit' },
    columns: { purpose: '摘要' },
    absent: ['-'],
  },
];

export async function installMappings(dataFolder: string): Promise<void> {
  const folder = join(dataFolder, 'mappings');
  await mkdir(folder, { recursive: true });
  for (const mapping of MAPPINGS) await writeFile(join(folder, `${mapping.name}.json`), JSON.stringify(mapping));
}

/** A row of the acquirer's file. 分 */
export interface AcquirerLine {
  readonly no: string;
  /** `2026-09-20 10:00:00` */
  readonly at: string;
  readonly amount: number;
  readonly type?: '消费' | '退货' | '撤销';
  readonly fee?: number;
  readonly trade?: string;
  readonly batch?: string;
  readonly trace?: string;
  readonly rrn?: string;
  readonly terminalNo?: string;
}

const yuan = (fen: number): string => (fen / 100).toFixed(2);

export const acquirerFile = (lines: readonly AcquirerLine[]): string =>
  [
    '流水号,商户号,交易时间,交易类型,交易金额,手续费,渠道单号,终端号,批次号,凭证号,参考号',
    ...lines.map(({ amount, at, batch, fee, no, rrn, terminalNo, trace, trade, type = '消费' }) =>
      [
        no,
        TERMINAL.merchantNo,
        at,
        type,
        yuan(amount),
        fee === undefined ? '-' : yuan(fee),
        trade ?? '-',
        terminalNo ?? '-',
        batch ?? '-',
        trace ?? '-',
        rrn ?? '-',
      ].join(','),
    ),
    '',
  ].join('\n');

/** Credits of the bank account `icbc-0200`. */
export const bankFile = (credits: readonly { readonly no: string; readonly day: string; readonly amount: number }[]): string =>
  [
    '交易日期,交易流水号,贷方发生额,借方发生额,摘要',
    ...credits.map(({ amount, day, no }) => `${day},${no},${yuan(amount)},-,商户结算`),
    '',
  ].join('\n');

export async function importFile(by: Caller, name: string, content: string): Promise<Reply> {
  const reply = await by.send('POST', `/v1/statements?merchant=${MERCHANT}`, Buffer.from(content), {
    'content-type': 'application/octet-stream',
    'x-file-name': encodeURIComponent(name),
  });
  if (reply.status !== 200) throw new Error(`${name}: ${reply.text}`);
  return reply;
}
