import type { Instant } from '#kernel';

/** What the platform publishes of a method, from a day on. */
export interface MethodTerms {
  readonly method: string;
  readonly from: Instant;
  /** Calls a second and app. */
  readonly qps: number;
}

const PUBLISHED = '2024-01-01T00:00:00.000Z' as Instant;

/** A method that is not listed is called at `DEFAULT_QPS`. A later line of the same method stands from its day on. */
export const METHOD_TERMS: readonly MethodTerms[] = [
  { method: 'order.searchList', from: PUBLISHED, qps: 600 },
  { method: 'order.orderDetail', from: PUBLISHED, qps: 900 },
  { method: 'afterSale.List', from: PUBLISHED, qps: 500 },
  { method: 'order.getShopAccountItem', from: PUBLISHED, qps: 100 },
];
export const DEFAULT_QPS = 20;

/** Codes of the platform's envelope. What is not listed is a refusal. */
export const GATEWAY_CODES = {
  success: [10_000],
  /** Service away, timed out. */
  outage: [20_000, 20_001],
  limited: [60_000],
} as const;

/** `sub_code`s that call for another token. */
export const TOKEN_SUB_CODES: readonly string[] = [
  'isv.access-token-expired',
  'isv.access-token-no-existed',
  'isv.access-token-missing',
  'isv.access-token-invalid',
];

/** Refusals that are about what was asked for and not about us: one order is not to be had, the next one may be. */
export const REFUSALS_OF_ONE: readonly string[] = ['40002', '40004', '50002'];

/** Inner codes of a bill page that succeeded; the documentation gives both. */
export const BILL_SUCCESS: readonly string[] = ['100000', '1000001'];

/** How a list is read page by page. */
export interface ListTerms {
  readonly method: string;
  /** Rows of a page at most. */
  readonly size: number;
  /** page × size at most; the pages of the platform contradict each other, the least of them is kept to. */
  readonly reachRows: readonly number[];
}
export const ORDER_LIST: ListTerms = { method: 'order.searchList', size: 100, reachRows: [10_000, 50_000] };
export const AFTERSALE_LIST: ListTerms = { method: 'afterSale.List', size: 100, reachRows: [50_000] };
export const SETTLE_BILL = { method: 'order.getSettleBillDetailV3', size: 100 } as const;
export const ACCOUNT_ITEMS = { method: 'order.getShopAccountItem', size: 1_000 } as const;

/** Of one call: how often it is tried, and how long it may take in all. */
export const CALL_TERMS = {
  tries: 5,
  firstPauseMs: 200,
  longestPauseMs: 5_000,
  answerWithinMs: 10_000,
  deadlineMs: 45_000,
  /** A token is renewed so long before its end. */
  renewBeforeMs: 600_000,
} as const;

export type CallTerms = { readonly [K in keyof typeof CALL_TERMS]: number };
