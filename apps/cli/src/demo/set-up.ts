import type { Cast } from './story/cast.js';
import type { Ledger } from './ledger.js';

/** Where the terminals stood before the story begins. */
const ENROLLED_FROM = '2025-11-01T09:00:00+08:00';

/** Merchant, stores, shop, live room, terminals. Said again, it changes nothing. */
export async function setUp(ledger: Ledger, cast: Cast): Promise<void> {
  const { merchantId, merchantName, cutOff, stores, shop, room, terminals } = cast;
  const say = (path: string, key: string, body: unknown): Promise<unknown> =>
    ledger.post(`/v1/merchants${path}`, body, { 'idempotency-key': `demo-${cast.tale}-${key}` });
  await say('', 'merchant', { id: merchantId, name: merchantName, cutOff });
  for (const { storeId, name } of stores) await say(`/${merchantId}/stores`, `store-${storeId}`, { id: storeId, name });
  await say(`/${merchantId}/douyin-shops`, 'shop', shop);
  await say(`/${merchantId}/live-rooms`, 'room', { ...room, shopId: shop.shopId });
  for (const { merchantNo, terminalNo, storeId, acquirer, model, key } of terminals) {
    const terminal = { merchantNo, terminalNo, storeId, acquirer, model, key, from: ENROLLED_FROM };
    await say(`/${merchantId}/terminals`, `terminal-${terminalNo}`, terminal);
  }
}
