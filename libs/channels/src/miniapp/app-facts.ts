import { businessDateOf, instant, type Instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import type { MiniAppFact } from '#miniapp';
import { isClockFarOff } from '../clock.js';
import { Fields } from '../fields.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';

export interface MiniAppContext {
  readonly merchants: MerchantDirectory;
  /** The mini-app whose key verified the callback. */
  readonly appId: string;
  readonly now: Instant;
}

/** A fact as a callback says it; where in the books it belongs is ours to add. */
export type SaidMiniAppFact = MiniAppFact extends infer F ? (F extends MiniAppFact ? Omit<F, 'booking'> : never) : never;

export const APP_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** Part of a stream's name. */
const NUMBER = /^[A-Za-z0-9_-]{1,64}$/;
const OUTSIDE_NUMBER = /^[\x21-\x7e]{1,64}$/;
/** Seconds below, milliseconds above: some callbacks tell the one, some the other. */
const SECONDS_BELOW = 100_000_000_000;
const LAST_MS = 253_402_128_000_000;

export async function recordedMiniAppFact(
  said: SaidMiniAppFact,
  fields: Fields,
  context: MiniAppContext,
): Promise<NoticeReading> {
  if (fields.wrong.length > 0) return fieldsInvalid(fields.wrong);
  const { occurredAt } = said;
  if (isClockFarOff(occurredAt, context.now)) return parked('CLOCK_FAR_OFF', occurredAt);
  const account = await context.merchants.channelAccount('mini-app', context.appId);
  if (!account) return parked('UNKNOWN_ACCOUNT', context.appId);
  const { merchantId: merchant, storeId: store, cutOff } = account;
  const booking = {
    businessDate: businessDateOf(occurredAt, cutOff),
    of: { merchant, store, side: 'online', channel: 'douyin-miniapp', method: 'unknown' },
  } as const;
  return { commands: [{ feature: 'miniapp', command: { type: 'RecordMiniAppFact', fact: { ...said, booking } } }] };
}

/** Douyin's id of the order where it is said, since refunds name that alone; else the mini-app's own number. */
export function namedIn(
  fields: Fields,
  appId: string,
  outName: string,
): Pick<MiniAppFact, 'appId' | 'naming' | 'orderNo' | 'outOrderNo'> {
  const orderId = fields.textIfAny('order_id', NUMBER);
  const outOrderNo = orderId === undefined ? fields.text(outName, NUMBER) : fields.textIfAny(outName, OUTSIDE_NUMBER);
  return {
    appId,
    naming: orderId === undefined ? 'cp' : 'order',
    orderNo: orderId ?? outOrderNo ?? '',
    ...(outOrderNo !== undefined && { outOrderNo }),
  };
}

export const channelTradeNo = (fields: Fields, name: string): { channelTradeNo?: string } => {
  const no = fields.textIfAny(name, OUTSIDE_NUMBER);
  return no === undefined ? {} : { channelTradeNo: no };
};

/** The first of these names that is there. */
export const refundIdIn = (fields: Fields, ...names: readonly [string, ...string[]]): string =>
  fields.text(names.find((name) => fields.has(name)) ?? names[0], NUMBER);

/** Unix seconds or milliseconds of the first of these names that is there. */
export function momentIn(fields: Fields, ...names: readonly [string, ...string[]]): Instant {
  const name = names.find((each) => fields.hasTime(each)) ?? names[0];
  const value = fields.code(name);
  return instant(Math.min(value < SECONDS_BELOW ? value * 1000 : value, LAST_MS));
}
