import { HOUR_MS, MINUTE_MS } from './moments.js';
import type { Random } from './random.js';

interface Delivered {
  readonly deliveredAt: number;
}

const LATE_PERMILLE = 30;
const TWICE_PERMILLE = 40;

/** What networks do: some messages come late, after those that follow from them, some come twice. In order of delivery. */
export function disturbed<T extends Delivered>(messages: readonly T[], random: Random): T[] {
  const sent = messages.flatMap((message): T[] => {
    const delayMs = random.chance(LATE_PERMILLE)
      ? random.between(30 * MINUTE_MS, 6 * HOUR_MS)
      : random.between(0, MINUTE_MS / 10);
    const first = { ...message, deliveredAt: message.deliveredAt + delayMs };
    if (!random.chance(TWICE_PERMILLE)) return [first];
    return [first, { ...first, deliveredAt: first.deliveredAt + random.between(MINUTE_MS, HOUR_MS) }];
  });
  return inOrder(sent);
}

export const inOrder = <T extends Delivered>(messages: readonly T[]): T[] =>
  [...messages].sort((a, b) => a.deliveredAt - b.deliveredAt);

/** Cuts a list into parts; `size` is asked before each. */
export function cut<T>(list: readonly T[], size: (first: T) => number): T[][] {
  const parts: T[][] = [];
  let from = 0;
  for (let first = list[from]; first !== undefined; first = list[from]) {
    const to = from + Math.max(1, size(first));
    parts.push(list.slice(from, to));
    from = to;
  }
  return parts;
}
