import { Outage, plusMs, type Instant } from '#kernel';
import { GatewayRefusal } from '../douyin/openapi/gateway-answer.js';
import type { GatewayClient } from '../douyin/openapi/gateway-client.js';
import { REFUSALS_OF_ONE } from '../douyin/openapi/gateway-data.js';
import { accountItemRows, settleBillRows } from '../douyin/openapi/bill-pages.js';
import {
  APPLIED_AFTERSALES,
  CREATED_ORDERS,
  UPDATED_AFTERSALES,
  UPDATED_ORDERS,
  listed,
  type TimeWindow,
} from '../douyin/openapi/list-pages.js';
import { ACCOUNT_ITEM_ROWS } from '../douyin/receive-account-items.js';
import { SETTLE_BILL_ROWS } from '../douyin/receive-settle-bill.js';
import { takeShopRows, type ShopRows } from '../douyin/shop-rows.js';
import { isJsonObject, parseExact, type JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import { memberOf } from '../json-parts.js';
import { STUCK_AFTER_MS } from './pull-data.js';
import type { PullDeps } from './pull-deps.js';
import type { PullCursor } from './pull-store.js';
import { takePulled, type PullReason } from './take-pulled.js';

/** One window of one kind of one shop. */
export interface Turn {
  readonly cursor: PullCursor;
  readonly window: TimeWindow;
  readonly client: GatewayClient;
  readonly now: Instant;
}

const AT_ONCE = 8;

/** Takes all of a window; answers how much that was. When it resolves everything is durable. @throws Outage, GatewayRefusal */
export function takeWindow(deps: PullDeps, turn: Turn): Promise<number> {
  switch (turn.cursor.kind) {
    case 'orders':
      return takeOrders(deps, turn);
    case 'aftersales':
      return takeAftersales(deps, turn);
    case 'settle_bill':
      return takeRows(deps, turn, { pages: settleBillRows(turn.client, turn.window), kind: SETTLE_BILL_ROWS });
    case 'account_items':
      return takeRows(deps, turn, { pages: accountItemRows(turn.client, turn.window), kind: ACCOUNT_ITEM_ROWS });
    case 'stuck':
      return takeStuck(deps, turn);
  }
}

const reasonOf = ({ job }: PullCursor): PullReason => (job === 'live' ? 'live' : 'backfill');

async function takeOrders(deps: PullDeps, turn: Turn): Promise<number> {
  const { cursor, client, window } = turn;
  const list = cursor.job === 'live' ? UPDATED_ORDERS : CREATED_ORDERS;
  const seen = new Set<string>();
  for await (const rows of listed(client, list, window)) {
    const fresh = rows.filter((text) => isFresh(seen, orderIdOf(objectOf(text)) ?? text));
    await each(fresh, (text) => takeOrder(deps, turn, { orderId: orderIdOf(objectOf(text)), row: text }));
  }
  return seen.size;
}

/** Its detail; where that one is not to be had, or is not told apart, what the list says of it. */
async function takeOrder(
  deps: PullDeps,
  turn: Turn,
  { orderId, row }: { readonly orderId: string | undefined; readonly row: string | undefined },
): Promise<void> {
  const { cursor, now } = turn;
  const text = (orderId === undefined ? undefined : await detailOf(turn, orderId)) ?? row;
  const reason = cursor.kind === 'stuck' ? 'stuck' : reasonOf(cursor);
  if (text !== undefined) await takePulled(deps, { shopId: cursor.shopId, text, now, reason });
}

async function detailOf({ client }: Turn, orderId: string): Promise<string | undefined> {
  try {
    const { text } = await client('order.orderDetail', { shop_order_id: orderId });
    return memberOf(text, 'shop_order_detail');
  } catch (error) {
    if (error instanceof GatewayRefusal && REFUSALS_OF_ONE.includes(error.code)) return undefined;
    throw error;
  }
}

/** `update_time` of an order does not move with its after-sales: they have a list of their own. */
async function takeAftersales(deps: PullDeps, turn: Turn): Promise<number> {
  const { cursor, client, window, now } = turn;
  const list = cursor.job === 'live' ? UPDATED_AFTERSALES : APPLIED_AFTERSALES;
  const seen = new Set<string>();
  for await (const rows of listed(client, list, window)) {
    const fresh = rows.filter((text) => isFresh(seen, text));
    await each(fresh, async (text) => {
      const orderId = shopOrderIdOf(objectOf(text));
      // Of an order that is older than what search reaches, its after-sale is all that leads to it.
      if (orderId !== undefined && (await deps.knownFacts(orderId)).size === 0)
        await takeOrder(deps, turn, { orderId, row: undefined });
      await takePulled(deps, { shopId: cursor.shopId, text, now, reason: reasonOf(cursor) });
    });
  }
  return seen.size;
}

/** By the same way as rows that are uploaded. */
async function takeRows(
  deps: PullDeps,
  { cursor: { shopId }, now }: Turn,
  { pages, kind }: { readonly pages: AsyncIterable<string[]>; readonly kind: ShopRows },
): Promise<number> {
  let taken = 0;
  for await (const texts of pages) {
    const { results } = await takeShopRows(deps, { texts, shopId, actor: `douyin-pull:${shopId}`, now }, kind);
    if (results.some(({ code }) => code === 'OUTAGE')) throw new Outage('rows of the shop could not be finished');
    taken += texts.length;
  }
  return taken;
}

async function takeStuck(deps: PullDeps, turn: Turn): Promise<number> {
  let asked = 0;
  for await (const orderIds of deps.stuckOrders(turn.cursor.shopId, plusMs(turn.now, -STUCK_AFTER_MS))) {
    await each(orderIds, (orderId) => takeOrder(deps, turn, { orderId, row: undefined }));
    asked += orderIds.length;
  }
  return asked;
}

function isFresh(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** Several at once; what is under way has ended when it rejects. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

function objectOf(text: string): JsonObject {
  const row = parseExact(text);
  return isJsonObject(row) ? row : {};
}

function orderIdOf(row: JsonObject): string | undefined {
  const fields = new Fields(row);
  const orderId = fields.digitsIfAny('order_id');
  return fields.wrong.length > 0 ? undefined : orderId;
}

function shopOrderIdOf({ order_info: order }: JsonObject): string | undefined {
  const fields = new Fields(isJsonObject(order) ? order : {});
  const orderId = fields.digitsIfAny('shop_order_id');
  return fields.wrong.length > 0 ? undefined : orderId;
}
