import { allocate, atRate, money } from '#kernel';
import { outOfAccount, type ToldMovement } from './account-items.js';
import type { Cast } from './cast.js';
import { TAG, pushItem, type OrderIds, type PushItem } from './douyin-messages.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, clock, unixSeconds } from './moments.js';
import { NO_DISCOUNTS, discountFields, discountsOf, stageFields, type Discounts } from './order-details.js';
import type { Random } from './random.js';
import { settleRow, type SettleRow, type SettleRowFacts } from './settle-rows.js';

/** What the ledger should say of an order when all is told. 分 */
export interface OrderOutcome {
  readonly orderId: string;
  readonly status: string;
  readonly paid: number;
  readonly refunded: number;
  readonly settledGross: number;
}

interface Refund {
  readonly amount: number;
  /** From the application to the money; two hours unless said. */
  readonly afterMs?: number;
  readonly goodsBack?: boolean;
  /** 特权退款: asked for and given under tags of its own. */
  readonly specialRight?: boolean;
}

/** Prices of the shop, 分. */
const PRICES = [990, 1990, 2990, 3990, 4990, 6990, 7990, 9900, 12_990, 15_900, 19_900, 29_900, 39_900, 59_900] as const;
/** When the host puts a product up: that is when orders pour in. */
const DROPS = ['20:10', '20:45', '21:30'] as const;

const PLATFORM_FEE_PPM = 50_000;
const COMMISSION_PPM = 100_000;

/** Tells one order, message by message. Times are ms since it was placed. */
export class OrderTeller {
  readonly items: PushItem[] = [];
  readonly rows: SettleRow[] = [];
  readonly movements: ToldMovement[] = [];
  /** 分 */
  paid = 0;
  /** Bought while watching: the talent gets a commission. */
  readonly live: boolean;
  private readonly ids: OrderIds;
  private readonly placedAt: number;
  private price: number;
  private discounts: Discounts = NO_DISCOUNTS;
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
    this.placedAt = this.live ? this.inTheRush() : clock('08:30') + random.between(0, 15 * 60 * 60 - 1) * SECOND_MS;
    this.price = random.pick(PRICES) * pieces;
    const room = this.live ? { room_id: BigInt(cast.room.roomId) } : {};
    this.say(TAG.created, 0, 'create_time', { order_status: 1, order_type: 0, biz: 2, ...room });
  }

  outcome(status: string): OrderOutcome {
    const { paid, refunded, settledGross } = this;
    return { orderId: this.ids.orderId, status, paid, refunded, settledGross };
  }

  get orderId(): string {
    return this.ids.orderId;
  }

  /** What the buyer is to pay, 分. */
  get due(): number {
    return this.price;
  }

  pays(payType = this.random.pick([1, 1, 2]), more: Readonly<Record<string, unknown>> = {}): void {
    this.paid = this.price;
    this.payType = payType;
    const tag = this.random.chance(20) ? TAG.held : TAG.paid; // the wild knows payments under both
    this.say(tag, 2 * MINUTE_MS, 'pay_time', this.payment(payType, this.price, more));
  }

  /** Shop, platform and talent take something off, and the message says so. */
  paysDiscounted(): void {
    this.discounts = discountsOf(this.random);
    this.pays(undefined, discountFields(this.price, this.discounts));
  }

  /** 定金: the first of two stages. */
  paysDeposit(): void {
    this.paid = this.deposit;
    this.say(TAG.held, 2 * MINUTE_MS, 'update_time', { order_status: 103, ...this.stages() });
  }

  /** 尾款, told with both stages. */
  paysBalance(ms: number): void {
    this.paid = this.price;
    const payment = this.payment(this.payType, this.price - this.deposit, this.stages(this.placedAt + ms));
    this.say(TAG.paid, ms, 'pay_time', payment);
  }

  /** The message of a payment that comes while the order is at a counter: whoever plays that sends it. */
  paysInside(ms: number): PushItem {
    this.paid = this.price;
    const at = this.placedAt + ms;
    return pushItem(TAG.paid, this.ids, at, { pay_time: unixSeconds(at), ...this.payment(this.payType, this.price, {}) });
  }

  isHeld(ms: number): void {
    this.say(TAG.held, ms, 'update_time', { pay_type: 1, order_status: 105 });
  }

  isRepriced(ms: number, less: number): void {
    this.price = Math.max(this.price - less, 100);
    this.say(TAG.repriced, ms, 'modify_time', { total_amount: this.price, post_amount: 0 });
  }

  shipsPart(ms: number): void {
    this.say(TAG.partlyShipped, ms, 'update_time', { order_status: 101 });
  }

  ships(): void {
    const logistics = { express_company_id: 'shunfeng', logistics_code: `SF${this.id('1', 3).slice(0, 12)}` };
    this.say(TAG.shipped, this.random.between(6, 30) * HOUR_MS, 'update_time', { order_status: 3, logistics_msg: logistics });
  }

  completes(): void {
    this.say(TAG.completed, 4 * DAY_MS + this.random.between(0, 48) * HOUR_MS, 'complete_time', { order_status: 5 });
  }

  isCancelled(ms: number, reason: string): void {
    this.say(TAG.cancelled, ms, 'cancel_time', { cancel_reason: reason, order_status: 4 });
  }

  /** Answers the status that the refund leads to. */
  isRefunded(ms: number, { amount, afterMs = 2 * HOUR_MS, goodsBack = false, specialRight = false }: Refund): string {
    const appliedAt = ms - afterMs;
    const aftersale = this.openCase(appliedAt, amount, goodsBack ? 0 : 2, specialRight ? TAG.specialRightApplied : undefined);
    if (!specialRight)
      this.say(TAG.refundAgreed, appliedAt + afterMs / 3, 'agree_time', { ...aftersale, aftersale_status: goodsBack ? 7 : 12 });
    if (goodsBack) this.say(TAG.goodsReturned, appliedAt + afterMs / 2, 'update_time', { ...aftersale, aftersale_status: 11 });
    const tag = specialRight ? TAG.specialRightRefunded : TAG.refunded;
    return this.givesBack(tag, ms, aftersale, amount);
  }

  /** The merchant refuses, the platform decides for the buyer. Answers the status that it leads to. */
  isArbitrated(ms: number, amount: number): string {
    const aftersale = this.openCase(ms, amount, 1);
    this.say(TAG.refundRefused, ms + HOUR_MS, 'refuse_time', { ...aftersale, aftersale_status: 27 });
    this.say(TAG.arbitrated, ms + 20 * HOUR_MS, 'update_time', { ...aftersale, aftersale_status: 27 });
    return this.givesBack(TAG.refunded, ms + 30 * HOUR_MS, aftersale, amount);
  }

  isRefusedRefund(ms: number): void {
    const aftersale = this.openCase(ms, this.part(), 1);
    this.say(TAG.refundRefused, ms + HOUR_MS, 'refuse_time', { ...aftersale, aftersale_status: 27 });
    this.say(TAG.aftersaleClosed, ms + DAY_MS, 'close_time', { ...aftersale, aftersale_status: 28 });
  }

  /** Each piece settles in a row of its own; every fen of the order is in one of them. */
  settles(subsidy: number): void {
    const { subOrderIds } = this.ids;
    const shares = allocate(
      money(this.paid - this.refunded),
      subOrderIds.map(() => 1),
    );
    for (const [piece, share] of shares.entries()) {
      const added = piece === 0 ? subsidy : 0;
      const row = { index: piece, tradeType: 0, income: share + added, subsidy: added } as const;
      this.addRow(row, clock('02:00', 8) + (this.index % 3600) * SECOND_MS, [subOrderIds[piece] ?? this.ids.orderId]);
      this.settledGross += row.income;
    }
  }

  /** After settlement money goes back, with its fee; out of the deposit the fee stays. */
  settlesRefund(ms: number, tradeType: 1 | 2, amount: number): void {
    this.addRow({ index: 9, tradeType, income: amount, subsidy: 0 }, this.placedAt + ms, this.ids.subOrderIds);
    this.settledGross -= amount;
  }

  /** What platform and talent add: what they took off the price, or else something now and then. */
  subsidy(): number {
    const given = this.discounts.platform + this.discounts.talent;
    if (given > 0) return given;
    return this.random.chance(250) ? this.random.pick([300, 500, 800, 1000]) : 0;
  }

  /** A part of what was paid, whole yuan. */
  part(): number {
    return this.random.between(1, Math.max(1, Math.floor(this.paid / 100) - 1)) * 100;
  }

  /** Its freight insurance (运费险), or a small payment to the buyer (小额打款), leaves the shop's account. */
  costs(purpose: 'insurance' | 'compensation', amount: number): void {
    const at = clock('03:00', 8) + (this.index % 3600) * SECOND_MS;
    const { orderId } = this.ids;
    const tradeNo = `66${this.cast.tale}${String(this.index).padStart(7, '0')}${String(this.movements.length)}`;
    this.movements.push(outOfAccount({ tradeNo, at, purpose, amount, orderId }));
  }

  private givesBack(tag: string, ms: number, aftersale: Readonly<Record<string, unknown>>, amount: number): string {
    this.say(tag, ms, 'success_time', { ...aftersale, aftersale_status: 12 });
    this.refunded += amount;
    return this.refunded >= this.paid ? 'refunded' : 'partly_refunded';
  }

  private get deposit(): number {
    return Math.max(100, Math.floor(this.price / 500) * 100);
  }

  private stages(balanceAtMs?: number): Readonly<Record<string, unknown>> {
    const deposit = { amount: this.deposit, atMs: this.placedAt + 2 * MINUTE_MS };
    const balance = { amount: this.price - this.deposit, ...(balanceAtMs !== undefined && { atMs: balanceAtMs }) };
    return stageFields({ id: this.id('70', 1), deposit, balance });
  }

  private payment(payType: number, amount: number, more: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return { pay_type: payType, pay_amount: amount, order_status: 2, order_type: 0, biz: 2, ...more };
  }

  private openCase(ms: number, amount: number, type: number, tag: string = TAG.aftersaleApplied): Record<string, unknown> {
    this.cases += 1;
    const [subOrderId = this.ids.orderId] = this.ids.subOrderIds;
    const aftersaleId = BigInt(this.id('72', this.cases));
    const aftersale = {
      aftersale_id: aftersaleId,
      s_id: BigInt(subOrderId),
      aftersale_type: type,
      refund_amount: amount,
      refund_post_amount: 0,
    };
    const update = unixSeconds(this.placedAt + ms);
    this.say(tag, ms, 'apply_time', {
      ...aftersale,
      aftersale_status: 6,
      reason_code: 1,
      update_time: update,
    });
    return aftersale;
  }

  private addRow(
    row: Pick<SettleRowFacts, 'index' | 'tradeType' | 'income' | 'subsidy'>,
    settledAt: number,
    subOrderIds: readonly string[],
  ): void {
    const { cast, index: order, placedAt: orderedAt, payType } = this;
    const platformFee = row.tradeType === 2 ? 0 : atRate(money(row.income), PLATFORM_FEE_PPM);
    const commission = this.live && row.tradeType === 0 ? atRate(money(row.income - row.subsidy), COMMISSION_PPM) : 0;
    const byTalent = row.subsidy > 0 ? this.discounts.talent : 0;
    const facts = { ...row, byTalent, tale: cast.tale, order, orderedAt, settledAt, payType, platformFee, commission };
    this.rows.push(settleRow({ ...this.ids, subOrderIds }, facts));
  }

  private say(tag: string, ms: number, timeField: string, fields: Readonly<Record<string, unknown>>): void {
    const at = this.placedAt + ms;
    this.items.push(pushItem(tag, this.ids, at, { [timeField]: unixSeconds(at), ...fields }));
  }

  private inTheRush(): number {
    const spreadSeconds = this.random.chance(700) ? 90 : 1500;
    return clock(this.random.pick(DROPS)) + this.random.between(0, spreadSeconds) * SECOND_MS;
  }

  /** 19 digits: prefix, tale, number of the order, serial. */
  private id(prefix: string, serial: number): string {
    return `${prefix}${this.cast.tale}${String(this.index).padStart(18 - prefix.length - 9, '0')}${String(serial)}`;
  }
}
