import type { JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import type { Channel } from '../inbox/notice.js';
import type { ChannelDeps } from '../notice-handling.js';
import type { NoticeReading } from '../notice-reading.js';
import { refusal, refused, type Answer } from '../refusals.js';
import { splitRows, takeRows, type RowsAnswer, type RowsRequest } from '../rows.js';
import { DOUYIN_CARDS } from './card-policy.js';
import type { SettleRowContext } from './settle-bill.js';

/** Rows of a list that the platform keeps of a shop. */
interface ShopRows {
  readonly channel: Channel;
  /** The platform's own number of a row, and its shape. */
  readonly id: { readonly field: string; readonly shape: RegExp };
  readonly read: (row: JsonObject, context: SettleRowContext) => Promise<NoticeReading>;
}

/** `{"shop_id": …, "rows": [ … ]}`, because rows do not name their shop. One result a row; those of one number in their order. */
export async function receiveShopRows(
  deps: ChannelDeps,
  { rawBody, now, ingestKeyId }: RowsRequest,
  { channel, id, read }: ShopRows,
): Promise<Answer<RowsAnswer>> {
  const rows = splitRows(rawBody);
  if ('code' in rows) return refused(rows);
  const head = new Fields(rows.head);
  const shopId = head.digits('shop_id');
  if (head.wrong.length > 0) return refused(refusal('REQUEST_INVALID', [{ field: 'shop_id', says: 'shop_id must be digits' }]));
  const idOf = (row: JsonObject): string => new Fields(row).textIfAny(id.field, id.shape) ?? '';
  const body = await takeRows(deps, rows, {
    now,
    cards: DOUYIN_CARDS,
    lane: idOf,
    notice: (row) => {
      const externalId = idOf(row);
      return { channel, source: shopId, actor: `key:${ingestKeyId}`, ...(externalId && { externalId }) };
    },
    read: (row) => read(row, { merchants: deps.merchants, shopId, now }),
  });
  return { status: 200, body };
}
