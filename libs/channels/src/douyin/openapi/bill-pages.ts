import { GatewayRefusal, codeText, type GatewayData } from './gateway-answer.js';
import type { GatewayClient } from './gateway-client.js';
import { ACCOUNT_ITEMS, BILL_SUCCESS, SETTLE_BILL } from './gateway-data.js';
import type { Json, JsonObject } from '../../exact-json.js';
import { rowsUnder } from '../../json-parts.js';
import type { TimeWindow } from './list-pages.js';
import { platformTime } from './time.js';

interface Bill {
  readonly method: string;
  readonly size: number;
  /** Fixed parameters besides the window. */
  readonly params: JsonObject;
}

const SETTLED: Bill = { ...SETTLE_BILL, params: { time_type: '0' } };
const MOVED: Bill = { ...ACCOUNT_ITEMS, params: { time_type: 0 } };

/** Rows of `order.getSettleBillDetailV3` that were settled in the window (7 days at most), to the byte. @throws Outage, GatewayRefusal */
export const settleBillRows = (client: GatewayClient, window: TimeWindow): AsyncGenerator<string[]> =>
  pagesOf(client, SETTLED, window);

/** Rows of `order.getShopAccountItem` in the window, to the byte. @throws Outage, GatewayRefusal */
export const accountItemRows = (client: GatewayClient, window: TimeWindow): AsyncGenerator<string[]> =>
  pagesOf(client, MOVED, window);

/**
 * The platform pages by index and time together: `next_start_index` written back without `next_start_time` gives the same page
 * again. The end is where it says so (`is_end`), or where a page leads nowhere new.
 */
async function* pagesOf(
  client: GatewayClient,
  { method, size, params }: Bill,
  { from, to }: TimeWindow,
): AsyncGenerator<string[]> {
  let next: JsonObject = { start_index: '', start_time: platformTime(from) };
  for (;;) {
    const data = await client(method, { ...params, size, end_time: platformTime(to), ...next });
    assertSuccess(method, data);
    yield rowsUnder(data.text, 'data');
    const { is_end: isEnd, next_start_index: index, next_start_time: time } = data.value;
    if (codeText(isEnd) === '1') return;
    const following = { start_index: written(index), start_time: written(time) };
    if (following.start_index === next['start_index'] && following.start_time === next['start_time'])
      throw new GatewayRefusal(method, 'PAGE_LEADS_NOWHERE', '');
    next = following;
  }
}

function assertSuccess(method: string, { value }: GatewayData): void {
  const code = codeText(value['code']);
  if (!BILL_SUCCESS.includes(code)) throw new GatewayRefusal(method, code, '');
}

const written = (value: Json | undefined): string => (typeof value === 'string' ? value : codeText(value));
