import type { Item } from '../item.js';
import { STAGES, orderKeysOf } from './keys.js';
import type { Part } from './parts.js';
import type { Pool } from './pool.js';

/** What becomes one case: parts of one order, and what was to be collected of it. */
export interface Group {
  orders: Item[];
  parts: Part[];
  /** The decided case that has something of the order already. */
  after: Part | null;
  into: Group | null;
}

const ORDER_NO = STAGES.filter(({ means, rule }) => means === 'identity' && rule === 'merchant-order-no');

const keysOfOrder = (item: Item): readonly string[] => [
  ...orderKeysOf(item),
  ...ORDER_NO.flatMap(({ keyOf }) => keyOf(item) ?? []),
];

function rootOf(group: Group): Group {
  let root = group;
  while (root.into) root = root.into;
  if (group !== root) group.into = root;
  return root;
}

function merge(a: Group, b: Group): void {
  const [into, from] = [rootOf(a), rootOf(b)];
  if (into === from) return;
  const [large, small] =
    into.parts.length + into.orders.length < from.parts.length + from.orders.length ? [from, into] : [into, from];
  large.parts.push(...small.parts);
  large.orders.push(...small.orders);
  small.into = large;
}

/**
 * Each part, with the orders that were to be collected by it. An order meets the ledger; a row of the statement only where the ledger
 * has nothing of it. Parts that share an order are one case: an order may be collected by several payments.
 */
export function groupsOf({ parts, orders }: Pool): readonly Group[] {
  const groups = parts.flatMap((part): Group[] => ((part.into ?? part.decided) ? [] : [groupOf({ parts: [part] })]));
  const decided = parts.filter((part) => part.decided);
  if (orders.length === 0 && decided.length === 0) return groups;
  const ours = indexOf(groups, ({ parts: [part] }) => part?.ours);
  const theirs = indexOf(groups, ({ parts: [part] }) => (part?.ours.length === 0 ? part.theirs : []));
  const alone = orders.map((order) => {
    const group = groupOf({ orders: [order] });
    const keys = keysOfOrder(order);
    const index = keys.some((key) => ours.has(key)) ? ours : theirs;
    for (const key of keys) {
      const met = index.get(key);
      for (const other of met ?? []) merge(other, group);
      // One group by now: the next order of this number meets that.
      if (met) index.set(key, [group]);
    }
    return group;
  });
  const all = [...groups, ...alone].filter(({ into }) => !into);
  noteDecided(all, decided);
  return all;
}

const groupOf = (of: Partial<Group>): Group => ({ orders: [], parts: [], after: null, into: null, ...of });

function indexOf<T>(all: readonly T[], itemsOf: (one: T) => readonly Item[] | undefined): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const one of all) {
    for (const key of new Set(itemsOf(one)?.flatMap((item) => keysOfOrder(item)))) {
      const list = index.get(key);
      if (list) list.push(one);
      else index.set(key, [one]);
    }
  }
  return index;
}

/** What was collected of an order, or was to be, after other things of that order were decided. */
function noteDecided(groups: readonly Group[], parts: readonly Part[]): void {
  const decided = indexOf(parts, (part) => part.decided?.items.filter(({ side }) => side !== 'statement'));
  if (decided.size === 0) return;
  for (const group of groups) {
    const items = [...group.orders, ...group.parts.flatMap(({ ours }) => ours)];
    const [key] = items.flatMap((item) => keysOfOrder(item)).filter((each) => decided.has(each));
    group.after = (key === undefined ? undefined : decided.get(key)?.[0]) ?? null;
  }
}
