import { ANY, feeOf, lineFor, netFee, type Charged, type FeeLine, type FeeTerms } from '#fees';
import { ZERO, money, subtract, type Money } from '#kernel';

/** What a channel takes, as it was agreed before the story begins. */
export interface AgreedFees extends FeeTerms {
  readonly channel: string;
}

const line = (product: string, ratePpm: number, more: Partial<FeeLine> = {}): FeeLine => ({
  product,
  cardType: ANY,
  above: ZERO,
  ratePpm,
  ...more,
});

const SMALL_QR = money(100_000);

/** Cards of two kinds, debit cards with a cap; codes of UnionPay in two tiers; what is left. */
const acquiring: readonly FeeLine[] = [
  line('card', 6000),
  line('card', 5000, { cardType: 'debit', cap: money(2000) }),
  line('unionpay_qr', 3800, { upTo: SMALL_QR }),
  line('unionpay_qr', 6000, { above: SMALL_QR }),
  line(ANY, 3800),
];

export const AGREED_FEES: readonly AgreedFees[] = [
  { channel: 'unionpay', refundReturnsFee: 'none', lines: acquiring },
  { channel: 'lakala', refundReturnsFee: 'none', lines: acquiring },
  { channel: 'wechat', refundReturnsFee: 'proportional', lines: [line(ANY, 3800)] },
  { channel: 'alipay', refundReturnsFee: 'proportional', lines: [line(ANY, 3800)] },
  { channel: 'jdpay', refundReturnsFee: 'none', lines: [line(ANY, 3800)] },
  { channel: 'shouqianba', refundReturnsFee: 'proportional', lines: [line(ANY, 3800)] },
  { channel: 'allinpay', refundReturnsFee: 'none', lines: [line(ANY, 3800)] },
  { channel: 'douyin', refundReturnsFee: 'proportional', lines: [line(ANY, 50_000)] },
];

/** 分 for what was taken. @throws RangeError where nothing is agreed */
export function agreedFee(channel: string, charged: Charged): Money {
  const found = lineFor(termsOf(channel), charged);
  if (!found) throw new RangeError(`no fee is agreed with ${channel} for ${charged.method}`);
  return feeOf(found, charged.amount);
}

/** 分 of it that a refund brings back, when so much had been refunded before. */
export function feeBack(channel: string, charged: Charged, { before, refund }: { before: Money; refund: Money }): Money {
  const left = (refunded: Money): Money => netFee(termsOf(channel), charged, refunded) ?? ZERO;
  return subtract(left(before), left(money(before + refund)));
}

function termsOf(channel: string): AgreedFees {
  const terms = AGREED_FEES.find((each) => each.channel === channel);
  if (!terms) throw new RangeError(`nothing is agreed with ${channel}`);
  return terms;
}
