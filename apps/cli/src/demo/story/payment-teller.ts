import type { Charged } from '#fees';
import { money } from '#kernel';
import { acquirerRow, type AcquirerRow } from './acquirer-rows.js';
import { agreedFee, feeBack } from './agreed-fees.js';
import type { Cast, DemoTerminal } from './cast.js';
import { tellDispute, type DisputeEnd, type ToldDispute } from './disputes.js';
import { DAY_MS, MINUTE_MS, SECOND_MS, clock } from './moments.js';
import { originalOf, paymentIdOf, posLine, type PosKind, type PosLine, type Slip } from './pos-lines.js';
import type { Random } from './random.js';
import type { ChannelRow } from './statements/channel-row.js';
import { refundNoOf, tradeNoOf } from './statements/trade-numbers.js';

/** What the ledger should say of a payment's money when all is told. 分 */
export interface PaymentOutcome {
  readonly paymentId: string;
  /** Still held on the card: nothing, once the calendar has ended what nobody captured. */
  readonly held: number;
  readonly captured: number;
  readonly refunded: number;
  /** What of it a person has to look at. */
  readonly exceptions: string;
}

/** A refund that the merchant's office asks for; the terminal carries it out, or the office thinks again. */
export interface Instruction {
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: string;
  readonly idempotencyKey: string;
  /** Carries it out once it has the instruction's id; absent where it is withdrawn. */
  readonly carriedOutBy: PosLine | undefined;
}

export interface PaymentPlan {
  readonly cast: Cast;
  readonly terminal: DemoTerminal;
  /** Of the terminal's payments. */
  readonly index: number;
  readonly random: Random;
  readonly method: string;
  /** What a Douyin order asks for, and when its buyer stands at the counter; any amount at any time unless said. */
  readonly collects?: { readonly amount: number; readonly atMs: number };
  /** When it opens, where that matters. */
  readonly openedAt?: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Large enough for the cap on the fee of debit cards. */
const LARGE_PERMILLE = 20;
/** Numbers that a payment may use up: its opening, and what follows it. */
const TRACES_PER_PAYMENT = 4;

/** Tells one payment at the counter, slip by slip. Minutes and days count from its opening. */
export class PaymentTeller {
  readonly lines: PosLine[] = [];
  readonly rows: AcquirerRow[] = [];
  /** What the statement of the channel has of it. */
  readonly channelRows: ChannelRow[] = [];
  /** Of the opening, 分. */
  readonly amount: number;
  instruction: Instruction | undefined;
  dispute: ToldDispute | undefined;
  private readonly opening: Slip;
  private readonly cardType: 'debit' | 'credit' | undefined;
  private traces = 0;
  private captured = 0;
  private refunded = 0;
  private exceptions = '';

  constructor(private readonly plan: PaymentPlan) {
    const { random, method, collects, openedAt = collects?.atMs } = plan;
    this.cardType = method === 'card' ? random.pick(['debit', 'credit']) : undefined;
    const yuan = random.chance(LARGE_PERMILLE) ? random.between(4500, 12_000) : random.between(15, 1999);
    this.amount = collects?.amount ?? yuan * 100 + random.pick([0, 0, 50, 90]);
    this.opening = this.slip(openedAt ?? clock('09:30') + random.between(0, 12 * 60 * 60) * SECOND_MS);
  }

  get outcome(): PaymentOutcome {
    const { captured, refunded, exceptions } = this;
    return { paymentId: paymentIdOf(this.opening), held: 0, captured, refunded, exceptions };
  }

  /** `settles: false` where it will not stand. Reported late, it comes after what undoes it. */
  isPurchased({ settles = true, reportedAfterMinutes = 0 }: { settles?: boolean; reportedAfterMinutes?: number } = {}): void {
    const line = posLine('purchase', this.opening, this.approved());
    this.lines.push({ ...line, deliveredAt: line.deliveredAt + reportedAfterMinutes * MINUTE_MS });
    if (settles) this.takes(this.amount, this.opening);
  }

  /** The card has less than was asked for (10): that is taken, and the rest is still to be collected. */
  isPartlyApproved(part: number): void {
    const asked = { requested_amount: this.amount, response_code: '10' };
    this.report('purchase', this.opening, { ...this.approved(), amount: part, ...asked });
    this.takes(part, this.opening);
    this.exceptions = 'PARTLY_APPROVED';
  }

  /** Its cardholder disputes it. */
  isDisputed(end: DisputeEnd): void {
    const { opening, amount } = this;
    this.dispute = tellDispute({ slip: opening, channel: this.plan.terminal.acquirer, amount, rrn: this.rrn(0) }, end);
    if (end === 'lost') this.addRow('out', amount, this.slip(opening.atMs + 20 * DAY_MS), 0);
  }

  /** Declined (51), or left open (68). */
  isTried(responseCode: string): void {
    this.report('purchase', this.opening, { amount: this.amount, method: this.plan.method, response_code: responseCode });
  }

  isAuthorized(more: Fields = {}): void {
    this.report('authorization', this.opening, { ...this.approved(), auth_code: this.rrn(0).slice(-6), ...more });
  }

  isCaptured(minutes: number, amount: number): void {
    const slip = this.slip(this.after(minutes));
    this.report('capture', slip, { ...this.naming(this.opening, 'authorization'), amount });
    this.takes(amount, slip);
  }

  isCapturedAndVoided(minutes: number, amount: number): void {
    const slip = this.slip(this.after(minutes));
    this.report('capture', slip, { ...this.naming(this.opening, 'authorization'), amount });
    const voiding = this.slip(this.after(minutes + 10));
    const opening = originalOf(this.opening, 'authorization');
    this.report('capture_void', voiding, { ...this.naming(slip, 'capture'), opening });
  }

  isVoided(kind: 'purchase' | 'authorization', minutes: number): void {
    const slip = this.slip(this.after(minutes));
    this.report(`${kind}_void`, slip, this.naming(this.opening, kind));
  }

  /** A reversal goes out under the numbers of what it reverses. */
  isReversed(kind: PosKind, minutes: number): void {
    const slip = { ...this.opening, atMs: this.after(minutes) };
    this.report('reversal', slip, { original: originalOf(this.opening, kind), reason: '终端未收到应答' });
  }

  /** The customer's slip names the payment, or only its reference number can be read. */
  isRefunded(days: number, amount: number, by: 'slip' | 'rrn' = 'slip'): void {
    const line = this.refundLine(days, amount);
    this.lines.push(by === 'slip' ? line : { ...line, fields: { ...line.fields, original: { rrn: this.rrn(0) } } });
  }

  isRefundInstructed(reason: string, end: 'carried out' | 'withdrawn', amount = this.part(2)): void {
    const { cast, terminal, index } = this.plan;
    this.instruction = {
      paymentId: paymentIdOf(this.opening),
      amount,
      reason,
      idempotencyKey: `demo-${cast.tale}-${terminal.terminalNo}-${String(index)}`,
      carriedOutBy: end === 'carried out' ? this.refundLine(4, amount) : undefined,
    };
  }

  /** Up to one n-th of the amount, whole yuan. */
  part(n: number): number {
    return this.plan.random.between(1, Math.floor(this.amount / 100 / n)) * 100;
  }

  private refundLine(days: number, amount: number): PosLine {
    const slip = this.slip(this.after(60) + days * DAY_MS);
    const before = money(this.refunded);
    this.refunded += amount;
    const fee = feeBack(this.channel, this.charged(this.captured), { before, refund: money(amount) });
    this.addRow('out', amount, slip, fee);
    this.addChannelRow('refund', slip, { amount, fee: 0 - fee });
    return posLine('refund', slip, {
      ...this.naming(this.opening, 'purchase'),
      amount,
      method: this.plan.method,
      ...this.contracted,
    });
  }

  private report(kind: PosKind, slip: Slip, fields: Fields): void {
    this.lines.push(posLine(kind, slip, fields));
  }

  private approved(): Fields {
    const { method, terminal, index } = this.plan;
    const how =
      method === 'card'
        ? { card: `622202******${String(1000 + (index % 9000))}`, card_type: this.cardType }
        : { channel_trade_no: this.tradeNo(this.opening), ...this.contracted };
    const note = `收银台 ${terminal.terminalNo.slice(-1)}`;
    return { amount: this.amount, method, rrn: this.rrn(0), response_code: '00', note, ...how };
  }

  private naming(original: Slip, kind: PosKind): Fields {
    return { original: originalOf(original, kind), rrn: this.rrn(this.traces), response_code: '00' };
  }

  private takes(amount: number, slip: Slip): void {
    this.captured += amount;
    const fee = agreedFee(this.channel, this.charged(amount));
    this.addRow('in', amount, slip, fee);
    this.addChannelRow('payment', slip, { amount, fee });
  }

  /** A wallet goes by the number that was told when it was taken; what follows a card's opening has a number of its own. */
  private addChannelRow(
    kind: 'payment' | 'refund',
    slip: Slip,
    moved: { readonly amount: number; readonly fee: number },
  ): void {
    const { method } = this.plan;
    const { batchNo, traceNo, terminal, atMs } = slip;
    const { merchantNo, terminalNo } = terminal;
    const orderNo = orderNoOf(slip);
    const numbers =
      kind === 'payment'
        ? { tradeNo: this.tradeNo(slip), orderNo }
        : {
            tradeNo: refundNoOf(this.channel, this.named(slip)),
            originalTradeNo: this.tradeNo(this.opening),
            orderNo,
            originalOrderNo: orderNoOf(this.opening),
          };
    this.channelRows.push({
      channel: this.channel,
      merchantNo,
      kind,
      at: atMs,
      method,
      ...(this.cardType && { cardType: this.cardType }),
      ...moved,
      numbers: { ...numbers, terminalNo, batchNo, traceNo, rrn: this.rrnOf(slip) },
    });
  }

  private tradeNo(slip: Slip): string {
    return tradeNoOf(this.channel, this.named(slip));
  }

  private named(slip: Slip): { tale: string; atMs: number; rrn: string } {
    return { tale: this.plan.cast.tale, atMs: slip.atMs, rrn: this.rrnOf(slip) };
  }

  /** The opening has the first; what follows goes by the serial of its slip. */
  private rrnOf(slip: Slip): string {
    return this.rrn(slip === this.opening ? 0 : this.traces);
  }

  /** The file of the next day has it, with the fee that was agreed; three of a hundred are missing and stay outstanding. */
  private addRow(direction: 'in' | 'out', gross: number, slip: Slip, fee: number): void {
    const { cast, method, random } = this.plan;
    if (random.chance(30)) return;
    const { channel } = this;
    const settledAt = clock('10:00', dayOf(slip.atMs) + 1);
    this.rows.push(acquirerRow({ cast, slip, channel, method, direction, gross, fee, settledAt, rrn: this.rrn(0) }));
  }

  private charged(amount: number): Charged {
    return { method: this.plan.method, cardType: this.cardType ?? null, amount: money(amount) };
  }

  /** Who pays out what it takes. */
  private get channel(): string {
    return this.isDirect() ? this.plan.method : this.plan.terminal.acquirer;
  }

  /** Whom the terminal names where it is not its acquirer. */
  private get contracted(): Fields {
    return this.isDirect() ? { channel: this.plan.method } : {};
  }

  private isDirect(): boolean {
    return this.plan.terminal.directWallets.includes(this.plan.method);
  }

  /** Batches are settled daily: the n-th day has batch n. */
  private slip(atMs: number): Slip {
    this.traces += 1;
    const traceNo = String(this.plan.index * TRACES_PER_PAYMENT + this.traces).padStart(6, '0');
    return { terminal: this.plan.terminal, batchNo: String(dayOf(atMs) + 1).padStart(6, '0'), traceNo, atMs };
  }

  private after(minutes: number): number {
    return this.opening.atMs + minutes * MINUTE_MS;
  }

  /** Twelve digits: terminal, payment, serial. */
  private rrn(serial: number): string {
    const { cast, terminal, index } = this.plan;
    return `${cast.tale.slice(0, 4)}${terminal.terminalNo.slice(-1)}${String(index).padStart(6, '0')}${String(serial)}`;
  }
}

/** As the till counts. */
const orderNoOf = ({ terminal, batchNo, traceNo }: Slip): string => `${terminal.terminalNo}${batchNo}${traceNo}`;

const dayOf = (atMs: number): number => Math.floor((atMs - clock('00:00')) / DAY_MS);
