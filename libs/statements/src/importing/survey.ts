import type { Rejection } from '#kernel';
import { reject } from '../domain/statement.rejections.js';
import type { OpenStatement } from '../row.js';
import type { Owners, Place } from './owners.js';

export interface Survey {
  readonly lines: number;
}

/**
 * The first of two readings. A file that is not wholly ours, or breaks off, is refused before anything of it is recorded.
 * `shop`: whose the rows of a console export are, which do not say.
 */
export async function surveyed(
  statement: OpenStatement,
  owners: Owners,
  shop: string | undefined,
): Promise<Survey | Rejection> {
  let lines = 0;
  for await (const batch of statement.lines()) {
    lines += batch.length;
    for (const line of batch) {
      if ('fault' in line) continue;
      const account = 'row' in line ? line.row.account : shop;
      if (account === undefined) return reject('STATEMENT_ACCOUNT_UNKNOWN');
      const place: Place = 'row' in line ? line.row : { channel: statement.head.channel, book: 'funds', account };
      if ((await owners.of(place)) === undefined) return reject('STATEMENT_OF_ANOTHER_MERCHANT', { line: line.line });
    }
  }
  return { lines };
}
