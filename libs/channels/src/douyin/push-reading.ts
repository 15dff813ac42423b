import { businessDateOf, type Instant } from '#kernel';
import type { DouyinShop, MerchantDirectory } from '#merchants';
import type { ChannelCommand } from '../channel-command.js';
import { isClockFarOff } from '../clock.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';
import { readOrderMessage } from './order-facts.js';
import type { SaidOrderFact } from './order-fields.js';
import type { PushMessage } from './push-message.js';

export interface PushContext {
  readonly merchants: MerchantDirectory;
  /** Whose signature the push carried. */
  readonly appKey: string;
  readonly now: Instant;
}

/** What one message of a push means to the ledger. Unknown tags are kept and ignored, never refused. */
export async function readPushMessage({ tag, data }: PushMessage, context: PushContext): Promise<NoticeReading> {
  if (tag === undefined) return parked('MESSAGE_UNREADABLE', 'tag');
  const reading = readOrderMessage(tag, data ?? {});
  if ('ignored' in reading) return reading;
  if (data === undefined) return parked('MESSAGE_UNREADABLE', 'data');
  if ('wrong' in reading) return fieldsInvalid(reading.wrong);
  if ('disagree' in reading) return parked('TAG_AND_DATA_DISAGREE', reading.disagree);
  const { facts } = reading;
  const far = facts.find(({ occurredAt }) => isClockFarOff(occurredAt, context.now));
  if (far) return parked('CLOCK_FAR_OFF', far.occurredAt);
  const { shopId } = facts[0];
  const shop = await context.merchants.douyinShop(shopId);
  if (!shop) return parked('UNKNOWN_SHOP', shopId);
  if (shop.appKey !== context.appKey) return parked('SHOP_OF_OTHER_APP', shopId);
  const [first, ...more] = facts;
  return { commands: [recording(first, shop), ...more.map((fact) => recording(fact, shop))] };
}

/** Records what Douyin said of an order in this shop. How the buyer paid is for the order to say: any of its messages may carry it. */
export const recording = (fact: SaidOrderFact, shop: DouyinShop): ChannelCommand => ({
  feature: 'orders',
  command: {
    type: 'RecordOrderFact',
    fact: {
      ...fact,
      booking: {
        businessDate: businessDateOf(fact.occurredAt, shop.cutOff),
        of: { merchant: shop.merchantId, store: shop.storeId, side: 'online', channel: 'douyin', method: 'unknown' },
      },
    },
  },
});
