import type { Instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import { isClockFarOff } from '../clock.js';
import { isJsonObject, type JsonObject } from '../exact-json.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';
import { factsOfAftersale } from './aftersale-row.js';
import { factsOfOrderDetail, type DetailReading } from './order-detail.js';
import { recording } from './push-reading.js';

export interface PulledContext {
  readonly merchants: MerchantDirectory;
  /** Whose shop was asked about. */
  readonly shopId: string;
  readonly now: Instant;
}

export const isAftersaleRow = (row: JsonObject): boolean => isJsonObject(row['aftersale_info']);

/** What an order detail, or a row of the after-sale list, says; a permission package may hide the shop that it is of. */
export const factsOfPulled = (row: JsonObject, shopId: string): DetailReading =>
  isAftersaleRow(row) ? factsOfAftersale(row, shopId) : factsOfOrderDetail(row, { shopId });

/** What was pulled means what a push that says the same would mean. */
export async function readPulled(row: JsonObject, { merchants, shopId, now }: PulledContext): Promise<NoticeReading> {
  const reading = factsOfPulled(row, shopId);
  if ('wrong' in reading) return fieldsInvalid(reading.wrong);
  const { facts } = reading;
  const strange = facts.find((fact) => fact.shopId !== shopId);
  if (strange) return fieldsInvalid(['shop_id']);
  const farOff = facts.find(({ occurredAt }) => isClockFarOff(occurredAt, now));
  if (farOff) return parked('CLOCK_FAR_OFF', farOff.occurredAt);
  const shop = await merchants.douyinShop(shopId);
  if (!shop) return parked('UNKNOWN_SHOP', shopId);
  const [first, ...others] = facts.map((fact) => recording(fact, shop));
  return first ? { commands: [first, ...others] } : { ignored: 'NOT_MONEY' };
}
