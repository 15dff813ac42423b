import type { Caller } from './caller.js';
import { MERCHANT, openShop } from './shop.js';
import { WECHAT_MERCHANT } from './statement-files.js';

/** A shop, and the accounts that the files of statement-files.ts are about. */
export async function openStatements(admin: Caller): Promise<void> {
  await openShop(admin);
  for (const [id, channel, merchantNo] of [
    ['wx', 'wechat', WECHAT_MERCHANT],
    ['ali', 'alipay', '2088000000000001'],
  ]) {
    const { status, text } = await admin.post(`/v1/merchants/${MERCHANT}/payment-interfaces`, {
      id,
      channel,
      merchantNo,
      methods: ['wechat'],
      validFrom: '2026-01-01T00:00:00+08:00',
    });
    if (status !== 200) throw new Error(text);
  }
}
