import type { BusinessDate, Fact, FactEvent, Instant, Money } from '#kernel';

/** Fields that every fact of a voucher order carries. Ids are digits as text: they exceed 2^53. */
interface OfOrder<T extends string> extends Fact<T> {
  readonly orderId: string;
  /** The app that Douyin signs for: whose books these are. */
  readonly clientKey: string;
  /** Account of the merchant with local life (来客), where the message says. */
  readonly accountId?: string;
}

/** `life_trade_order_notify`, action `pay_success`. key `paid` */
export interface VoucherPaid extends OfOrder<'VoucherOrderPaid'> {
  /** `pay_amount`, 分. */
  readonly amount: Money;
  /** `original_amount`, 分: before discounts. */
  readonly originalAmount?: Money;
  /** How many vouchers it bought, where the message says. */
  readonly count?: number;
}

/** Fields of what happens to one voucher. Its code is a bearer secret: the last four characters stay. */
interface OfCertificate<T extends string> extends OfOrder<T> {
  readonly certificateId: string;
  readonly codeLast4?: string;
}

/**
 * `life_trade_certificate_notify`, action `verify`: redeemed at the POS of a store. key `verified:<verify id>`, without one
 * `verified:<certificate id>:<seconds>`. A card for several visits repeats its certificate.
 */
export interface VoucherVerified extends OfCertificate<'VoucherVerified'> {
  readonly verifyId?: string;
  /** Store as the platform knows it. */
  readonly poiId?: string;
  /** What this use is worth, 分; seldom said. */
  readonly amount?: Money;
}

/** Action `verify_cancel` (about one hour). key `cancelled:<verify id>`, without one `cancelled:<certificate id>:<seconds>` */
export interface VerificationCancelled extends OfCertificate<'VoucherVerificationCancelled'> {
  readonly verifyId?: string;
}

/** Action `refund_success`. key `refund:<refund id>`, without one `refund:<certificate id>` */
export interface VoucherRefunded extends OfCertificate<'VoucherRefunded'> {
  /** 分; seldom said. */
  readonly amount?: Money;
}

/** 达人佣金, 机构佣金, 代理商, 代运营, 平台服务费, 支付手续费. */
export interface VoucherFees {
  readonly talentCommission: Money;
  readonly institutionCommission: Money;
  readonly agent: Money;
  readonly operationAgent: Money;
  readonly platformService: Money;
  readonly handling: Money;
}

/** What a row of the life-service ledger says. All amounts 分. */
interface LedgerRow {
  readonly ledgerId: string;
  readonly verifyId: string;
  readonly certificateId: string;
  readonly poiId?: string;
  readonly liveRoomId?: string;
  /** What the buyer paid for this use. */
  readonly pay: Money;
  /** What the platform adds to it. */
  readonly subsidy: Money;
  readonly fees: VoucherFees;
  /** 货款: pay and subsidy less fees. */
  readonly net: Money;
}

/** Row with status 0 or 1, about an hour after verification: an estimate. key `estimated:<ledger id>` */
export interface VoucherEstimated extends OfOrder<'VoucherSettlementEstimated'>, LedgerRow {}

/** Row with status 2: it was split. key `settled:<ledger id>` */
export interface VoucherSettled extends OfOrder<'VoucherSettled'>, LedgerRow {}

/** Row with status 3 (failed) or 4 (discarded). key `<outcome>:<ledger id>` */
export interface VoucherSettlementDropped extends OfOrder<'VoucherSettlementDropped'> {
  readonly ledgerId: string;
  readonly verifyId: string;
  readonly certificateId: string;
  readonly outcome: 'failed' | 'discarded';
}

export type VoucherRow = VoucherEstimated | VoucherSettled;

export type VoucherFact =
  | VoucherPaid
  | VoucherVerified
  | VerificationCancelled
  | VoucherRefunded
  | VoucherEstimated
  | VoucherSettled
  | VoucherSettlementDropped;

/** The function is in voucher.standing.ts, as a table in the README. */
export type VoucherStatus = 'unpaid' | 'paid' | 'partly_verified' | 'verified' | 'settled' | 'partly_refunded' | 'refunded';

export type VoucherException =
  | 'VERIFIED_WITHOUT_PAYMENT'
  | 'VERIFIED_ABOVE_PAID'
  | 'CANCELLED_WITHOUT_VERIFICATION'
  | 'REFUND_WITHOUT_PAYMENT'
  | 'REFUND_ABOVE_PAID'
  | 'REFUNDED_AFTER_VERIFICATION'
  | 'SETTLED_AFTER_CANCELLATION'
  | 'SETTLEMENT_FAILED'
  | 'SETTLED_AND_DISCARDED'
  | 'LEDGER_UNLIKE_OWN'
  | 'ROW_DOES_NOT_ADD_UP'
  | 'FACTS_CONTRADICT';

/** A redemption that was taken back, and where: what a store shows of it. */
export interface CancelledUse {
  /** Unique within the order. */
  readonly key: string;
  readonly certificateId: string;
  /** Store as the platform knows it, where it was said. */
  readonly poiId?: string;
  /** Ours. */
  readonly store: string;
  /** Accounting day of the cancellation. */
  readonly day: BusinessDate;
  readonly verifiedAt: Instant;
  readonly cancelledAt: Instant;
  /** What the use was worth; where nobody said, its share of the payment. 分 */
  readonly worth: Money;
}

/** Where a voucher order stands after a set of facts. */
export interface VoucherStanding {
  readonly orderId: string;
  readonly clientKey: string;
  readonly accountId: string | null;
  readonly merchant: string;
  /** Where it was redeemed last; the account's own until then. */
  readonly store: string;
  readonly status: VoucherStatus;
  readonly liveRoomId: string | null;
  readonly paidAt: Instant | null;
  readonly verifiedAt: Instant | null;
  readonly refundedAt: Instant | null;
  /** Every voucher of the order that anything named. */
  readonly certificateIds: readonly string[];
  /** Uses that stand: redeemed and not cancelled. */
  readonly uses: number;
  /** In the order of time; absent where there are none, and in standings of events older than this field. */
  readonly cancelledUses?: readonly CancelledUse[];
  /** Nobody said what some use or refund is worth: it took its share of the payment. */
  readonly estimated: boolean;
  /** 分 */
  readonly paid: Money;
  /** Worth of the uses that stand. 分 */
  readonly verified: Money;
  readonly refunded: Money;
  /** What rows that are not discarded say will be, or was, split: pay and subsidy. 分 */
  readonly ledgerGross: Money;
  /** Split by rows with status 2. 分 */
  readonly settledGross: Money;
  readonly subsidy: Money;
  readonly fees: Money;
  readonly settledNet: Money;
  readonly exceptions: readonly VoucherException[];
}

/** Records what local life said. Never refused. */
export interface RecordVoucherFact {
  readonly type: 'RecordVoucherFact';
  readonly fact: VoucherFact;
}

export type VoucherCommand = RecordVoucherFact;
export type VoucherEvent = FactEvent<VoucherFact, VoucherStanding>;
