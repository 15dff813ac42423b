import type { Meaning } from '../meanings.js';
import type { AmountUnit } from '../values.js';

/** `trxstatus`: success, still open (of these 2000 and 2008 are not confirmed), anything else failed. */
export const SUCCEEDED: ReadonlySet<string> = new Set(['0000']);
export const STILL_OPEN: ReadonlySet<string> = new Set(['2000', '2008']);

/** `TOLD_BY_TERMINAL`: needs numbers that only its terminal tells. */
export type TrxKind = Meaning['attempted'] | 'TOLD_BY_TERMINAL';

/** `trxcode`: what was tried, and with what. */
export const TRX_CODES: Readonly<Record<string, { readonly kind: TrxKind; readonly method: string }>> = {
  VSP001: { kind: 'purchase', method: 'card' },
  VSP002: { kind: 'purchase_void', method: 'card' },
  VSP003: { kind: 'refund', method: 'card' },
  VSP004: { kind: 'TOLD_BY_TERMINAL', method: 'card' },
  VSP005: { kind: 'TOLD_BY_TERMINAL', method: 'card' },
  VSP006: { kind: 'TOLD_BY_TERMINAL', method: 'card' },
  VSP007: { kind: 'TOLD_BY_TERMINAL', method: 'card' },
  VSP008: { kind: 'refund', method: 'card' },
  VSP501: { kind: 'purchase', method: 'wechat' },
  VSP502: { kind: 'purchase_void', method: 'wechat' },
  VSP503: { kind: 'refund', method: 'wechat' },
  VSP511: { kind: 'purchase', method: 'alipay' },
  VSP512: { kind: 'purchase_void', method: 'alipay' },
  VSP513: { kind: 'refund', method: 'alipay' },
  CMN004: { kind: 'reversal', method: 'unknown' },
};

/** `accttype`, not confirmed. */
export const CARD_TYPES: Readonly<Record<string, string>> = { '00': 'debit', '02': 'credit' };

export const AMOUNT_UNIT: AmountUnit = 'fen';

/** Where a notice says what, the first that is there. */
export const FIELDS = {
  occurredAt: ['paytime', 'fintime'],
  amount: ['trxamt'],
  original: ['srctrxid', 'oldtrxid'],
  terminalNo: ['termno'],
  rrn: ['termrefnum'],
  cardType: ['accttype'],
} as const;

/** What was paid with: a masked card, an open id, a wallet account. */
export const ACCOUNT = 'acct';
/** Who holds it; not confirmed. */
export const PERSONAL: ReadonlySet<string> = new Set(['acctname', 'holder', 'holderidno', 'mobile']);

/** Account numbers that a message carries, the one that signs first. */
export const ACCOUNT_FIELDS = ['appid', 'cusid'] as const;

/** Digests of its key-pair signature by `signtype`, not confirmed; without one all are tried. */
export const PAIR_DIGESTS: Readonly<Record<string, readonly string[]>> = { RSA: ['RSA-SHA1', 'RSA-SHA256'] };
