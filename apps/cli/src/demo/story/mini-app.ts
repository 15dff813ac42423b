import { TAKEN } from './callbacks.js';
import type { Cast } from './cast.js';
import { DAY_MS, MINUTE_MS, clock, unixSeconds } from './moments.js';
import { Random } from './random.js';
import type { Step } from './step.js';

/** What the ledger should say of a payment in the mini-app when all is told. 分 */
export interface MiniAppOutcome {
  readonly paymentId: string;
  readonly status: string;
  readonly method: string;
  readonly paid: number;
  readonly refunded: number;
  readonly exceptions: string;
}

export interface ToldMiniApp {
  readonly steps: readonly Step[];
  readonly payments: readonly MiniAppOutcome[];
}

/** How a payment fares, by ecpay (担保支付) or by the trade system (通用交易系统); all of them in turn. */
export const MINI_APP_LIVES = ['ecpay', 'ecpay_twice', 'ecpay_refunded', 'trade', 'trade_refunded', 'trade_cancelled'] as const;
type MiniAppLife = (typeof MINI_APP_LIVES)[number];

export function tellMiniApp(cast: Cast, count: number): ToldMiniApp {
  const told = Array.from({ length: count }, (_, index) => {
    const payment = new MiniPaymentTeller(cast, index);
    COURSES[MINI_APP_LIVES[index % MINI_APP_LIVES.length] ?? 'ecpay'](payment);
    return payment;
  });
  return { steps: told.flatMap(({ steps }) => steps), payments: told.map(({ outcome }) => outcome) };
}

const PRICES = [990, 2590, 4990, 9900] as const;
const WAYS = [
  { way: 1, method: 'wechat' },
  { way: 2, method: 'alipay' },
  { way: 10, method: 'douyin_pay' },
] as const;
const CANCELLED = 'CANCEL';
const SUCCEEDED = 'SUCCESS';

/** Tells one payment in the mini-app. Times are ms since it was made. */
class MiniPaymentTeller {
  readonly steps: Step[] = [];
  private readonly price: number;
  private readonly madeAt: number;
  private readonly way: (typeof WAYS)[number];
  private status = 'cancelled';
  private method = 'unknown';
  private paid = 0;
  private refunded = 0;

  constructor(
    private readonly cast: Cast,
    private readonly index: number,
  ) {
    const random = new Random(cast.tale, 'mini-app', index);
    this.price = random.pick(PRICES);
    this.way = random.pick(WAYS);
    this.madeAt = clock('11:00') + random.between(0, 9 * 60) * MINUTE_MS;
  }

  get outcome(): MiniAppOutcome {
    const { status, method, paid, refunded } = this;
    const paymentId = `${this.cast.miniApp.appId}.order.${this.orderId}`;
    return { paymentId, status, method, paid, refunded, exceptions: '' };
  }

  isPaidByEcpay(): void {
    const paid = { cp_orderno: this.outNo, way: String(this.way.way), total_amount: this.price };
    this.ecpay('payment', 0, { ...paid, payment_order_no: this.no('PC'), paid_at: unixSeconds(this.madeAt) });
    this.takes();
  }

  isRefundedByEcpay(ms: number): void {
    const amount = this.givesBack();
    const refund = { cp_refundno: this.no('CR'), refund_no: this.no('RF'), refund_amount: amount };
    this.ecpay('refund', ms, { ...refund, refunded_at: unixSeconds(this.madeAt + ms) });
  }

  isPaidByTrade(): void {
    const paid = { out_order_no: this.outNo, total_amount: this.price, pay_channel: this.way.way };
    this.trade('payment', 0, { ...paid, status: SUCCEEDED, event_time: this.madeAt });
    this.takes();
  }

  isCancelledByTrade(): void {
    this.trade('payment', 0, { out_order_no: this.outNo, status: CANCELLED, event_time: this.madeAt });
  }

  /** The platform asks first, and needs the number of the refund in the answer to its question. */
  isRefundedByTrade(ms: number): void {
    const amount = this.givesBack();
    const refundId = this.no('88');
    const refund = { refund_id: refundId, refund_total_amount: amount };
    const asked = { ...refund, create_refund_time: this.madeAt + ms - MINUTE_MS };
    this.trade('pre_create_refund', ms - MINUTE_MS, asked, { data: { out_refund_no: refundId } });
    this.trade('refund', ms, { ...refund, status: SUCCEEDED, event_time: this.madeAt + ms });
  }

  /** The platform heard no answer, and sends the last callback again. */
  isToldAgain(): void {
    const last = this.steps.at(-1);
    if (last) this.steps.push({ ...last, at: last.at + MINUTE_MS });
  }

  private takes(): void {
    this.status = 'paid';
    this.method = this.way.method;
    this.paid = this.price;
  }

  private givesBack(): number {
    this.status = 'partly_refunded';
    this.refunded = Math.floor(this.price / 200) * 100;
    return this.refunded;
  }

  private ecpay(kind: 'payment' | 'refund', ms: number, fields: Readonly<Record<string, unknown>>): void {
    const { appId: appid } = this.cast.miniApp;
    const at = this.madeAt + ms;
    const msg = JSON.stringify({ appid, order_id: this.orderId, status: SUCCEEDED, ...fields });
    this.steps.push({ type: 'callback', at, callback: { by: 'ecpay', kind, msg, signedAt: at, answer: TAKEN } });
  }

  private trade(type: string, ms: number, fields: Readonly<Record<string, unknown>>, more: object = {}): void {
    const msg = JSON.stringify({ app_id: this.cast.miniApp.appId, order_id: this.orderId, ...fields });
    const body = JSON.stringify({ version: '3.0', type, msg });
    this.steps.push({
      type: 'callback',
      at: this.madeAt + ms,
      callback: { by: 'trade', body, answer: { ...TAKEN, ...more } },
    });
  }

  private get orderId(): string {
    return this.no('ots');
  }

  private get outNo(): string {
    return this.no('MA');
  }

  private no(prefix: string): string {
    return `${prefix}${this.cast.tale}${String(this.index).padStart(6, '0')}`;
  }
}

const COURSES: Readonly<Record<MiniAppLife, (payment: MiniPaymentTeller) => void>> = {
  ecpay: (payment) => payment.isPaidByEcpay(),
  ecpay_twice: (payment) => {
    payment.isPaidByEcpay();
    payment.isToldAgain();
  },
  ecpay_refunded: (payment) => {
    payment.isPaidByEcpay();
    payment.isRefundedByEcpay(DAY_MS);
  },
  trade: (payment) => payment.isPaidByTrade(),
  trade_refunded: (payment) => {
    payment.isPaidByTrade();
    payment.isRefundedByTrade(DAY_MS);
  },
  trade_cancelled: (payment) => payment.isCancelledByTrade(),
};
