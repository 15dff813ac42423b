import { atRate, money } from '#kernel';
import { TAKEN } from './callbacks.js';
import type { Cast } from './cast.js';
import { HOUR_MS, MINUTE_MS, clock, unixSeconds } from './moments.js';
import { Random } from './random.js';
import type { Step } from './step.js';

/** What the ledger should say of an order of vouchers when all is told. 分 */
export interface VoucherOutcome {
  readonly orderId: string;
  readonly status: string;
  readonly paid: number;
  readonly verified: number;
  readonly refunded: number;
  readonly settledGross: number;
  readonly fees: number;
  readonly settledNet: number;
  readonly exceptions: string;
}

/** What the ledger should say of a movement on the account with local life. 分, negative where money left it. */
export interface LifeMovementOutcome {
  readonly movementNo: string;
  readonly purpose: string;
  readonly amount: number;
}

/** How an order of one voucher fares; all of them in turn. */
export const VOUCHER_LIVES = ['redeemed', 'cancelled', 'redeemed_again', 'refunded', 'unused', 'estimated'] as const;
type VoucherLife = (typeof VOUCHER_LIVES)[number];

export interface ToldLife {
  readonly webhooks: readonly Step[];
  /** Rows of the ledger and the payout. */
  readonly files: readonly Step[];
  readonly vouchers: readonly VoucherOutcome[];
  readonly movements: readonly LifeMovementOutcome[];
}

/** All of local life: the platform asks whether we are there, sells vouchers, splits what stores redeem, and pays it out. */
export function tellLocalLife(cast: Cast, count: number): ToldLife {
  const told = Array.from({ length: count }, (_, index) => {
    const voucher = new VoucherTeller(cast, index);
    const status = COURSES[VOUCHER_LIVES[index % VOUCHER_LIVES.length] ?? 'unused'](voucher);
    return { voucher, outcome: voucher.outcome(status) };
  });
  const rows = told.flatMap(({ voucher }) => voucher.rows);
  const net = told.reduce((sum, { outcome }) => sum + outcome.settledNet, 0);
  const movement = { movementNo: `mv${cast.tale}1`, purpose: 'withdrawal', amount: -net };
  return {
    webhooks: [probe(cast), ...told.flatMap(({ voucher }) => voucher.webhooks)],
    files: [
      ...(['estimate', 'split'] as const).map((stage): Step => {
        const at = stage === 'estimate' ? clock('10:00', 1) : clock('10:00', 3);
        return { type: 'life_ledger', at, rows: rows.filter((row) => row.stage === stage).map(({ fields }) => fields) };
      }),
      { type: 'life_movements', at: PAID_OUT_AT, rows: [withdrawal(cast, movement)] },
    ],
    vouchers: told.map(({ outcome }) => outcome),
    movements: [movement],
  };
}

/** When all that was split went to the bank. */
export const PAID_OUT_AT = clock('11:00', 5);

const withdrawal = ({ bankAccount }: Cast, { movementNo, purpose, amount }: LifeMovementOutcome) => ({
  movement_no: movementNo,
  direction: 'out',
  amount: -amount,
  time: unixSeconds(PAID_OUT_AT),
  purpose,
  bank_account: bankAccount,
});

function probe({ life: { clientKey }, tale }: Cast): Step {
  const challenge = Number(tale.slice(-6)) + 1;
  const body = JSON.stringify({ event: 'verify_webhook', client_key: clientKey, content: { challenge } });
  const callback = { by: 'life', messageId: `probe-${tale}`, body, answer: { challenge } } as const;
  return { type: 'callback', at: clock('08:00'), callback };
}

interface Row {
  readonly stage: 'estimate' | 'split';
  readonly fields: Readonly<Record<string, unknown>>;
}

const PRICES = [2990, 4900, 9900, 12_800, 19_900] as const;
const PLATFORM_FEE_PPM = 25_000;
const COMMISSION_PPM = 30_000;
const HANDLING_PPM = 6000;

/** Tells one order of one voucher. Times are ms since it was paid. */
class VoucherTeller {
  readonly webhooks: Step[] = [];
  readonly rows: Row[] = [];
  private readonly orderId: string;
  private readonly random: Random;
  private readonly paidAt: number;
  private readonly price: number;
  private verified = 0;
  private refunded = 0;
  private settledGross = 0;
  private fees = 0;
  private uses = 0;

  constructor(
    private readonly cast: Cast,
    private readonly index: number,
  ) {
    this.random = new Random(cast.tale, 'voucher', index);
    this.orderId = this.id('10');
    this.paidAt = clock('10:00') + this.random.between(0, 4 * 60) * MINUTE_MS;
    this.price = this.random.pick(PRICES);
    const order = { pay_amount: this.price, original_amount: this.price + 1000, pay_time: unixSeconds(this.paidAt) };
    this.say('life_trade_order_notify', 'pay_success', 0, { order: { ...this.named(), ...order, certificate_count: 1 } });
  }

  outcome(status: string): VoucherOutcome {
    const { orderId, price: paid, verified, refunded, settledGross, fees } = this;
    return {
      orderId,
      status,
      paid,
      verified,
      refunded,
      settledGross,
      fees,
      settledNet: settledGross - fees,
      exceptions: '',
    };
  }

  /** At the POS of the store. */
  isVerified(ms: number): void {
    this.uses += 1;
    this.verified = this.price;
    this.sayOfCertificate('verify', ms, { verify_id: this.verifyId });
  }

  isCancelled(ms: number): void {
    this.verified = 0;
    this.sayOfCertificate('verify_cancel', ms, { verify_id: this.verifyId });
  }

  isRefunded(ms: number): void {
    this.refunded = this.price;
    this.sayOfCertificate('refund_success', ms, {});
  }

  /** About an hour after the verification the ledger has its row: an estimate that moves nothing. */
  isEstimated(ms: number): void {
    this.addRow('estimate', ms);
  }

  /** The split itself; the platform adds something now and then. */
  isSplit(ms: number): void {
    const { gross, fees } = this.addRow('split', ms);
    this.settledGross = gross;
    this.fees = fees;
  }

  private addRow(stage: Row['stage'], ms: number): { readonly gross: number; readonly fees: number } {
    const at = (rate: number): number => atRate(money(this.price), rate);
    const [service, talent, handling] = [at(PLATFORM_FEE_PPM), at(COMMISSION_PPM), at(HANDLING_PPM)];
    const subsidy = this.index % 2 === 0 ? 300 : 0;
    const fees = service + talent + handling;
    const gross = this.price + subsidy;
    const fields = {
      ledger_id: this.id('80'),
      verify_id: this.verifyId,
      certificate_id: this.id('73'),
      order_id: this.orderId,
      verify_time: unixSeconds(this.paidAt + ms),
      status: stage === 'estimate' ? 0 : 2,
      ...(stage === 'split' && { settle_time: unixSeconds(clock('02:00', 3)) }),
      amount: {
        original: this.price + 1000,
        pay: this.price,
        platform_ticket: subsidy,
        talent_commission: talent,
        total_merchant_platform_service: service,
      },
      fund_amount: { goods: gross - fees, pay_handling: handling },
    };
    this.rows.push({ stage, fields });
    return { gross, fees };
  }

  private sayOfCertificate(action: string, ms: number, more: Readonly<Record<string, unknown>>): void {
    const code = `1${this.cast.tale}${String(this.index).padStart(4, '0')}`;
    const certificate = { ...this.named(), certificate_id: this.id('73'), code, ...more };
    this.say('life_trade_certificate_notify', action, ms, { certificate });
  }

  private say(event: string, action: string, ms: number, about: Readonly<Record<string, unknown>>): void {
    const { clientKey } = this.cast.life;
    const at = this.paidAt + ms;
    const content = JSON.stringify({ action, msg_time: unixSeconds(at), ...about });
    const messageId = `${this.orderId}:${action}:${String(unixSeconds(at))}`;
    const body = JSON.stringify({ event, client_key: clientKey, from_user_id: '', content, log_id: messageId });
    this.webhooks.push({ type: 'callback', at, callback: { by: 'life', messageId, body, answer: TAKEN } });
  }

  private named() {
    return { order_id: this.orderId, account_id: this.cast.life.accountId };
  }

  private get verifyId(): string {
    return `${this.id('75')}${String(this.uses)}`;
  }

  /** 19 digits: prefix, tale, number of the order. */
  private id(prefix: string): string {
    return `${prefix}${this.cast.tale}${String(this.index).padStart(8, '0')}`;
  }
}

/** Plays a life; answers the status that it ends in. */
type Course = (voucher: VoucherTeller) => string;

const COURSES: Readonly<Record<VoucherLife, Course>> = {
  redeemed: (voucher) => {
    voucher.isVerified(2 * HOUR_MS);
    voucher.isEstimated(2 * HOUR_MS);
    voucher.isSplit(2 * HOUR_MS);
    return 'settled';
  },
  cancelled: (voucher) => {
    voucher.isVerified(HOUR_MS);
    voucher.isCancelled(HOUR_MS + 20 * MINUTE_MS);
    return 'paid';
  },
  redeemed_again: (voucher) => {
    voucher.isVerified(HOUR_MS);
    voucher.isCancelled(HOUR_MS + 10 * MINUTE_MS);
    voucher.isVerified(3 * HOUR_MS);
    voucher.isEstimated(3 * HOUR_MS);
    voucher.isSplit(3 * HOUR_MS);
    return 'settled';
  },
  refunded: (voucher) => {
    voucher.isRefunded(5 * HOUR_MS);
    return 'refunded';
  },
  unused: () => 'paid',
  estimated: (voucher) => {
    voucher.isVerified(4 * HOUR_MS);
    voucher.isEstimated(4 * HOUR_MS);
    return 'verified';
  },
};
