import { Fields } from '../fields.js';
import type { ChannelDeps } from '../notice-handling.js';
import { refusal, refused, type Answer } from '../refusals.js';
import { splitRows, takeRows, type RowsAnswer, type RowsRequest } from '../rows.js';
import { DOUYIN_CARDS } from './card-policy.js';
import { readSettleRow } from './settle-bill.js';

const REQUEST_NO = /^[A-Za-z0-9_-]{1,64}$/;

/** `{"shop_id": …, "rows": [ … ]}` with rows of `order.getSettleBillDetailV3` as the platform gave them. One result a row. */
export async function receiveSettleBill(
  deps: ChannelDeps,
  { rawBody, now, ingestKeyId }: RowsRequest,
): Promise<Answer<RowsAnswer>> {
  const rows = splitRows(rawBody);
  if ('code' in rows) return refused(rows);
  const head = new Fields(rows.head);
  const shopId = head.digits('shop_id');
  if (head.wrong.length > 0) return refused(refusal('REQUEST_INVALID', [{ field: 'shop_id', says: 'shop_id must be digits' }]));
  const requestNo = (row: Fields): string | undefined => row.textIfAny('request_no', REQUEST_NO);
  const body = await takeRows(deps, rows, {
    now,
    cards: DOUYIN_CARDS,
    lane: (row) => requestNo(new Fields(row)) ?? '',
    notice: (row) => {
      const externalId = requestNo(new Fields(row));
      return { channel: 'douyin-settle-bill', source: shopId, actor: `key:${ingestKeyId}`, ...(externalId && { externalId }) };
    },
    read: (row) => readSettleRow(row, { merchants: deps.merchants, shopId, now }),
  });
  return { status: 200, body };
}
