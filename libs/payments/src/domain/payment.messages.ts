import type { BusinessDate, Fact, FactEvent, Instant, Money, Personal, Sealed } from '#kernel';
import type { PaymentId, TransactionKind } from './payment.identity.js';

export type { PaymentId } from './payment.identity.js';

/** What a terminal or acquirer says of one transaction. */
interface OfPayment<T extends string> extends Fact<T> {
  readonly paymentId: PaymentId;
  /** Merchant number (F42) with the acquirer, terminal number (F41), batch (F60.2), trace (F11) of *this* transaction. */
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly batchNo: string;
  readonly traceNo: string;
  /** Retrieval reference number (F37); absent where no answer was seen. */
  readonly rrn?: string;
  /** Settlement date (F15) where the acquirer told it: the day it is booked on, whatever the cut-off says. */
  readonly settlementDate?: BusinessDate;
  /** The instruction of ours that this carries out. */
  readonly instructionId?: string;
  /** Who was at the till, as the terminal numbers them; absent where it did not say. */
  readonly operatorNo?: string;
}

/** What was paid with, as far as the terminal told it. The fee of a payment may depend on it. */
interface CardUsed {
  /** Masked: BIN and last four. */
  readonly card?: Personal;
  /** Open id or account of the wallet that paid. */
  readonly payer?: Sealed;
  /** `debit`, `credit`, `quasi_credit`, `prepaid`. */
  readonly cardType?: string;
  /** Product of the acquirer where the method alone does not say it: `contactless_small`. */
  readonly product?: string;
}

/** An issuer may approve less than was asked for (response code 10). `amount` is what it approved, and alone counts. */
interface ApprovedInPart {
  readonly requestedAmount?: Money;
  /** The answer said so. */
  readonly partial?: true;
}

/**
 * Keys of facts are made in payment.identity.ts: `<kind>:<terminal no>.<batch>.<trace>.<yyyymmdd>`; a reversal has the numbers of
 * what it reverses; a declined or unknown try has a key of its own, so that it never contradicts the answer that comes later.
 */
export interface PaymentAuthorized extends OfPayment<'PaymentAuthorized'>, CardUsed, ApprovedInPart {
  readonly amount: Money;
  readonly authCode: string;
  /** Hold ends by itself then (30 days unless the acquirer says otherwise). */
  readonly expiresAt: Instant;
  /** The product allows several completions of one authorization. */
  readonly multiCapture: boolean;
  readonly channel: string;
  readonly method: string;
}
export type AuthorizationVoided = OfPayment<'AuthorizationVoided'>;
/** key `expired`. Decided by us when the hold's time is over; the issuer sends no message. */
export type AuthorizationExpired = OfPayment<'AuthorizationExpired'>;
export interface PaymentCaptured extends OfPayment<'PaymentCaptured'> {
  readonly amount: Money;
}
/** 预授权完成撤销 of the capture with `originalKey`. */
export interface CaptureVoided extends OfPayment<'CaptureVoided'> {
  readonly originalKey: string;
}
export interface PaymentPurchased extends OfPayment<'PaymentPurchased'>, CardUsed, ApprovedInPart {
  readonly amount: Money;
  readonly channel: string;
  readonly method: string;
  /** The channel's own number of a wallet payment. */
  readonly channelTradeNo?: string;
}
/** 消费撤销, same batch, full amount. */
export type PurchaseVoided = OfPayment<'PurchaseVoided'>;
export interface PaymentRefunded extends OfPayment<'PaymentRefunded'> {
  readonly amount: Money;
  readonly channel: string;
  readonly method: string;
}
/** 冲正 of the transaction with `originalKey` (an authorization, capture, purchase, refund or void). Its numbers count, its kind does not. */
export interface PaymentReversed extends OfPayment<'PaymentReversed'> {
  readonly originalKey: string;
  readonly reason?: string;
}
export interface PaymentDeclined extends OfPayment<'PaymentDeclined'> {
  readonly attempted: TransactionKind;
  readonly amount: Money;
  readonly responseCode: string;
}
/** No answer, or a code that leaves it open (68, 90, 91, 92, 96, 98): no money until inquiry, a fact or a reversal settles it. */
export interface PaymentOutcomeUnknown extends OfPayment<'PaymentOutcomeUnknown'> {
  readonly attempted: TransactionKind;
  readonly amount: Money;
  readonly responseCode?: string;
}

/** Instructions that we accepted. They hold what they ask for until a fact with their id carries them out. key `instruction:<id>` */
interface OfInstruction<T extends string> extends Fact<T> {
  readonly paymentId: PaymentId;
  readonly instructionId: string;
  readonly merchantNo: string;
  readonly reason: string;
}
export interface CaptureInstructed extends OfInstruction<'CaptureInstructed'> {
  readonly amount: Money;
}
export interface RefundInstructed extends OfInstruction<'RefundInstructed'> {
  readonly amount: Money;
}
export type VoidInstructed = OfInstruction<'VoidInstructed'>;
/** Withdraws an instruction that was not carried out. key `withdrawn:<id>` */
export type InstructionWithdrawn = OfInstruction<'InstructionWithdrawn'>;

export type PaymentFact =
  | PaymentAuthorized
  | AuthorizationVoided
  | AuthorizationExpired
  | PaymentCaptured
  | CaptureVoided
  | PaymentPurchased
  | PurchaseVoided
  | PaymentRefunded
  | PaymentReversed
  | PaymentDeclined
  | PaymentOutcomeUnknown
  | CaptureInstructed
  | RefundInstructed
  | VoidInstructed
  | InstructionWithdrawn;

export type PaymentStatus =
  | 'unknown'
  | 'declined'
  | 'authorized'
  | 'partly_captured'
  | 'captured'
  | 'voided'
  | 'expired'
  | 'reversed'
  | 'partly_refunded'
  | 'refunded';

export type PaymentException =
  | 'CAPTURE_ABOVE_LIMIT'
  | 'CAPTURE_WITHOUT_AUTHORIZATION'
  | 'CAPTURE_AFTER_EXPIRY'
  | 'CAPTURE_AFTER_VOID'
  | 'SECOND_CAPTURE'
  | 'REFUND_ABOVE_CAPTURED'
  | 'REFUND_WITHOUT_CAPTURE'
  | 'REVERSAL_WITHOUT_ORIGINAL'
  | 'VOID_WITHOUT_ORIGINAL'
  | 'VOID_IN_OTHER_BATCH'
  | 'VOID_AFTER_CAPTURE'
  | 'OUTCOME_UNKNOWN'
  /** Less was approved than asked for: the rest is still to be collected. */
  | 'PARTLY_APPROVED'
  | 'FACTS_CONTRADICT';

/** An instruction that waits for its fact. */
export interface OpenInstruction {
  readonly instructionId: string;
  readonly type: 'capture' | 'refund' | 'void';
  /** 0 for a void. 分 */
  readonly amount: Money;
}

/** Where a payment stands after a set of facts. */
export interface PaymentStanding {
  readonly paymentId: PaymentId;
  readonly merchant: string;
  readonly store: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly channel: string;
  readonly method: string;
  readonly status: PaymentStatus;
  readonly rrn: string | null;
  readonly authCode: string | null;
  readonly card: Personal | null;
  readonly payer?: Sealed;
  /** Absent where the opening transaction did not tell them, and in standings of events older than these fields. */
  readonly cardType?: string;
  readonly product?: string;
  /** Who was at the till when it opened. */
  readonly operatorNo?: string;
  /** What was asked for and what was approved of it, where the issuer approved a part only; `requested` as far as it was told. */
  readonly requested?: Money;
  readonly approved?: Money;
  /** First moment known of it. */
  readonly openedAt: Instant;
  readonly expiresAt: Instant | null;
  /** All 分. */
  readonly authorized: Money;
  /** Still held on the card: authorised, not captured, released or expired. */
  readonly held: Money;
  readonly captured: Money;
  readonly refunded: Money;
  readonly instructions: readonly OpenInstruction[];
  /** The payment request that it carries out: what its transactions name as their instruction and is none of this payment's. */
  readonly requestId?: string;
  readonly exceptions: readonly PaymentException[];
}

/** Records what a terminal, an acquirer or the calendar said. Never refused. */
export interface RecordPaymentFact {
  readonly type: 'RecordPaymentFact';
  readonly fact: PaymentFact;
}
interface Instruction {
  readonly paymentId: PaymentId;
  readonly instructionId: string;
  readonly reason: string;
  readonly now: Instant;
  /** Accounting day of the instruction; its dimensions are the payment's own. */
  readonly businessDate: Fact['booking']['businessDate'];
}
/** Asks the terminal to complete (part of) an authorization. */
export interface CapturePayment extends Instruction {
  readonly type: 'CapturePayment';
  readonly amount: Money;
}
export interface RefundPayment extends Instruction {
  readonly type: 'RefundPayment';
  readonly amount: Money;
}
export interface VoidAuthorization extends Instruction {
  readonly type: 'VoidAuthorization';
}
/** Withdraws an open instruction. */
export interface WithdrawInstruction extends Instruction {
  readonly type: 'WithdrawInstruction';
}
/** Given by the calendar: refused while the hold runs, nothing to do where it is over already. */
export interface ExpireAuthorization {
  readonly type: 'ExpireAuthorization';
  readonly paymentId: PaymentId;
  readonly now: Instant;
  readonly businessDate: Fact['booking']['businessDate'];
}

export type PaymentCommand =
  RecordPaymentFact | CapturePayment | RefundPayment | VoidAuthorization | WithdrawInstruction | ExpireAuthorization;
export type PaymentEvent = FactEvent<PaymentFact, PaymentStanding>;
