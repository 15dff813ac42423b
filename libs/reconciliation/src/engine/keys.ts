import type { MatchRule } from '../domain/match.messages.js';
import type { Item, ItemRefs } from '../item.js';

/** One way of finding what belongs together. */
export interface Stage {
  readonly rule: MatchRule;
  /** Equal text: the same thing. */
  readonly keyOf: (item: Item) => string | undefined;
  /**
   * `identity`: whatever has the key is one thing, whether sums agree or not. `reference`: it belongs there, where it is the only one or
   * sums agree. `amount`: the same, one by one, the amount being part of the key.
   */
  readonly means: 'identity' | 'reference' | 'amount';
  /** Only within the window of days: the number comes again. */
  readonly isReused?: boolean;
  /** Where these differ on both sides, it is not the same thing. */
  readonly unless: readonly (keyof ItemRefs)[];
}

const isRefund = ({ kind }: Item): boolean => kind === 'refund';

/** Files fill a number that they do not have with zeros. */
const NO_NUMBER = /^0*$/;

/** undefined where one of the numbers is missing. */
function joined(kind: string, ...numbers: readonly (string | undefined)[]): string | undefined {
  let key = kind;
  for (const number of numbers) {
    if (number === undefined || NO_NUMBER.test(number)) return undefined;
    key += `|${number}`;
  }
  return key;
}

const OWN: readonly (keyof ItemRefs)[] = ['channelRefundNo', 'merchantRefundNo', 'rrn'];
const NUMBERS: readonly (keyof ItemRefs)[] = ['channelTradeNo', 'merchantOrderNo', ...OWN];

const tradeNo = (item: Item): string | undefined =>
  joined(item.kind, isRefund(item) ? item.refs.channelRefundNo : item.refs.channelTradeNo);
const orderNo = (item: Item): string | undefined =>
  joined(item.kind, isRefund(item) ? item.refs.merchantRefundNo : item.refs.merchantOrderNo);
const trace = ({ kind, refs }: Item): string | undefined => joined(kind, refs.terminalNo, refs.batchNo, refs.traceNo);
/** Files of networks tell terminal and trace, and no batch. */
const traceAlone = ({ kind, refs }: Item): string | undefined => joined(kind, refs.terminalNo, refs.traceNo);
const rrn = ({ kind, refs }: Item): string | undefined => joined(kind, refs.rrn);

const ofOriginal =
  (number: 'channelTradeNo' | 'merchantOrderNo') =>
  (item: Item): string | undefined =>
    isRefund(item) ? joined('original', item.refs[number]) : undefined;
const withAmount =
  (keyOf: Stage['keyOf']) =>
  (item: Item): string | undefined =>
    joined(String(item.amount), keyOf(item));

/** Strongest first. The trace number of a terminal comes again, and so may a batch's. */
export const STAGES: readonly Stage[] = [
  { rule: 'channel-trade-no', means: 'identity', keyOf: tradeNo, unless: [] },
  { rule: 'merchant-order-no', means: 'identity', keyOf: orderNo, unless: [] },
  { rule: 'channel-trade-no', means: 'amount', keyOf: withAmount(ofOriginal('channelTradeNo')), unless: OWN },
  { rule: 'merchant-order-no', means: 'amount', keyOf: withAmount(ofOriginal('merchantOrderNo')), unless: OWN },
  { rule: 'terminal-batch-trace', means: 'identity', keyOf: trace, unless: NUMBERS, isReused: true },
  { rule: 'rrn', means: 'identity', keyOf: rrn, unless: NUMBERS },
  {
    rule: 'terminal-batch-trace',
    means: 'amount',
    keyOf: withAmount(traceAlone),
    unless: ['batchNo', ...NUMBERS],
    isReused: true,
  },
  { rule: 'channel-trade-no', means: 'reference', keyOf: ofOriginal('channelTradeNo'), unless: OWN },
  { rule: 'merchant-order-no', means: 'reference', keyOf: ofOriginal('merchantOrderNo'), unless: OWN },
  { rule: 'order', means: 'reference', keyOf: ({ kind, refs }) => joined(kind, refs.orderId), unless: NUMBERS },
];

/** A payout, and the line of the bank that names it. */
export const PAYOUT_STAGES: readonly Stage[] = [
  { rule: 'payout-reference', means: 'identity', keyOf: tradeNo, unless: [] },
  { rule: 'payout-reference', means: 'identity', keyOf: orderNo, unless: [] },
];

/** Numbers under which an order meets what was collected of it. */
export const orderKeysOf = ({ kind, refs }: Item): readonly string[] =>
  [
    joined(`${kind}|request`, refs.requestId),
    joined(`${kind}|order`, refs.orderId),
    joined(`${kind}|payment`, refs.paymentId),
  ].filter((key) => key !== undefined);

/** All numbers that an item may be known by on another side: what shares one of them belongs into one judgement. */
export function keysOf(item: Item): readonly string[] {
  const numbers = STAGES.filter(({ means }) => means === 'identity').map(({ rule, keyOf }) => joined(rule, keyOf(item)));
  return [...new Set([...numbers.filter((key) => key !== undefined), ...orderKeysOf(item)])];
}

/** Both sides have one of these numbers, and not the same. */
export const isContradicted = (a: Item, b: Item, unless: readonly (keyof ItemRefs)[]): boolean =>
  unless.some((number) => a.refs[number] !== undefined && b.refs[number] !== undefined && a.refs[number] !== b.refs[number]);
