/** A row as acquirers print one: which of their amounts carry a sign differs, so sizes are taken. 分 */
export interface PrintedAmounts {
  readonly direction: 'in' | 'out';
  readonly amount: number;
  readonly fee: number;
  readonly net?: number | undefined;
}

/**
 * The fee, positive where it was charged, and the signed net. Where the net is told it decides what became of a refund's fee: returned, or charged
 * once more. Where the three do not fit together the fee is charged with what comes in and returned with what goes out.
 */
export function feeAndNet({ direction, amount, fee, net }: PrintedAmounts): { readonly fee: number; readonly net?: number } {
  const sign = direction === 'in' ? 1 : -1;
  const size = Math.abs(fee);
  const plain = 0 + sign * size;
  if (net === undefined) return { fee: plain === 0 ? 0 : plain };
  const signedNet = sign * Math.abs(net);
  const implied = sign * Math.abs(amount) - signedNet;
  const charged = Math.abs(implied) === size ? implied : plain;
  return { fee: charged === 0 ? 0 : charged, net: signedNet === 0 ? 0 : signedNet };
}

/** Words of a transaction's type, the first that is in it decides. */
export type KindWords = readonly (readonly [string, 'payment' | 'refund' | 'reversal'])[];

/** UNVERIFIED but for 消费, 撤销, 退货, 冲正: what none of them is in stays unread until it is added. A completion captures; an authorization moves nothing. */
export const ACQUIRER_KINDS: KindWords = [
  ['冲正', 'reversal'],
  ['撤销', 'reversal'],
  ['退货', 'refund'],
  ['退款', 'refund'],
  ['预授权完成', 'payment'],
  ['消费', 'payment'],
  ['支付', 'payment'],
  ['收款', 'payment'],
];

export const kindOf = (words: KindWords, type: string): 'payment' | 'refund' | 'reversal' | undefined =>
  words.find(([word]) => type.includes(word))?.[1];
