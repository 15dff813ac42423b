import { instant, type Instant } from '#kernel';
import type { JsonObject } from '../../exact-json.js';
import { Fields } from '../../fields.js';
import { rowsUnder } from '../../json-parts.js';
import { GatewayRefusal, type GatewayData } from './gateway-answer.js';
import type { GatewayClient } from './gateway-client.js';
import { AFTERSALE_LIST, ORDER_LIST, type ListTerms } from './gateway-data.js';
import { secondsOf } from './time.js';

/** From one moment to another, both in it: whole seconds. */
export interface TimeWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** A list of the platform that is read by time, page by page. */
export interface PagedList {
  readonly terms: ListTerms;
  /** Name of the rows in the answer. */
  readonly rows: string;
  readonly params: (window: TimeWindow) => JsonObject;
}

/** Orders whose main status moved in the window: `update_time` moves with nothing else. */
export const UPDATED_ORDERS: PagedList = {
  terms: ORDER_LIST,
  rows: 'shop_order_list',
  params: ({ from, to }) => ({
    update_time_start: secondsOf(from),
    update_time_end: secondsOf(to),
    order_by: 'update_time',
    order_asc: true,
  }),
};

export const CREATED_ORDERS: PagedList = {
  terms: ORDER_LIST,
  rows: 'shop_order_list',
  params: ({ from, to }) => ({
    create_time_start: secondsOf(from),
    create_time_end: secondsOf(to),
    order_by: 'create_time',
    order_asc: true,
  }),
};

/** Without `order_by` the platform leaves some out. */
export const UPDATED_AFTERSALES: PagedList = {
  terms: AFTERSALE_LIST,
  rows: 'items',
  params: ({ from, to }) => ({
    update_start_time: secondsOf(from),
    update_end_time: secondsOf(to),
    order_by: ['update_time asc'],
  }),
};

export const APPLIED_AFTERSALES: PagedList = {
  terms: AFTERSALE_LIST,
  rows: 'items',
  params: ({ from, to }) => ({ start_time: secondsOf(from), end_time: secondsOf(to), order_by: ['apply_time asc'] }),
};

/**
 * Exact texts of all rows of a window; a row may come twice. A window that holds more than the platform pages through is cut in
 * two. Pages are read from the last to the first: what leaves the window while we read moves the others towards pages that
 * are still to be read.
 * @throws Outage, GatewayRefusal (`WINDOW_TOO_FULL` where one second holds too many)
 */
export async function* listed(client: GatewayClient, list: PagedList, window: TimeWindow): AsyncGenerator<string[]> {
  const { size, reachRows } = list.terms;
  const first = await page(client, list, window, 0);
  const total = totalOf(first);
  if (total === undefined) {
    yield* forward(client, list, window, first);
    return;
  }
  if (total > Math.min(...reachRows)) {
    for (const half of halves(window, list.terms.method)) yield* listed(client, list, half);
    return;
  }
  for (let number = Math.ceil(total / size) - 1; number >= 1; number -= 1) {
    yield rowsUnder((await page(client, list, window, number)).text, list.rows);
  }
  // Read again where others were read meanwhile: what was on the second page may be on the first by now.
  const last = total > size ? await page(client, list, window, 0) : first;
  yield rowsUnder(last.text, list.rows);
}

/** Where the total is hidden from us: until a page is not full. What shifts meanwhile is left to the overlap of windows. */
async function* forward(
  client: GatewayClient,
  list: PagedList,
  window: TimeWindow,
  first: GatewayData,
): AsyncGenerator<string[]> {
  const { size, reachRows, method } = list.terms;
  let rows = rowsUnder(first.text, list.rows);
  for (let number = 1; ; number += 1) {
    yield rows;
    if (rows.length < size) return;
    if ((number + 1) * size > Math.min(...reachRows)) {
      for (const half of halves(window, method)) yield* listed(client, list, half);
      return;
    }
    rows = rowsUnder((await page(client, list, window, number)).text, list.rows);
  }
}

function page(client: GatewayClient, list: PagedList, window: TimeWindow, number: number): Promise<GatewayData> {
  const { method, size } = list.terms;
  return client(method, { ...list.params(window), page: number, size });
}

/** A permission package may hide it. */
function totalOf({ value }: GatewayData): number | undefined {
  const fields = new Fields(value);
  const total = fields.has('total') ? fields.code('total') : undefined;
  return fields.wrong.length > 0 ? undefined : total;
}

function halves({ from, to }: TimeWindow, method: string): TimeWindow[] {
  const [start, end] = [secondsOf(from), secondsOf(to)];
  if (end <= start) throw new GatewayRefusal(method, 'WINDOW_TOO_FULL', '');
  const middle = Math.floor((start + end) / 2);
  return [
    { from, to: instant(middle * 1_000) },
    { from: instant((middle + 1) * 1_000), to },
  ];
}
