import { stringify } from 'lossless-json';
import { unixSeconds } from './moments.js';

/** One message of a push, and when Douyin would first deliver it. */
export interface PushItem {
  readonly deliveredAt: number;
  readonly tag: string;
  readonly msgId: string;
  /** Ids are bigints: on the wire they are numbers beyond 2^53. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What all messages of one order share. */
export interface OrderIds {
  readonly shopId: string;
  /** Parent order; an order of one piece has itself as its only sub-order. */
  readonly orderId: string;
  readonly subOrderIds: readonly string[];
}

export const TAG = {
  probe: '0',
  created: '100',
  paid: '101',
  shipped: '102',
  completed: '103',
  cancelled: '106',
  partlyShipped: '108',
  repriced: '109',
  held: '110',
  aftersaleApplied: '200',
  refundAgreed: '201',
  goodsReturned: '203',
  refundRefused: '204',
  refunded: '206',
  aftersaleClosed: '207',
  arbitrated: '212',
  specialRightApplied: '224',
  specialRightRefunded: '225',
} as const;

export function pushItem(tag: string, ids: OrderIds, atMs: number, fields: Readonly<Record<string, unknown>>): PushItem {
  const { orderId, subOrderIds, shopId } = ids;
  return {
    deliveredAt: atMs,
    tag,
    msgId: `${orderId}:${String(unixSeconds(atMs))}:${tag}`,
    data: { p_id: BigInt(orderId), s_ids: subOrderIds.map(BigInt), shop_id: BigInt(shopId), ...fields },
  };
}

/** How senders differ: tag as text or number, data as JSON text or already an object, msg_id or msgId. */
export interface Spelling {
  readonly tagAsNumber: boolean;
  readonly dataAsObject: boolean;
  readonly idInCamelCase: boolean;
}

/** The body of one push, to the byte. */
export const pushBody = (items: readonly (PushItem & { readonly spelling: Spelling })[]): string =>
  textOf(
    items.map(({ tag, msgId, data, spelling }) => ({
      tag: spelling.tagAsNumber ? Number(tag) : tag,
      [spelling.idInCamelCase ? 'msgId' : 'msg_id']: msgId,
      data: spelling.dataAsObject ? data : textOf(data),
    })),
  );

function textOf(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('nothing to write');
  return text;
}
