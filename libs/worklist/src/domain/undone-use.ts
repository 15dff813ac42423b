import type { Thresholds } from './rules.js';

/** A voucher that was redeemed and taken back. */
export interface UndoneUse {
  readonly stream: string;
  /** Unique within the stream. */
  readonly key: string;
  readonly merchant: string;
  readonly store: string;
  /** Store as the platform knows it; empty where it was not said. */
  readonly poiId: string;
  /** Accounting day on which it was taken back. */
  readonly day: string;
  /** 分 */
  readonly worth: number;
}

/** Where and when: what is counted together. */
export type StoreDay = Pick<UndoneUse, 'merchant' | 'store' | 'poiId' | 'day'>;

export type StoreCode = 'FRAUD_VOUCHER_CANCELS';

export interface StoreFinding {
  readonly code: StoreCode;
  /** 分 */
  readonly worth: number;
  readonly evidence: Readonly<Record<string, number>>;
}

/** What is odd about one store on one day. */
export function findingsOfStore(uses: readonly UndoneUse[], { voucher_cancels: least }: Thresholds): StoreFinding[] {
  if (uses.length < least) return [];
  const worth = uses.reduce((total, use) => total + use.worth, 0);
  return [{ code: 'FRAUD_VOUCHER_CANCELS', worth, evidence: { cancellations: uses.length } }];
}
