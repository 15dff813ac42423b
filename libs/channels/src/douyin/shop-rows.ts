import type { Instant } from '#kernel';
import type { JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import type { Channel } from '../inbox/notice.js';
import type { ChannelDeps } from '../notice-handling.js';
import type { NoticeReading } from '../notice-reading.js';
import { refusal, refused, type Answer } from '../refusals.js';
import { splitRows, takeRows, type Rows, type RowsAnswer, type RowsRequest } from '../rows.js';
import { DOUYIN_CARDS } from './card-policy.js';
import type { SettleRowContext } from './settle-bill.js';

/** Rows of a list that the platform keeps of a shop. */
export interface ShopRows {
  readonly channel: Channel;
  /** The platform's own number of a row, and its shape. */
  readonly id: { readonly field: string; readonly shape: RegExp };
  readonly read: (row: JsonObject, context: SettleRowContext) => Promise<NoticeReading>;
}

/** `{"shop_id": …, "rows": [ … ]}`, because rows do not name their shop. One result a row; those of one number in their order. */
export async function receiveShopRows(
  deps: ChannelDeps,
  { rawBody, now, ingestActor }: RowsRequest,
  kind: ShopRows,
): Promise<Answer<RowsAnswer>> {
  const rows = splitRows(rawBody);
  if ('code' in rows) return refused(rows);
  const head = new Fields(rows.head);
  const shopId = head.digits('shop_id');
  if (head.wrong.length > 0) return refused(refusal('REQUEST_INVALID', [{ field: 'shop_id', says: 'shop_id must be digits' }]));
  const { texts } = rows;
  return { status: 200, body: await takeShopRows(deps, { texts, shopId, now, actor: ingestActor }, kind) };
}

/** Rows to the byte, whose they are, and who brought them. */
export interface BroughtRows extends Pick<Rows, 'texts'> {
  readonly shopId: string;
  readonly actor: string;
  readonly now: Instant;
}

/** Uploaded or pulled: the same row is the same notice. One result a row. */
export function takeShopRows(
  deps: ChannelDeps,
  { texts, shopId, actor, now }: BroughtRows,
  { channel, id, read }: ShopRows,
): Promise<RowsAnswer> {
  const idOf = (row: JsonObject): string => new Fields(row).textIfAny(id.field, id.shape) ?? '';
  return takeRows(
    deps,
    { texts },
    {
      now,
      cards: DOUYIN_CARDS,
      lane: idOf,
      notice: (row) => {
        const externalId = idOf(row);
        return { channel, source: shopId, actor, ...(externalId && { externalId }) };
      },
      read: (row) => read(row, { merchants: deps.merchants, shopId, now }),
    },
  );
}
