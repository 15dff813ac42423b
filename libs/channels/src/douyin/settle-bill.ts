import { ZERO, businessDateOf, isMoney, type Instant, type Money } from '#kernel';
import type { DouyinShop, MerchantDirectory } from '#merchants';
import type { OrderSettled } from '#orders';
import type { DouyinSettled } from '#settlements';
import type { ChannelCommand } from '../channel-command.js';
import { isClockFarOff } from '../clock.js';
import type { JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';
import { billTime } from './bill-time.js';

export interface SettleRowContext {
  readonly merchants: MerchantDirectory;
  /** Rows do not name their shop. */
  readonly shopId: string;
  readonly now: Instant;
}

type Fees = DouyinSettled['fees'];

export const REQUEST_NO = /^[A-Za-z0-9_-]{1,64}$/;

/** What one row of `order.getSettleBillDetailV3` means to the ledger. Amounts 分. */
export async function readSettleRow(row: JsonObject, context: SettleRowContext): Promise<NoticeReading> {
  const { merchants, shopId, now } = context;
  const fields = new Fields(row);
  const said = {
    requestNo: fields.text('request_no', REQUEST_NO),
    orderId: fields.digits('shop_order_id'),
    subOrderId: fields.digits('order_id'),
    tradeType: tradeTypeOf(fields),
    income: size(fields, 'total_income'),
    subsidy: subsidyOf(fields),
    fees: feesOf(fields),
    net: size(fields, 'settle_amount'),
  };
  const outcome = fields.has('total_outcome') ? fields.size('total_outcome') : undefined;
  const occurredAt = billTime(fields, 'settle_time');
  if (fields.wrong.length > 0) return fieldsInvalid(fields.wrong);
  if (isClockFarOff(occurredAt, now)) return parked('CLOCK_FAR_OFF', occurredAt);
  const mismatch = isTurnedRound(fields, said.tradeType) ? 'amounts of opposite signs' : mismatchIn(said, outcome);
  if (mismatch !== undefined) return parked('ROW_DOES_NOT_ADD_UP', mismatch);
  const shop = await merchants.douyinShop(shopId);
  if (!shop) return parked('UNKNOWN_SHOP', shopId);
  const booking = bookingOf(shop, occurredAt, methodOf(row['pay_type_desc']));
  return { commands: commandsOf({ key: said.requestNo, occurredAt, booking, shopId, ...said }) };
}

/** The row itself, and what it means to the order that it names. */
function commandsOf(row: Omit<DouyinSettled, 'type'>): [ChannelCommand, ChannelCommand] {
  const { key, income, subOrderId: _, ...common } = row;
  const settled: OrderSettled = { type: 'DouyinOrderSettled', ...common, key: `settled:${key}`, gross: income };
  return [
    { feature: 'settlements', command: { type: 'RecordSettlementFact', fact: { type: 'DouyinSettlementRecorded', ...row } } },
    { feature: 'orders', command: { type: 'RecordOrderFact', fact: settled } },
  ];
}

/** Only the sign of fees is in doubt. A settlement pays out; money that goes back may be printed as such, both amounts alike. */
function isTurnedRound(fields: Fields, tradeType: DouyinSettled['tradeType']): boolean {
  const amounts = [fields.signed('total_income'), fields.signed('settle_amount')];
  return amounts.some((amount) => amount < 0) && (tradeType === 0 || amounts.some((amount) => amount > 0));
}

/** The sign of fees differs between the platform's API and its exports: sizes are taken, and the row must add up by them. */
function mismatchIn(
  { income, subsidy, fees, net }: Pick<DouyinSettled, 'income' | 'subsidy' | 'fees' | 'net'>,
  outcome: Money | undefined,
): string | undefined {
  const charged = Object.values(fees).reduce((before, fee) => before + fee, 0);
  if (outcome !== undefined && outcome !== charged) return 'total_outcome is not the sum of the fees';
  if (charged > income || net !== income - charged) return 'settle_amount is not total_income less total_outcome';
  return subsidy > income ? 'more subsidy than total_income' : undefined;
}

const size = (fields: Fields, name: string): Money => (fields.has(name) ? fields.size(name) : fields.refuse(name, ZERO));

const feesOf = (fields: Fields): Fees => ({
  platformService: fields.size('platform_service_fee'),
  commission: fields.size('commission'),
  channel: fields.size('good_learn_channel_fee'),
  colonel: fields.size('colonel_service_fee'),
  promotion: fields.size('channel_promotion_fee'),
  other: fields.size('other_sharing_amount'),
});

/** What the platform, talents and the payment company add to the buyer's money. */
function subsidyOf(fields: Fields): Money {
  const names = ['platform_coupon', 'author_coupon', 'zt_pay_promotion', 'zr_pay_promotion'];
  const total = names.reduce((before, name) => before + fields.size(name), 0);
  return isMoney(total) ? total : fields.refuse('platform_coupon', ZERO);
}

function tradeTypeOf(fields: Fields): DouyinSettled['tradeType'] {
  const tradeType = fields.code('trade_type');
  return tradeType === 0 || tradeType === 1 || tradeType === 2 || tradeType === 3 ? tradeType : fields.refuse('trade_type', 0);
}

function methodOf(description: unknown): string {
  if (typeof description !== 'string') return 'unknown';
  if (description.includes('微信')) return 'wechat';
  return description.includes('支付宝') ? 'alipay' : 'unknown';
}

const bookingOf = ({ merchantId: merchant, storeId: store, cutOff }: DouyinShop, at: Instant, method: string) => ({
  businessDate: businessDateOf(at, cutOff),
  of: { merchant, store, side: 'online', channel: 'douyin', method } as const,
});
