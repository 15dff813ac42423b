import { createHash } from 'node:crypto';
import type { Instant } from '#kernel';
import type { StatementRowTold } from '../domain/statement-row.messages.js';
import type { OpenStatement, ReadLine, StatementHead, StatementRow, TrailerFinding } from '../row.js';

export const MERCHANT_NO = '1900000109';

/** A payment of WeChat Pay's trade bill; whatever is to differ comes in. */
export const rowOf = (more: Partial<StatementRow> = {}): StatementRow => ({
  channel: 'wechat',
  book: 'trades',
  account: MERCHANT_NO,
  key: 'payment.4200000001202609210000000001',
  kind: 'payment',
  amount: 12_990,
  direction: 'in',
  fee: 78,
  occurredAt: '2026-09-21T02:13:20.000Z',
  billDate: '2026-09-21',
  status: 'SUCCESS',
  refs: { channelTradeNo: '4200000001202609210000000001', merchantOrderNo: 'A001' },
  method: 'wechat',
  ...more,
});

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A row as a file tells it: `file` names the file, `toldAt` when it was exported. */
export const toldOf = (row: Partial<StatementRow>, file = 'a', toldAt = '2026-09-22T02:00:00.000Z'): StatementRowTold => ({
  row: rowOf(row),
  digest: digestOf(JSON.stringify(row)),
  file: digestOf(file),
  toldAt: toldAt as Instant,
  merchant: 'm1',
});

/** Lines numbered from 1, each with a digest of its own. */
export const linesOf = (...contents: readonly object[]): ReadLine[] =>
  contents.map((content, index) => ({ line: index + 1, digest: digestOf(JSON.stringify(content)), ...content }) as ReadLine);

const BATCH = 3;

/** A statement that needs no file. */
export function statementOf(
  lines: readonly ReadLine[],
  head: Partial<StatementHead> = {},
  trailers: readonly TrailerFinding[] = [],
): OpenStatement {
  return {
    head: { format: 'wechat-trades', channel: 'wechat', ...head },
    async *lines() {
      for (let from = 0; from < lines.length; from += BATCH) yield await Promise.resolve(lines.slice(from, from + BATCH));
    },
    end: () => ({ trailers }),
    close: () => Promise.resolve(),
  };
}
