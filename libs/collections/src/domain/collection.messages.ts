import type { BusinessDate, Fact, FactEvent, Instant, Money } from '#kernel';

/** The terminal that an order is handed to, or that speaks. */
export interface TerminalRef {
  readonly merchantNo: string;
  readonly terminalNo: string;
}

/** `req_…`; the terminal sends it back as `instruction_id` with the transaction that collects the order. */
export type RequestId = string;

interface OfOrder<T extends string> extends Fact<T> {
  readonly orderId: string;
}
interface OfRequest<T extends string> extends OfOrder<T> {
  readonly requestId: RequestId;
}

/** An order was handed to a terminal. key `requested:<request id>` */
export interface PaymentRequested extends OfRequest<'PaymentRequested'>, TerminalRef {
  readonly shopId: string;
  /** Payment interface that the money is to come in by; by whom it was chosen. */
  readonly interfaceId: string;
  readonly amount: Money;
  readonly expiresAt: Instant;
}
/** The terminal took it on: the buyer stands there. key `confirmed:<request id>` */
export interface PaymentRequestConfirmed extends OfRequest<'PaymentRequestConfirmed'> {
  /** Without an outcome until then, nobody knows what became of it. */
  readonly outcomeDueAt: Instant;
}
/** key `cancelled:<request id>` */
export interface PaymentRequestCancelled extends OfRequest<'PaymentRequestCancelled'> {
  readonly reason: string;
}
/** Told by the calendar: nobody confirmed it in time. Dated at its end. key `expired:<request id>` */
export type PaymentRequestExpired = OfRequest<'PaymentRequestExpired'>;
/** Told by the calendar: it was confirmed, and no outcome came in time. Dated at its end. key `overdue:<request id>` */
export type PaymentOutcomeOverdue = OfRequest<'PaymentOutcomeOverdue'>;
/** What the terminal says became of it. It moves no money: the transaction does. key `outcome:<request id>:<outcome>` */
export interface PaymentOutcomeReported extends OfRequest<'PaymentOutcomeReported'>, TerminalRef {
  readonly outcome: ReportedOutcome;
  /** Taken, 分; where it was approved. */
  readonly amount?: Money;
  readonly responseCode?: string;
}
/** Where a payment that carries a request out stands now. key `payment:<payment id>:<revision>`; the highest revision counts. */
export interface CollectingPaymentMoved extends OfRequest<'CollectingPaymentMoved'>, TerminalRef {
  readonly paymentId: string;
  readonly revision: number;
  readonly status: string;
  readonly openedAt: Instant;
  readonly captured: Money;
  readonly refunded: Money;
}
/** Where the order itself stands with Douyin. key `order:<revision>`; the highest revision counts. */
export interface CollectedOrderMoved extends OfOrder<'CollectedOrderMoved'> {
  readonly revision: number;
  readonly shopId: string;
  readonly status: string;
  /** `pay_type` 0: the courier, or we, take the money. */
  readonly cashOnDelivery: boolean;
  readonly paid: Money;
  readonly refunded: Money;
}

export type CollectionFact =
  | PaymentRequested
  | PaymentRequestConfirmed
  | PaymentRequestCancelled
  | PaymentRequestExpired
  | PaymentOutcomeOverdue
  | PaymentOutcomeReported
  | CollectingPaymentMoved
  | CollectedOrderMoved;

export type ReportedOutcome = 'approved' | 'declined' | 'unknown';

export type RequestStatus =
  | 'requested'
  | 'confirmed'
  | 'cancelled'
  | 'expired'
  | 'unknown'
  | 'declined'
  | 'approved'
  /** Undone before the money was ours: reversed, or voided. */
  | 'reversed'
  | 'partly_refunded'
  | 'refunded';

export type CollectionException =
  | 'COLLECTED_TWICE'
  | 'PAID_INSIDE_AND_COLLECTED'
  | 'CANCELLED_AND_COLLECTED'
  | 'COLLECTED_LATE'
  | 'COLLECTED_OTHER_AMOUNT'
  | 'COLLECTED_ELSEWHERE'
  | 'COLLECTION_OUTCOME_UNKNOWN'
  | 'PAYMENT_NOT_SEEN'
  | 'FACTS_CONTRADICT';

/** A request as it stands. All money 分. */
export interface RequestStanding extends TerminalRef {
  readonly requestId: RequestId;
  readonly status: RequestStatus;
  readonly interfaceId: string;
  readonly amount: Money;
  readonly requestedAt: Instant;
  readonly expiresAt: Instant;
  readonly outcomeDueAt: Instant | null;
  readonly collected: Money;
  readonly refunded: Money;
  readonly paymentIds: readonly string[];
}

/** Money that was taken and is not owed: what `RefundPayment` on that payment would give back. Proposed, never done by itself. */
export interface ProposedRefund {
  readonly paymentId: string;
  readonly amount: Money;
  readonly reason: 'COLLECTED_TWICE' | 'PAID_INSIDE_AND_COLLECTED' | 'CANCELLED_AND_COLLECTED';
}

export interface CollectionStanding {
  readonly orderId: string;
  readonly shopId: string;
  readonly merchant: string;
  readonly store: string;
  readonly requests: readonly RequestStanding[];
  /** Collected and not given back over all requests, 分. */
  readonly collected: Money;
  readonly refundsProposed: readonly ProposedRefund[];
  readonly exceptions: readonly CollectionException[];
}

interface Instruction {
  readonly orderId: string;
  readonly requestId: RequestId;
  readonly now: Instant;
}
/** Hands an order to a terminal. */
export interface RequestPayment extends Instruction {
  readonly type: 'RequestPayment';
  readonly request: Omit<PaymentRequested, 'type' | 'key' | 'occurredAt' | 'orderId' | 'requestId'>;
  /** Where the order stands with Douyin, read after it was marked as handed over. */
  readonly order: Omit<CollectedOrderMoved, 'type' | 'key' | 'booking' | 'occurredAt' | 'orderId'>;
}
/** The terminal takes a request on; from then on it may take the money. */
export interface ConfirmRequest extends Instruction {
  readonly type: 'ConfirmRequest';
  readonly by: TerminalRef;
}
export interface CancelRequest extends Instruction {
  readonly type: 'CancelRequest';
  readonly reason: string;
}
/** The calendar asks whether its time is over. */
export interface ExpireRequest extends Instruction {
  readonly type: 'ExpireRequest';
}
/** What a terminal reports has happened: recorded, unless it speaks for another terminal's request. */
export interface ReportOutcome extends Instruction {
  readonly type: 'ReportOutcome';
  readonly by: TerminalRef;
  readonly outcome: ReportedOutcome;
  readonly amount?: Money;
  readonly responseCode?: string;
  readonly businessDate: BusinessDate;
}
/** What payments and the order told. Never refused; of an order that was never handed to a terminal, nothing is kept. */
export interface NoteForCollection {
  readonly type: 'NoteForCollection';
  readonly fact: CollectingPaymentMoved | CollectedOrderMoved;
}

export type CollectionCommand =
  RequestPayment | ConfirmRequest | CancelRequest | ExpireRequest | ReportOutcome | NoteForCollection;
export type CollectionEvent = FactEvent<CollectionFact, CollectionStanding>;
