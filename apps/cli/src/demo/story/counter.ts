import { atRate, money } from '#kernel';
import { acquirerRow, type AcquirerRow } from './acquirer-rows.js';
import type { Cast, DemoTerminal } from './cast.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, clock, isoShanghai } from './moments.js';
import { originalOf, paymentIdOf, posLine, type PosKind, type PosLine, type Slip } from './pos-lines.js';
import { Random } from './random.js';

/** How a payment at the counter fares, and how many of a thousand. Each comes once per terminal before chance decides. */
const LIVES = {
  card: 330,
  wallet: 430,
  declined: 25,
  voided: 20,
  refunded: 30,
  refunded_twice: 15,
  found_by_rrn: 10,
  unknown_then_reversed: 15,
  reversal_first: 10,
  capture_full: 35,
  capture_part: 20,
  capture_twice: 10,
  capture_voided: 5,
  hold_voided: 10,
  hold_expired: 10,
  refund_instructed: 15,
  instruction_withdrawn: 10,
} as const;
export type PaymentLife = keyof typeof LIVES;
export const PAYMENT_LIVES = Object.keys(LIVES) as readonly PaymentLife[];

/** What the ledger should say of a payment's money when all is told. 分 */
export interface PaymentOutcome {
  readonly paymentId: string;
  readonly captured: number;
  readonly refunded: number;
}

/** A refund that the merchant's office asks for; the terminal carries it out, or the office thinks again. */
export interface Instruction {
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: string;
  readonly idempotencyKey: string;
  /** Carries it out once it has the instruction's id; absent where it is withdrawn. */
  readonly carriedOutBy?: PosLine;
}

export interface ToldPayment {
  readonly life: PaymentLife;
  readonly lines: readonly PosLine[];
  readonly rows: readonly AcquirerRow[];
  readonly instruction?: Instruction;
  readonly outcome: PaymentOutcome;
}

const CARD_FEE_PPM = 6000;
const WALLET_FEE_PPM = 3800;
const WALLETS = ['wechat', 'wechat', 'alipay', 'alipay', 'unionpay_qr', 'jdpay', 'ecny'] as const;

/** One payment at a terminal: a function of the cast, the terminal and its number. */
export function tellPayment(cast: Cast, terminal: DemoTerminal, index: number): ToldPayment {
  const random = new Random(cast.tale, terminal.terminalNo, index);
  const life = PAYMENT_LIVES[index] ?? random.weighted(LIVES);
  return new PaymentTeller(cast, terminal, index, random).tell(life);
}

/** Numbers a payment may use up: opening, and what follows it. */
const TRACES_PER_PAYMENT = 4;

class PaymentTeller {
  private readonly lines: PosLine[] = [];
  private readonly rows: AcquirerRow[] = [];
  private readonly openedAt: number;
  private readonly amount: number;
  private traces = 0;
  private method = 'card';
  private captured = 0;
  private refunded = 0;
  private instruction: Instruction | undefined;

  constructor(
    private readonly cast: Cast,
    private readonly terminal: DemoTerminal,
    private readonly index: number,
    private readonly random: Random,
  ) {
    this.openedAt = clock('09:30') + random.between(0, 12 * 60 * 60) * SECOND_MS;
    this.amount = random.between(15, 1999) * 100 + random.pick([0, 0, 50, 90]);
  }

  tell(life: PaymentLife): ToldPayment {
    const opening = this.slip(this.openedAt);
    this.course(life, opening);
    const { lines, rows, captured, refunded, instruction } = this;
    const outcome = { paymentId: paymentIdOf(opening), captured, refunded };
    return { life, lines, rows, ...(instruction && { instruction }), outcome };
  }

  private course(life: PaymentLife, opening: Slip): void {
    switch (life) {
      case 'card':
        return this.purchase(opening);
      case 'wallet':
        return this.walletPurchase(opening);
      case 'declined':
        return this.report('purchase', opening, { amount: this.amount, method: 'card', response_code: '51' });
      case 'voided':
        this.report('purchase', opening, this.approved());
        return this.report('purchase_void', this.slip(this.later(12)), this.naming(opening, 'purchase'));
      case 'refunded':
        this.walletPurchase(opening);
        return this.refund(opening, 2, this.part(2));
      case 'refunded_twice':
        this.purchase(opening);
        this.refund(opening, 1, this.part(3));
        return this.refund(opening, 3, this.part(3));
      case 'found_by_rrn':
        this.purchase(opening);
        return this.refund(opening, 2, this.amount, { rrn: this.rrn(0) });
      case 'unknown_then_reversed':
        this.report('purchase', opening, { amount: this.amount, method: 'card', response_code: '68' });
        return this.reverse(opening, 'purchase', this.later(1));
      case 'reversal_first':
        this.reverse(opening, 'purchase', this.later(1));
        return this.lateReport('purchase', opening, this.approved());
      case 'capture_full':
      case 'capture_part':
      case 'capture_twice':
      case 'capture_voided':
        return this.authorizeAndCapture(life, opening);
      case 'hold_voided':
        this.authorize(opening);
        return this.report('authorization_void', this.slip(this.later(90)), this.naming(opening, 'authorization'));
      case 'hold_expired':
        return this.authorize(opening, { expires_at: isoShanghai(clock('23:59')) });
      case 'refund_instructed':
      case 'instruction_withdrawn':
        this.purchase(opening);
        return this.instruct(opening, life === 'refund_instructed');
    }
  }

  private authorizeAndCapture(life: 'capture_full' | 'capture_part' | 'capture_twice' | 'capture_voided', opening: Slip): void {
    this.authorize(opening, life === 'capture_twice' ? { multi_capture: true } : {});
    const first = this.capture(opening, 120, life === 'capture_full' ? this.amount : this.part(2));
    if (life === 'capture_voided') {
      const naming = { ...this.naming(first.slip, 'capture'), opening: originalOf(opening, 'authorization') };
      return this.report('capture_void', this.slip(this.later(130)), naming);
    }
    this.took(first.amount, first.slip);
    if (life !== 'capture_twice') return;
    const second = this.capture(opening, 240, this.part(3));
    this.took(second.amount, second.slip);
  }

  private purchase(opening: Slip): void {
    this.report('purchase', opening, this.approved());
    this.took(this.amount, opening);
  }

  private walletPurchase(opening: Slip): void {
    this.method = this.random.pick(WALLETS);
    this.purchase(opening);
  }

  private authorize(opening: Slip, more: Readonly<Record<string, unknown>> = {}): void {
    this.report('authorization', opening, { ...this.approved(), auth_code: this.rrn(0).slice(-6), ...more });
  }

  private capture(opening: Slip, minutes: number, amount: number): { readonly slip: Slip; readonly amount: number } {
    const slip = this.slip(this.later(minutes));
    this.report('capture', slip, { ...this.naming(opening, 'authorization'), amount });
    return { slip, amount };
  }

  private refund(opening: Slip, days: number, amount: number, original?: Readonly<Record<string, unknown>>): void {
    this.lines.push(this.refundLine(opening, days, amount, original));
  }

  private refundLine(opening: Slip, days: number, amount: number, original?: Readonly<Record<string, unknown>>): PosLine {
    const slip = this.slip(this.openedAt + days * DAY_MS + HOUR_MS);
    const line = posLine('refund', slip, {
      ...this.naming(opening, 'purchase'),
      ...(original && { original }),
      amount,
      method: this.method,
    });
    this.refunded += amount;
    this.addRow('out', amount, this.method === 'card' ? 0 : this.feeOf(amount), slip, days + 1);
    return line;
  }

  private reverse(opening: Slip, kind: PosKind, atMs: number): void {
    this.report('reversal', { ...opening, atMs }, { original: originalOf(opening, kind), reason: '终端未收到应答' });
  }

  private instruct(opening: Slip, carriedOut: boolean): void {
    const amount = this.part(2);
    this.instruction = {
      paymentId: paymentIdOf(opening),
      amount,
      reason: carriedOut ? '客户投诉，协商退款' : '重复登记',
      idempotencyKey: `demo-${this.cast.tale}-${this.terminal.terminalNo}-${String(this.index)}`,
      ...(carriedOut && { carriedOutBy: this.refundLine(opening, 4, amount) }),
    };
  }

  /** Reported a quarter of an hour late: after what undoes it. */
  private lateReport(kind: PosKind, slip: Slip, fields: Readonly<Record<string, unknown>>): void {
    this.lines.push({ ...posLine(kind, slip, fields), deliveredAt: slip.atMs + 15 * MINUTE_MS });
  }

  private report(kind: PosKind, slip: Slip, fields: Readonly<Record<string, unknown>>): void {
    this.lines.push(posLine(kind, slip, fields));
  }

  private approved(): Readonly<Record<string, unknown>> {
    const { method, terminal, index } = this;
    const how =
      method === 'card'
        ? { card: `622202******${String(1000 + (index % 9000))}` }
        : { channel_trade_no: `4200${this.cast.tale}${this.rrn(0)}`, ...(this.isDirect() && { channel: method }) };
    return {
      amount: this.amount,
      method,
      rrn: this.rrn(0),
      response_code: '00',
      note: `收银台 ${terminal.terminalNo.slice(-1)}`,
      ...how,
    };
  }

  private naming(original: Slip, kind: PosKind): Readonly<Record<string, unknown>> {
    return { original: originalOf(original, kind), rrn: this.rrn(this.traces), response_code: '00' };
  }

  private took(amount: number, slip: Slip): void {
    this.captured += amount;
    this.addRow('in', amount, this.feeOf(amount), slip, 1);
  }

  /** A statement row; three of a hundred are missing from their file and stay outstanding. */
  private addRow(direction: 'in' | 'out', gross: number, fee: number, slip: Slip, day: number): void {
    if (this.random.chance(30)) return;
    const { method, terminal, cast } = this;
    const channel = this.isDirect() ? method : terminal.acquirer;
    this.rows.push(
      acquirerRow({ cast, slip, channel, method, direction, gross, fee, settledAt: clock('10:00', day), rrn: this.rrn(0) }),
    );
  }

  private isDirect(): boolean {
    return this.terminal.directWallets.includes(this.method);
  }

  private feeOf(amount: number): number {
    return atRate(money(amount), this.method === 'card' ? CARD_FEE_PPM : WALLET_FEE_PPM);
  }

  /** Up to one n-th of the amount, whole yuan. */
  private part(n: number): number {
    return this.random.between(1, Math.floor(this.amount / 100 / n)) * 100;
  }

  /** Batches are settled daily: the n-th day has batch n. */
  private slip(atMs: number): Slip {
    this.traces += 1;
    const traceNo = String(this.index * TRACES_PER_PAYMENT + this.traces).padStart(6, '0');
    const day = Math.floor((atMs - clock('00:00')) / DAY_MS);
    return { terminal: this.terminal, batchNo: String(day + 1).padStart(6, '0'), traceNo, atMs };
  }

  private later(minutes: number): number {
    return this.openedAt + minutes * MINUTE_MS;
  }

  /** Twelve digits: terminal, payment, serial. */
  private rrn(serial: number): string {
    const { terminalNo } = this.terminal;
    return `${this.cast.tale.slice(0, 4)}${terminalNo.slice(-1)}${String(this.index).padStart(6, '0')}${String(serial)}`;
  }
}
