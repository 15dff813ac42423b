import type { Item } from '../item.js';
import { compareInTime, dayNumberOf, grossOf, totalOf } from './canonical.js';
import { isAlone, type Part } from './parts.js';

/** What may be paid out, or seen by the bank, in one sum. */
export interface Lump {
  readonly parts: () => readonly Part[];
  /** 分, as the bank account sees it. */
  readonly sum: number;
  /** Days since 1970. */
  readonly first: number;
  readonly last: number;
  /** Channel and account. */
  readonly source: string;
}

/** Each payout, movement, or line of the bank, that has no counterpart yet; in the order of time. */
export const freeLumps = (parts: readonly Part[], side: 'ours' | 'theirs', kind: Item['kind'] = 'payout'): Lump[] =>
  parts
    .flatMap((part) => {
      const [item] = part[side];
      return item?.kind === kind && item.status === 'done' && isAlone(part) ? [{ part, item }] : [];
    })
    .sort((a, b) => compareInTime(a.item, b.item))
    .map(({ part, item: { account, channel } }) => {
      const days = part[side].map(({ day }) => dayNumberOf(day));
      const [first, last] = days.reduce(([low, high], day) => [Math.min(low, day), Math.max(high, day)], [Infinity, -Infinity]);
      return { parts: () => [part], sum: totalOf(part[side], grossOf), first, last, source: `${channel}|${account}` };
    });

export const together = (lumps: readonly [Lump, ...Lump[]]): Lump => ({
  parts: () => lumps.flatMap(({ parts }) => parts()),
  sum: lumps.reduce((total, { sum }) => total + sum, 0),
  first: lumps.reduce((low, { first }) => Math.min(low, first), Infinity),
  last: lumps.reduce((high, { last }) => Math.max(high, last), -Infinity),
  source: lumps[0].source,
});

export type Lists<T> = Map<string | number, [T, ...T[]]>;

export function listsOf<T>(all: readonly T[], keyOf: (one: T) => string | number): Lists<T> {
  const lists: Lists<T> = new Map();
  for (const one of all) {
    const list = lists.get(keyOf(one));
    if (list) list.push(one);
    else lists.set(keyOf(one), [one]);
  }
  return lists;
}

/** All of one source on one day. */
export const daysOf = (lumps: readonly Lump[]): Lump[] =>
  [...listsOf(lumps, ({ source, first }) => `${source}|${String(first)}`).values()].map(together);

/** Two days of one source and more that follow each other among those on which something was paid out. */
export const runsOf = (days: readonly Lump[], longest: number): Lump[] =>
  [...listsOf(days, ({ source }) => source).values()].flatMap((list) =>
    list.flatMap((start, from) => {
      const end = list.findIndex((day, at) => at > from && day.last - start.first >= longest);
      const next = list.slice(from + 1, end < 0 ? undefined : end).slice(0, longest - 1);
      return next.map((_, count) => together([start, ...next.slice(0, count + 1)]));
    }),
  );

/** Lumps without more than so many days between one and the next. */
export function spellsOf(lumps: readonly Lump[], gapDays: number): Lump[][] {
  const spells: Lump[][] = [];
  let last = -Infinity;
  for (const lump of lumps.toSorted((a, b) => a.first - b.first)) {
    if (lump.first - last > gapDays) spells.push([]);
    spells.at(-1)?.push(lump);
    last = lump.first;
  }
  return spells;
}
