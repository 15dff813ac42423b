import type { Cast } from './cast.js';
import { TAG, pushItem, type OrderIds, type PushItem } from './douyin-messages.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, clock, unixSeconds } from './moments.js';
import { Random } from './random.js';
import { settleRow, type SettleRow, type SettleRowFacts } from './settle-rows.js';

/** How an order fares, and how many of a thousand fare so. Each comes once before chance decides. */
const LIVES = {
  completed: 660,
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
} as const;
export type OrderLife = keyof typeof LIVES;
export const ORDER_LIVES = Object.keys(LIVES) as readonly OrderLife[];

/** What the ledger should say of an order when all is told. 分 */
export interface OrderOutcome {
  readonly orderId: string;
  readonly status: string;
  readonly paid: number;
  readonly refunded: number;
  readonly settledGross: number;
}

export interface ToldOrder {
  readonly life: OrderLife;
  readonly items: readonly PushItem[];
  readonly rows: readonly SettleRow[];
  readonly outcome: OrderOutcome;
}

/** Prices of the shop, 分. */
const PRICES = [990, 1990, 2990, 3990, 4990, 6990, 7990, 9900, 12_990, 15_900, 19_900, 29_900, 39_900, 59_900] as const;
/** Minutes at which the host puts a product up: that is when orders pour in. */
const DROPS = ['20:10', '20:45', '21:30'] as const;

/** One order from its first message to its last settlement row: a function of the cast and its number. */
export function tellOrder(cast: Cast, index: number): ToldOrder {
  const random = new Random(cast.tale, 'order', index);
  const life = ORDER_LIVES[index] ?? random.weighted(LIVES);
  return new OrderTeller(cast, index, random).tell(life);
}

class OrderTeller {
  private readonly items: PushItem[] = [];
  private readonly rows: SettleRow[] = [];
  private readonly ids: OrderIds;
  private readonly createdAt: number;
  private readonly live: boolean;
  private price: number;
  private paid = 0;
  private refunded = 0;
  private settledGross = 0;
  private cases = 0;
  private payType = 1;

  constructor(
    private readonly cast: Cast,
    private readonly index: number,
    private readonly random: Random,
  ) {
    const orderId = this.id('69', 0);
    const pieces = random.chance(200) ? 2 : 1;
    const subOrderIds = pieces === 1 ? [orderId] : [this.id('69', 1), this.id('69', 2)];
    this.ids = { shopId: cast.shop.shopId, orderId, subOrderIds };
    this.live = random.chance(550);
    this.createdAt = this.live ? this.inTheRush() : clock('08:30') + random.between(0, 15 * 60 * 60 - 1) * SECOND_MS;
    this.price = random.pick(PRICES) * pieces;
  }

  tell(life: OrderLife): ToldOrder {
    const room = this.live ? { room_id: BigInt(this.cast.room.roomId) } : {};
    this.say(TAG.created, this.createdAt, {
      create_time: unixSeconds(this.createdAt),
      order_status: 1,
      order_type: 0,
      biz: 2,
      ...room,
    });
    const status = this.course(life);
    const { paid, refunded, settledGross } = this;
    const outcome = { orderId: this.ids.orderId, status, paid, refunded, settledGross };
    return { life, items: this.items, rows: this.rows, outcome };
  }

  /** Plays the life; answers the status it ends in. */
  private course(life: OrderLife): string {
    switch (life) {
      case 'unpaid':
        return this.cancel(this.createdAt + 30 * MINUTE_MS, '超时未支付', 'cancelled');
      case 'cancelled_paid':
        this.pay();
        this.cancel(this.after(20), '不想要了', 'refund_due');
        return this.refund(this.after(25), this.paid);
      case 'refund_due':
        this.pay();
        return this.cancel(this.after(20), '拍错了', 'refund_due');
      case 'returned':
        this.pay();
        this.ship();
        return this.refund(this.createdAt + 3 * DAY_MS, this.paid, true);
      case 'partly_refunded': {
        this.pay();
        this.ship();
        const status = this.refund(this.createdAt + 2 * DAY_MS, this.part());
        this.complete();
        this.settle(0);
        return status;
      }
      case 'refund_after_settlement':
      case 'deposit_refund':
        return this.refundedLate(life === 'deposit_refund' ? 2 : 1);
      case 'refund_refused':
        this.pay();
        this.ship();
        this.refuse(this.createdAt + 2 * DAY_MS);
        return this.completeAndSettle();
      case 'held':
        this.say(TAG.held, this.after(1), { pay_type: 1, order_status: 105, update_time: unixSeconds(this.after(1)) });
        return this.usual();
      case 'repriced':
        this.price -= 500;
        this.say(TAG.repriced, this.after(1), {
          modify_time: unixSeconds(this.after(1)),
          total_amount: this.price,
          post_amount: 0,
        });
        return this.usual();
      case 'partly_shipped':
        this.pay();
        this.say(TAG.partlyShipped, this.createdAt + 5 * HOUR_MS, {
          update_time: unixSeconds(this.createdAt + 5 * HOUR_MS),
          order_status: 101,
        });
        this.ship();
        return this.completeAndSettle();
      case 'cash_on_delivery':
        this.pay(0);
        this.ship();
        this.complete();
        return 'completed';
      case 'completed':
        return this.usual();
    }
  }

  private usual(): string {
    this.pay();
    this.ship();
    return this.completeAndSettle();
  }

  private completeAndSettle(): string {
    this.complete();
    this.settle(this.random.chance(250) ? this.random.pick([300, 500, 800, 1000]) : 0);
    return 'settled';
  }

  private refundedLate(tradeType: 1 | 2): string {
    this.usual();
    const at = this.createdAt + 9 * DAY_MS;
    const amount = this.part();
    const status = this.refund(at, amount);
    const fees = tradeType === 1 ? Math.floor((amount * 50_000) / 1_000_000) : 0;
    this.addRow(this.ids, {
      index: 9,
      settledAt: at + DAY_MS,
      tradeType,
      income: amount,
      subsidy: 0,
      platformFee: fees,
      commission: 0,
    });
    this.settledGross -= amount;
    return status;
  }

  private pay(payType = this.random.pick([1, 1, 2])): void {
    const at = this.after(2);
    this.paid = this.price;
    this.payType = payType;
    const said = {
      pay_type: payType,
      pay_time: unixSeconds(at),
      pay_amount: this.price,
      order_status: 2,
      order_type: 0,
      biz: 2,
    };
    this.say(this.random.chance(20) ? TAG.held : TAG.paid, at, said);
  }

  private ship(): void {
    const at = this.createdAt + this.random.between(6, 30) * HOUR_MS;
    const logistics = { express_company_id: 'shunfeng', logistics_code: `SF${this.id('1', 3).slice(0, 13)}` };
    this.say(TAG.shipped, at, { update_time: unixSeconds(at), order_status: 3, logistics_msg: logistics });
  }

  private complete(): void {
    const at = this.createdAt + 4 * DAY_MS + this.random.between(0, 48) * HOUR_MS;
    this.say(TAG.completed, at, { complete_time: unixSeconds(at), order_status: 5 });
  }

  private cancel(at: number, reason: string, status: string): string {
    this.say(TAG.cancelled, at, { cancel_time: unixSeconds(at), cancel_reason: reason, order_status: 4 });
    return status;
  }

  private refund(at: number, amount: number, goodsBack = false): string {
    const aftersale = this.openCase(at - 2 * HOUR_MS, amount, goodsBack ? 0 : 2);
    this.say(TAG.refundAgreed, at - HOUR_MS, {
      ...aftersale,
      agree_time: unixSeconds(at - HOUR_MS),
      aftersale_status: goodsBack ? 7 : 12,
    });
    if (goodsBack)
      this.say(TAG.goodsReturned, at - HOUR_MS / 2, {
        ...aftersale,
        update_time: unixSeconds(at - HOUR_MS / 2),
        aftersale_status: 11,
      });
    this.say(TAG.refunded, at, { ...aftersale, success_time: unixSeconds(at), aftersale_status: 12 });
    this.refunded += amount;
    return this.refunded >= this.paid ? 'refunded' : 'partly_refunded';
  }

  private refuse(at: number): void {
    const aftersale = this.openCase(at, this.part(), 1);
    this.say(TAG.refundRefused, at + HOUR_MS, { ...aftersale, refuse_time: unixSeconds(at + HOUR_MS), aftersale_status: 27 });
    this.say(TAG.aftersaleClosed, at + DAY_MS, { ...aftersale, close_time: unixSeconds(at + DAY_MS), aftersale_status: 28 });
  }

  private openCase(at: number, amount: number, type: number): Record<string, unknown> {
    this.cases += 1;
    const [subOrderId = this.ids.orderId] = this.ids.subOrderIds;
    const aftersale = {
      aftersale_id: BigInt(this.id('72', this.cases)),
      s_id: BigInt(subOrderId),
      aftersale_type: type,
      refund_amount: amount,
      refund_post_amount: 0,
    };
    this.say(TAG.aftersaleApplied, at, {
      ...aftersale,
      aftersale_status: 6,
      reason_code: 1,
      apply_time: unixSeconds(at),
      update_time: unixSeconds(at),
    });
    return aftersale;
  }

  /** Each piece settles in a row of its own, the day after completion; every fen of the order is in one of them. */
  private settle(subsidy: number): void {
    const owed = this.paid - this.refunded;
    const pieces = this.ids.subOrderIds.length;
    this.ids.subOrderIds.forEach((subOrderId, piece) => {
      const share = piece === 0 ? owed - Math.floor(owed / pieces) * (pieces - 1) : Math.floor(owed / pieces);
      const added = piece === 0 ? subsidy : 0;
      const income = share + added;
      const platformFee = Math.floor((income * 50_000) / 1_000_000);
      const commission = this.live ? Math.floor((share * 100_000) / 1_000_000) : 0;
      const settledAt = clock('02:00', 8) + (this.index % 3600) * SECOND_MS;
      const ids = { ...this.ids, subOrderIds: [subOrderId] };
      this.addRow(ids, { index: piece, settledAt, tradeType: 0, income, subsidy: added, platformFee, commission });
      this.settledGross += income;
    });
  }

  private addRow(ids: OrderIds, row: Omit<SettleRowFacts, 'tale' | 'order' | 'orderedAt' | 'payType'>): void {
    const { cast, index: order, createdAt: orderedAt, payType } = this;
    this.rows.push(settleRow(ids, { tale: cast.tale, order, orderedAt, payType, ...row }));
  }

  private say(tag: string, at: number, fields: Readonly<Record<string, unknown>>): void {
    this.items.push(pushItem(tag, this.ids, at, fields));
  }

  /** A part of what was paid, whole yuan where the price allows. */
  private part(): number {
    const yuan = Math.floor(this.paid / 100);
    return yuan < 2 ? 1 : this.random.between(1, yuan - 1) * 100;
  }

  private after(minutes: number): number {
    return this.createdAt + minutes * MINUTE_MS;
  }

  private inTheRush(): number {
    const spread = this.random.chance(700) ? 90 : 1500;
    return clock(this.random.pick(DROPS)) + this.random.between(0, spread) * SECOND_MS;
  }

  /** 19 digits: prefix, tale, number of the order, serial. */
  private id(prefix: string, serial: number): string {
    return `${prefix}${this.cast.tale}${String(this.index).padStart(18 - prefix.length - 9, '0')}${String(serial)}`;
  }
}
