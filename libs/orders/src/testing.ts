import fc from 'fast-check';
import { canonicalJson, instant, localDate, money, sum, type Dimensions, type Fact, type Instant, type Money } from '#kernel';
import { shanghai } from '#kernel/testing';
import type { OrderFact, OrderSettled, SettlementFees } from './domain/order.messages.js';
import type { AftersaleMoved, AftersaleStep, RefundSucceeded } from './domain/order-aftersale.messages.js';
import type { OrderDetailed, OrderPhasePaid } from './domain/order-particulars.messages.js';

/** What a made-up order is about; every field has a usual value. */
export interface OrderSetting {
  readonly orderId: string;
  readonly shopId: string;
  /** Pay type of its payment; 0 is cash on delivery. */
  readonly payType: number;
}

export const SHOP = '4463798';
type OfOrder = Omit<Fact, 'type'> & Pick<OrderSetting, 'orderId' | 'shopId'>;

const USUAL: OrderSetting = { orderId: '6900000000000000001', shopId: SHOP, payType: 1 };
const METHODS: Readonly<Record<number, string>> = { 0: 'cod', 1: 'wechat', 2: 'alipay' };
const HOUR_MS = 3_600_000;
const FIRST_HOUR = shanghai('2026-09-21 10:00');

/** The n-th hour of the story; a day holds four of them, so that stories span days. */
export const hour = (n: number): Instant => instant(Date.parse(FIRST_HOUR) + n * 6 * HOUR_MS);

/** One maker per fact: `at` is when it happened. */
export interface OrderFacts {
  readonly created: (at: Instant, liveRoomId?: string) => OrderFact;
  readonly held: (at: Instant) => OrderFact;
  readonly paid: (at: Instant, amount: Money) => OrderFact;
  readonly repriced: (at: Instant, totalAmount: Money) => OrderFact;
  readonly partlyShipped: (at: Instant) => OrderFact;
  readonly shipped: (at: Instant) => OrderFact;
  readonly completed: (at: Instant) => OrderFact;
  readonly cancelled: (at: Instant) => OrderFact;
  readonly phasePaid: (at: Instant, phase: number, amount: Money, phases?: number) => OrderPhasePaid;
  readonly detailed: (at: Instant, said: Partial<OrderDetailed>) => OrderDetailed;
  readonly aftersale: (at: Instant, aftersaleId: string, step: AftersaleStep, said?: Partial<AftersaleMoved>) => AftersaleMoved;
  readonly refunded: (at: Instant, amount: Money, aftersaleId: string, said?: Partial<RefundSucceeded>) => RefundSucceeded;
  readonly settled: (at: Instant, row: SettledRow) => OrderFact;
}

export interface SettledRow extends Pick<OrderSettled, 'requestNo' | 'gross'> {
  readonly tradeType?: OrderSettled['tradeType'];
  readonly subsidy?: Money;
  readonly fees?: Partial<SettlementFees>;
  /** What adds up, unless said. */
  readonly net?: Money;
}

const ZERO = money(0);
const NO_FEES: SettlementFees = {
  platformService: ZERO,
  commission: ZERO,
  channel: ZERO,
  colonel: ZERO,
  promotion: ZERO,
  other: ZERO,
};

/** Makes the facts of one order as its channel would. */
export function factsOf(setting: Partial<OrderSetting> = {}): OrderFacts {
  const { orderId, shopId, payType } = { ...USUAL, ...setting };
  const of = (method: string): Dimensions => ({ merchant: 'm1', store: '-', side: 'online', channel: 'douyin', method });
  const basics = (key: string, at: Instant, method = 'unknown'): OfOrder => ({
    key,
    occurredAt: at,
    booking: { businessDate: localDate(at), of: of(method) },
    orderId,
    shopId,
  });
  return {
    created: (at, liveRoomId) => ({
      type: 'DouyinOrderCreated',
      ...basics('created', at),
      orderType: 0,
      ...(liveRoomId !== undefined && { liveRoomId }),
    }),
    held: (at) => ({ type: 'DouyinOrderPaymentHeld', ...basics('held', at) }),
    paid: (at, amount) => ({
      type: 'DouyinOrderPaid',
      ...basics('paid', at, METHODS[payType] ?? 'unknown'),
      amount,
      payType,
    }),
    repriced: (at, totalAmount) => ({
      type: 'DouyinOrderRepriced',
      ...basics(`repriced:${String(Date.parse(at))}`, at),
      totalAmount,
      postAmount: money(0),
    }),
    partlyShipped: (at) => ({
      type: 'DouyinOrderPartlyShipped',
      ...basics(`partly_shipped:${String(Date.parse(at))}`, at),
    }),
    shipped: (at) => ({ type: 'DouyinOrderShipped', ...basics('shipped', at) }),
    completed: (at) => ({ type: 'DouyinOrderCompleted', ...basics('completed', at) }),
    cancelled: (at) => ({ type: 'DouyinOrderCancelled', ...basics('cancelled', at) }),
    phasePaid: (at, phase, amount, phases) => ({
      type: 'DouyinOrderPhasePaid',
      ...basics(`phase:${orderId}:${String(phase)}`, at),
      phase,
      amount,
      payType,
      ...(phases !== undefined && { phases }),
    }),
    detailed: (at, said) => ({
      ...basics(`detailed:${String(Date.parse(at))}:${canonicalJson(said)}`, at),
      ...said,
      type: 'DouyinOrderDetailed',
    }),
    aftersale: (at, aftersaleId, step, said) => ({
      ...basics(`aftersale:${aftersaleId}:${step}:${String(Date.parse(at))}`, at),
      ...said,
      type: 'DouyinAftersaleMoved',
      aftersaleId,
      step,
    }),
    refunded: (at, amount, aftersaleId, said) => ({
      ...basics(`refund:${aftersaleId}`, at),
      ...said,
      type: 'DouyinRefundSucceeded',
      aftersaleId,
      amount,
    }),
    settled: (at, { requestNo, gross, tradeType = 0, subsidy = ZERO, fees: charged, net }) => {
      const fees = { ...NO_FEES, ...charged };
      return {
        type: 'DouyinOrderSettled',
        ...basics(`settled:${requestNo}`, at),
        requestNo,
        tradeType,
        gross,
        subsidy,
        fees,
        net: net ?? money(Math.abs(gross - sum(Object.values(fees)))),
      };
    },
  };
}

const amounts = fc.integer({ min: 0, max: 1_000_000 }).map(money);
const hours = fc.integer({ min: 0, max: 40 }).map(hour);
const payTypes = fc.constantFrom(0, 1, 2);
const aftersaleIds = fc.constantFrom('71', '72', '73');
const refundChannels = fc.constantFrom(-1, 0, 1, 2, 3, 5);
const NOTHING_TO_REFUND = { refundChannel: 4 };
const tradeTypes = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const);
const steps = fc.constantFrom<AftersaleStep>('applied', 'refund_agreed', 'goods_returned', 'closed', 'arbitration', 'other');

/** Any field of a detail may be hidden from us. */
const details = fc.record(
  {
    orderStatus: fc.constantFrom(1, 2, 3, 4, 5, 101, 105),
    mainStatus: fc.constantFrom(2, 5, 21, 22, 39, 103),
    payType: payTypes,
    orderAmount: amounts,
    payAmount: amounts,
    discounts: amounts,
    discountShop: amounts,
    discountPlatform: amounts,
    discountTalent: amounts,
    discountPayment: amounts,
  },
  { requiredKeys: [] },
);

const someAftersaleFact = (make: OrderFacts): fc.Arbitrary<OrderFact> =>
  fc.oneof(
    fc
      .tuple(hours, aftersaleIds, steps, fc.record({ refundAmount: amounts }, { requiredKeys: [] }))
      .map((args) => make.aftersale(...args)),
    fc
      .tuple(hours, amounts, aftersaleIds, fc.record({ refundChannel: refundChannels }, { requiredKeys: [] }))
      .map((args) => make.refunded(...args)),
    fc.tuple(hours, amounts).map(([at, amount]) => make.refunded(at, amount, '74', NOTHING_TO_REFUND)),
  );

const someSettlement = (make: OrderFacts): fc.Arbitrary<OrderFact> =>
  fc
    .record({ at: hours, gross: amounts, subsidy: amounts, net: amounts, fee: amounts, tradeType: tradeTypes })
    .map(({ at, fee, ...row }) =>
      make.settled(at, { requestNo: `r${String(row.tradeType)}`, ...row, fees: { platformService: fee } }),
    );

/** Facts of one order without any sense of order: early, late, contradicting, without payment. */
export const someOrderFacts = (setting: Partial<OrderSetting> = {}): fc.Arbitrary<OrderFact[]> => {
  const make = factsOf(setting);
  const fact = fc.oneof(
    hours.map((at) => make.created(at)),
    hours.map(make.held),
    fc.tuple(hours, amounts, payTypes).map(([at, amount, payType]) => factsOf({ ...setting, payType }).paid(at, amount)),
    fc.tuple(hours, fc.constantFrom(1, 2), amounts).map((args) => make.phasePaid(...args)),
    fc.tuple(hours, details).map((args) => make.detailed(...args)),
    fc.tuple(hours, amounts).map(([at, amount]) => make.repriced(at, amount)),
    hours.map(make.partlyShipped),
    hours.map(make.shipped),
    hours.map(make.completed),
    hours.map(make.cancelled),
    someAftersaleFact(make),
    someAftersaleFact(make),
    someSettlement(make),
  );
  return fc.array(fact, { minLength: 1, maxLength: 12 });
};
