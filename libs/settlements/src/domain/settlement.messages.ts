import type { Fact, FactEvent, Instant, Money } from '#kernel';

/**
 * One row of Douyin's settle bill (`order.getSettleBillDetailV3`): one settlement of one sub-order. Stream and key: `request_no`.
 * All amounts 分, absolute; the sign of fee fields differs between sources and is normalised before it gets here.
 */
export interface DouyinSettled extends Fact<'DouyinSettlementRecorded'> {
  readonly requestNo: string;
  readonly shopId: string;
  /** Parent order id (`shop_order_id`). */
  readonly orderId: string;
  /** Sub-order id (`order_id`). */
  readonly subOrderId: string;
  /** `trade_type`: 0 settled · 1 refund after settlement, original way · 2 refund out of the deposit · 3 refund after settlement, other way. */
  readonly tradeType: 0 | 1 | 2 | 3;
  readonly income: Money;
  /** What platforms and talents add to the buyer's money, part of `income`. */
  readonly subsidy: Money;
  readonly fees: {
    readonly platformService: Money;
    readonly commission: Money;
    readonly channel: Money;
    readonly colonel: Money;
    readonly promotion: Money;
    readonly other: Money;
  };
  /** `settle_amount` = income − Σ fees. */
  readonly net: Money;
}

/** One row of an acquirer's or wallet's statement: it paid one transaction out. Key: the statement's own row identity. */
export interface AcquirerSettled extends Fact<'AcquirerSettlementRecorded'> {
  readonly settlementNo: string;
  readonly channel: string;
  readonly method: string;
  readonly merchantNo: string;
  readonly terminalNo?: string;
  readonly rrn?: string;
  readonly paymentId?: string;
  /** `in`: paid out to us; `out`: taken back (a refund). */
  readonly direction: 'in' | 'out';
  readonly gross: Money;
  /** Kept by the channel; given back where `direction` is `out`. */
  readonly fee: Money;
  /** gross − fee. */
  readonly net: Money;
  readonly bankAccount: string;
}

/**
 * One movement on a shop's account with Douyin (`order.getShopAccountItem`). Stream and key: `account_trade_no`. What it is for is
 * read off `scene` and `tag` by account-movement.ts.
 */
export interface DouyinMoved extends Fact<'DouyinAccountMoved'> {
  readonly tradeNo: string;
  readonly shopId: string;
  /** `fund_flow`: 0 in, 1 out. */
  readonly direction: 'in' | 'out';
  readonly amount: Money;
  /** `trans_scene`, as worded; the platform publishes no list. */
  readonly scene?: string;
  /** `account_bill_desc_tag`, 0–23: deprecated by the platform, and still all that some rows have. */
  readonly tag?: number;
  /** `account_type`: 1 WeChat, 2 Alipay, 3 合众, 4 聚合. */
  readonly accountType?: number;
  readonly orderId?: string;
  readonly subOrderId?: string;
  readonly aftersaleId?: string;
}

/** What a movement on the shop's account is for. */
export type MovementPurpose =
  /** A settlement, or a refund after it: its settle row tells what it consists of, and the order books that row. */
  | 'settlement'
  | 'withdrawal'
  | 'insurance'
  | 'commission'
  | 'platform-service'
  | 'inspection'
  | 'subsidy'
  | 'compensation'
  | 'deposit'
  | 'unknown';

/** Totals of a terminal's batch at settlement (0500). Books nothing: it is compared with what we recorded. */
export interface TerminalBatchTotalled extends Fact<'TerminalBatchTotalled'> {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly batchNo: string;
  readonly debitTotal: Money;
  readonly debitCount: number;
  readonly creditTotal: Money;
  readonly creditCount: number;
}

export type SettlementFact = DouyinSettled | DouyinMoved | AcquirerSettled | TerminalBatchTotalled;

export type SettlementException = 'ROW_DOES_NOT_ADD_UP' | 'MOVEMENT_UNEXPLAINED' | 'FACTS_CONTRADICT';

export interface SettlementStanding {
  readonly kind: 'douyin' | 'douyin_movement' | 'acquirer' | 'terminal_batch';
  /** Of a movement on the shop's account. */
  readonly purpose?: MovementPurpose;
  readonly reference: string;
  readonly merchant: string;
  readonly settledAt: Instant;
  /** Signed: negative where money went back. 分 */
  readonly gross: number;
  readonly fees: number;
  readonly net: number;
  readonly exceptions: readonly SettlementException[];
}

export interface RecordSettlementFact {
  readonly type: 'RecordSettlementFact';
  readonly fact: SettlementFact;
}
export type SettlementCommand = RecordSettlementFact;
export type SettlementEvent = FactEvent<SettlementFact, SettlementStanding>;
