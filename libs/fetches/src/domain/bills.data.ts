import type { BusinessDate } from '#kernel';

const HOUR_MS = 3_600_000;

/** Bills that a channel offers by API, one a day. */
export const BILL_KINDS = [
  'wechat-trades',
  'wechat-funds',
  'alipay-trades',
  'alipay-funds',
  'allinpay-trades',
  'douyin-settle',
  'douyin-account',
  'life-ledger',
] as const;
export type BillKind = (typeof BILL_KINDS)[number];

/** Whom a bill is asked of. */
export const GATEWAYS = ['wechat', 'alipay', 'allinpay', 'douyin', 'life'] as const;
export type GatewayName = (typeof GATEWAYS)[number];

/** When a bill is there, counted from the midnight (Asia/Shanghai) that ends its day. All of it is the channel's to change. */
export interface BillTerms {
  readonly gateway: GatewayName;
  /** Not asked for before. */
  readonly availableMs: number;
  /** Before, that there is none may mean that there is none yet. */
  readonly emptyMs: number;
  /** Still not there: a person is told. */
  readonly overdueMs: number;
  /** The channel answers for so many days back. */
  readonly reachDays: number;
}

const usual = { availableMs: 10 * HOUR_MS, emptyMs: 10 * HOUR_MS, overdueMs: 18 * HOUR_MS } as const;

/** UNVERIFIED: when the life ledger, and the account file of Douyin, are whole; that no bill of Alipay means no trade from 15:00 on; the reach of all but WeChat. */
export const BILL_TERMS: Readonly<Record<BillKind, BillTerms>> = {
  'wechat-trades': { ...usual, gateway: 'wechat', reachDays: 89 },
  'wechat-funds': { ...usual, gateway: 'wechat', reachDays: 89 },
  'alipay-trades': { ...usual, gateway: 'alipay', emptyMs: 15 * HOUR_MS, reachDays: 365 },
  'alipay-funds': { ...usual, gateway: 'alipay', emptyMs: 15 * HOUR_MS, reachDays: 365 },
  'allinpay-trades': { ...usual, gateway: 'allinpay', availableMs: 6 * HOUR_MS, reachDays: 180 },
  'douyin-settle': { ...usual, gateway: 'douyin', reachDays: 365 },
  'douyin-account': { ...usual, gateway: 'douyin', reachDays: 365 },
  'life-ledger': { ...usual, gateway: 'life', reachDays: 365 },
};

/** A bill of one day of one account. */
export interface BillName {
  readonly bill: BillKind;
  /** What the channel calls the account: mchid, cusid, shop id, client key. */
  readonly account: string;
  readonly day: BusinessDate;
}

/** Pauses until a bill is asked for again: doubled each time, up to the longest. */
export const FETCH_PAUSES = {
  /** A file that is being made for us. */
  making: { firstMs: 2_000, longestMs: 60_000 },
  /** Not there yet. */
  absent: { firstMs: 5 * 60_000, longestMs: HOUR_MS },
  /** The channel, or the way to it, is away. */
  away: { firstMs: 2_000, longestMs: 5 * 60_000 },
  /** A matter for people: the channel says no, or the file is not taken. */
  refused: { firstMs: 10 * 60_000, longestMs: HOUR_MS },
} as const;
export type PauseKind = keyof typeof FETCH_PAUSES;

/** Calls to one gateway: so many a second. */
export const GATEWAY_QPS = 5;

/** One answer of a gateway, and the whole of a download. */
export const CALL_LIMITS = { answerWithinMs: 10_000, answerBytes: 2 ** 20, fileWithinMs: 300_000 } as const;
