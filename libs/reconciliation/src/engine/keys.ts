import type { MatchRule } from '../domain/match.messages.js';
import type { Item } from '../item.js';

/** What puts two items together by each rule, strongest first. Equal text: the same thing. */
const KEYS: readonly (readonly [MatchRule, (item: Item) => string | undefined])[] = [
  ['channel-trade-no', ({ kind, refs }) => (kind === 'payment' ? refs.channelTradeNo : refs.channelRefundNo)],
];

/** All numbers of an item that others may know it by. What shares one of them belongs to one judgement. */
export const keysOf = (item: Item): readonly string[] =>
  KEYS.flatMap(([rule, keyOf]) => {
    const key = keyOf(item);
    return key === undefined ? [] : [`${rule}:${item.kind}:${key}`];
  });
