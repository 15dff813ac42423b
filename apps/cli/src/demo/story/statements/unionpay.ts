import { compactTime } from '../moments.js';
import { netOf, type ChannelRow } from './channel-row.js';
import { archiveOf, type StatementFile } from './statement-file.js';
import { byDay, compactDay } from './text.js';

/** Widths of the fields of a merchant file (ZM), a blank between two. */
const WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32,
  13, 13, 12, 2, 1, 32, 98,
];
/** Fields by their number, from 1. */
type Fields = Readonly<Record<number, string>>;

/** Codes of the transaction (fields 1 and 20), and of the card (13). */
const CODES = { payment: ['S22', '01'], refund: ['S30', '04'], reversal: ['S31', '31'] } as const;
const CARDS = { debit: '01', credit: '02' } as const;

/** Merchant file of UnionPay: fixed widths, 分, a file a day. */
export function unionpay(merchantNo: string, rows: readonly ChannelRow[]): StatementFile {
  const entries = [...byDay(rows)].map(([day, ofDay]) => ({
    name: `INN${compactDay(day).slice(2)}88ZM_${merchantNo}`,
    content: new TextEncoder().encode(ofDay.map((row) => `${lineOf(row)}\n`).join('')),
  }));
  const name = `${merchantNo}-unionpay.zip`;
  return { name, content: archiveOf(entries), format: 'unionpay-zm', channel: 'unionpay', rows: rows.length };
}

function lineOf(row: ChannelRow): string {
  const fields = fieldsOf(row);
  return WIDTHS.map((width, index) => (fields[index + 1] ?? '').padEnd(width)).join(' ');
}

function fieldsOf(row: ChannelRow): Fields {
  const { kind, at, amount, fee, cardType, merchantNo, numbers } = row;
  const [code, type] = CODES[kind];
  const net = netOf(row);
  return {
    1: code,
    4: numbers.traceNo ?? '',
    5: compactTime(at).slice(4),
    6: cardType ? '622202*********1000' : '',
    7: digits(amount),
    10: numbers.tradeNo,
    12: numbers.orderNo,
    13: cardType ? CARDS[cardType] : '',
    16: `${fee > 0 ? 'D' : 'C'}${digits(Math.abs(fee))}`,
    17: `${net < 0 ? 'D' : 'C'}${digits(Math.abs(net))}`,
    20: type,
    27: numbers.originalTradeNo ?? '',
    28: merchantNo,
    34: numbers.terminalNo ?? '',
    41: numbers.originalOrderNo ?? '',
  };
}

const digits = (fen: number): string => String(fen).padStart(12, '0');
