import type { Account } from './book.js';
import { Fault } from './fault.js';

/** One step of an account path: what may stand between colons. Outside ids are digits and letters; others are refused at the edge. */
const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const path = (...segments: string[]): Account => {
  for (const segment of segments) if (!SEGMENT.test(segment)) throw new Fault(`not an account segment: ${segment}`);
  return segments.join(':');
};

/** The operational chart. Every account that anything books on is made here and nowhere else. */
export const accounts = {
  /** Douyin holds the buyer's money until it settles (抖音待结算). */
  douyinReceivable: (shop: string) => path('assets', 'receivable', 'douyin', shop),
  /** Cash on delivery: the courier holds the money. */
  cashOnDelivery: (shop: string) => path('assets', 'receivable', 'cod', shop),
  /** The shop's account with Douyin (聚合账户), withdrawable. */
  douyinAccount: (shop: string) => path('assets', 'douyin-account', shop),
  /** What the shop left with Douyin as security (保证金); refunds may come out of it. */
  douyinDeposit: (shop: string) => path('assets', 'douyin-deposit', shop),
  /** What Douyin keeps of the shop's money to refund from (备用金). */
  douyinReserve: (shop: string) => path('assets', 'douyin-reserve', shop),
  /** Douyin refunded for the shop and will ask for it (平台垫付). */
  douyinAdvance: (shop: string) => path('liabilities', 'douyin-advance', shop),
  /** Refunds of cash on delivery, which the merchant hands back itself. */
  refundsOffline: (shop: string) => path('liabilities', 'refunds-offline', shop),
  /** Douyin holds what buyers of vouchers paid until it settles (抖音来客待分账). */
  lifeReceivable: (clientKey: string) => path('assets', 'receivable', 'douyin-life', clientKey),
  /** What local life paid out and nobody has withdrawn yet. */
  lifeAccount: (clientKey: string) => path('assets', 'life-account', clientKey),
  /** Douyin holds what was paid in a mini-app until it settles. */
  miniAppReceivable: (appId: string) => path('assets', 'receivable', 'douyin-miniapp', appId),
  /** An acquirer or wallet holds the money (收单在途). */
  clearing: (channel: string, merchantNo: string) => path('assets', 'clearing', channel, merchantNo),
  /** Left a channel for a bank account and is on no bank statement yet (提现在途). */
  payoutInTransit: (channel: string, holder: string) => path('assets', 'in-transit', channel, holder),
  bank: (bankAccount: string) => path('assets', 'bank', bankAccount),
  /** Paid and not yet delivered (合同负债). */
  contract: (shop: string) => path('liabilities', 'contract', shop),
  /** Vouchers paid and not yet redeemed. */
  voucherContract: (clientKey: string) => path('liabilities', 'contract', 'voucher', clientKey),
  revenueOnline: (shop: string) => path('revenue', 'online', shop),
  /** Deposits (定金) whose balance never came. */
  depositKept: (shop: string) => path('revenue', 'deposit-kept', shop),
  /** By store; `-` where nothing names one. */
  revenueOffline: (merchant: string, store: string) => path('revenue', 'offline', merchant, ...(store === '-' ? [] : [store])),
  fee: (merchant: string, kind: string) => path('expenses', 'fees', merchant, kind),
  /** Taken from us for good, without anything in return: chargebacks, shortages (短款) that were written off. */
  loss: (merchant: string, kind: string) => path('expenses', 'losses', merchant, kind),
  /** More than we know of came in, and somebody may still ask for it (长款待查). */
  unclaimed: (merchant: string) => path('liabilities', 'unclaimed', merchant),
  /** The same, once nobody asks for it any more. */
  windfall: (merchant: string) => path('revenue', 'windfall', merchant),
  /** Paid to buyers out of our own pocket (小额打款). */
  compensation: (merchant: string) => path('expenses', 'compensation', merchant),
  /** Money of a contradiction until a person explains it. */
  suspense: (merchant: string, reason: string) => path('equity', 'suspense', merchant, reason),
  /** Off balance: authorised and not captured (授权占用). */
  authorized: (merchantNo: string) => path('memo', 'authorized', merchantNo),
  authorizedContra: (merchantNo: string) => path('memo', 'authorized-contra', merchantNo),
  /** Off balance: instructed by us and not confirmed by the outside. */
  instructed: (kind: 'capture' | 'refund', merchantNo: string) => path('memo', `instructed-${kind}`, merchantNo),
  instructedContra: (kind: 'capture' | 'refund', merchantNo: string) => path('memo', `instructed-${kind}-contra`, merchantNo),
} as const;

export const isAccountSegment = (text: string): boolean => SEGMENT.test(text);

const ANY = 'any';

/** Shapes of the chart's accounts of money, step by step. Accounts off balance (memo) are left out: they follow their payments alone. */
const SHAPES: readonly (readonly string[])[] = [
  ...Object.values(accounts).map((make) =>
    (make as (...segments: string[]) => Account)(...Array.from({ length: make.length }, () => ANY)),
  ),
  accounts.revenueOffline(ANY, '-'),
]
  .map((account) => account.split(':'))
  .filter(([root]) => root !== 'memo');

/** Whether a person may name an account: one that the chart could make, and that counts money. */
export function isMoneyAccount(account: Account): boolean {
  const steps = account.split(':');
  const fits = (shape: readonly string[]): boolean =>
    shape.length === steps.length && shape.every((step, index) => step === ANY || step === steps[index]);
  return steps.every(isAccountSegment) && SHAPES.some(fits);
}

/** Paths under which the next step is a merchant; under all others it is whose account with an outside party it is. */
const MERCHANTS_UNDER = /^(?:revenue:offline|revenue:windfall|expenses:\w+|equity:suspense|liabilities:unclaimed):([^:]+)/;

/** The merchant that an account names; undefined where it names none. */
export const merchantInAccount = (account: Account): string | undefined => MERCHANTS_UNDER.exec(account)?.[1];
