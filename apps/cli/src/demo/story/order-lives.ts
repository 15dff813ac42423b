import type { ToldMovement } from './account-items.js';
import type { Cast } from './cast.js';
import type { CounterLife, CounterOrder } from './counter.js';
import type { PushItem } from './douyin-messages.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './moments.js';
import { OrderTeller, type OrderOutcome } from './order-teller.js';
import { Random } from './random.js';
import type { SettleRow } from './settle-rows.js';

/** How an order fares, and how many of a thousand fare so. Each comes once before chance decides. */
const LIVES = {
  completed: 480,
  unpaid: 60,
  cancelled_paid: 40,
  refund_due: 4,
  returned: 50,
  partly_refunded: 60,
  refund_refused: 20,
  held: 10,
  repriced: 30,
  partly_shipped: 26,
  refund_after_settlement: 18,
  deposit_refund: 5,
  cash_on_delivery: 17,
  discounted: 100,
  deposit_and_balance: 20,
  deposit_forfeited: 5,
  arbitrated: 12,
  special_right: 10,
  compensated: 15,
  collected: 8,
  collected_at_second_try: 4,
  not_taken_on: 2,
  collected_and_paid_inside: 2,
  collected_on_delivery: 2,
} as const;
export type OrderLife = keyof typeof LIVES;
export const ORDER_LIVES = Object.keys(LIVES) as readonly OrderLife[];

export interface ToldOrder {
  readonly items: readonly PushItem[];
  readonly rows: readonly SettleRow[];
  readonly movements: readonly ToldMovement[];
  readonly outcome: OrderOutcome;
  /** Live and discounted: its money takes every way that there is. */
  readonly isWorthALook: boolean;
  /** Where it is handed to a terminal. */
  readonly counter: CounterOrder | undefined;
}

/** One order from its first message to its last settlement row: a function of the cast and its number. */
export function tellOrder(cast: Cast, index: number): ToldOrder {
  const random = new Random(cast.tale, 'order', index);
  const life = ORDER_LIVES[index] ?? random.weighted(LIVES);
  const order = new OrderTeller(cast, index, random);
  const counter = counterOf(life, order);
  const status = COURSES[life](order);
  const { items, rows, movements, live } = order;
  return { items, rows, movements, outcome: order.outcome(status), isWorthALook: live && life === 'discounted', counter };
}

/** Plays a life; answers the status that it ends in. */
type Course = (order: OrderTeller) => string;

const AT_THE_COUNTER: Readonly<Partial<Record<OrderLife, CounterLife>>> = {
  collected: 'collected',
  collected_at_second_try: 'second_try',
  not_taken_on: 'not_taken_on',
  collected_and_paid_inside: 'paid_inside',
  collected_on_delivery: 'on_delivery',
};

/** Its buyer pays inside, where they do, a day later: while they stand at the counter. */
function counterOf(life: OrderLife, order: OrderTeller): CounterOrder | undefined {
  const counterLife = AT_THE_COUNTER[life];
  if (!counterLife) return undefined;
  const { orderId, due: amount, live } = order;
  const paidInside = counterLife === 'paid_inside' ? order.paysInside(DAY_MS) : undefined;
  return { orderId, amount, live, life: counterLife, paidInside };
}

const usual: Course = (order) => {
  order.pays();
  order.ships();
  return completes(order);
};

const completes: Course = (order) => {
  order.completes();
  order.settles(order.subsidy());
  return 'settled';
};

const paidOnDelivery: Course = (order) => {
  order.pays(0);
  order.ships();
  order.completes();
  return 'completed';
};

/** Inside Douyin nothing more happens. */
const leftToTheCounter: Course = () => 'created';

const isRefundedLate =
  (tradeType: 1 | 2): Course =>
  (order) => {
    usual(order);
    const amount = order.part();
    const status = order.isRefunded(9 * DAY_MS, { amount });
    order.settlesRefund(10 * DAY_MS, tradeType, amount);
    return status;
  };

const COURSES: Readonly<Record<OrderLife, Course>> = {
  completed: usual,
  unpaid: (order) => {
    order.isCancelled(30 * MINUTE_MS, '超时未支付');
    return 'cancelled';
  },
  cancelled_paid: (order) => {
    order.pays();
    order.isCancelled(20 * MINUTE_MS, '不想要了');
    return order.isRefunded(40 * MINUTE_MS, { amount: order.paid, afterMs: 15 * MINUTE_MS });
  },
  refund_due: (order) => {
    order.pays();
    order.isCancelled(20 * MINUTE_MS, '拍错了');
    return 'refund_due';
  },
  returned: (order) => {
    order.pays();
    order.ships();
    return order.isRefunded(3 * DAY_MS, { amount: order.paid, goodsBack: true });
  },
  partly_refunded: (order) => {
    order.pays();
    order.ships();
    const status = order.isRefunded(2 * DAY_MS, { amount: order.part() });
    order.completes();
    order.settles(0);
    return status;
  },
  refund_refused: (order) => {
    order.pays();
    order.ships();
    order.isRefusedRefund(2 * DAY_MS);
    return completes(order);
  },
  held: (order) => {
    order.isHeld(MINUTE_MS);
    return usual(order);
  },
  repriced: (order) => {
    order.isRepriced(MINUTE_MS, 500);
    return usual(order);
  },
  partly_shipped: (order) => {
    order.pays();
    order.shipsPart(5 * HOUR_MS);
    order.ships();
    return completes(order);
  },
  refund_after_settlement: isRefundedLate(1),
  deposit_refund: isRefundedLate(2),
  cash_on_delivery: paidOnDelivery,
  discounted: (order) => {
    order.paysDiscounted();
    order.ships();
    order.costs('insurance', 40);
    return completes(order);
  },
  deposit_and_balance: (order) => {
    order.paysDeposit();
    order.paysBalance(3 * HOUR_MS);
    order.ships();
    return completes(order);
  },
  deposit_forfeited: (order) => {
    order.paysDeposit();
    order.isCancelled(DAY_MS, '尾款超时未支付');
    return 'deposit_kept';
  },
  arbitrated: (order) => {
    order.pays();
    order.ships();
    return order.isArbitrated(2 * DAY_MS, order.paid);
  },
  special_right: (order) => {
    order.pays();
    order.ships();
    return order.isRefunded(2 * DAY_MS, { amount: order.paid, specialRight: true });
  },
  compensated: (order) => {
    order.costs('compensation', 500);
    return usual(order);
  },
  collected: leftToTheCounter,
  collected_at_second_try: leftToTheCounter,
  not_taken_on: leftToTheCounter,
  collected_and_paid_inside: completes,
  collected_on_delivery: paidOnDelivery,
};
