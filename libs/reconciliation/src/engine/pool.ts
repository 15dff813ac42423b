import type { Item } from '../item.js';
import { compareItems } from './canonical.js';
import { join, partOf, type KnownCase, type Part } from './parts.js';

/** What can be put together: each item a part of its own at first, but what a match holds that is opened again. */
export interface Pool {
  readonly parts: readonly Part[];
  /** By item. */
  readonly partOf: ReadonlyMap<string, Part>;
  /** Items of ledger and statement in canonical order, those of decided cases among them. */
  readonly items: readonly Item[];
  readonly orders: readonly Item[];
}

/** What a person resolved or wrote off stays so; a match is opened again where items of it are told. */
export function poolOf(told: readonly Item[], cases: readonly KnownCase[]): Pool {
  const closed = cases.filter(({ status }) => status === 'resolved' || status === 'written_off');
  const gone = new Set(closed.flatMap(({ items }) => items.map(({ id }) => id)));
  const items = new Map(told.flatMap((item) => (gone.has(item.id) ? [] : [[item.id, item] as const])));
  const matches = cases.filter(({ status }) => status === 'matched');
  const reopened = matches.filter((known) => known.items.some(({ id }) => items.has(id)));
  for (const { items: held } of reopened) for (const item of held) if (!items.has(item.id)) items.set(item.id, item);
  const sorted = [...items.values()].sort(compareItems);
  const moved = sorted.filter(({ side }) => side !== 'order');
  const partById = new Map(moved.map((item) => [item.id, partOf([item])]));
  const parts = [...partById.values()];
  for (const { items: held, rule } of reopened)
    join(
      held.flatMap(({ id }) => partById.get(id) ?? []),
      rule ?? 'channel-trade-no',
    );
  const kept = [...closed, ...matches.filter((known) => !reopened.includes(known))];
  for (const known of kept) {
    const part = partOf(known.items, known);
    parts.push(part);
    for (const item of [...part.ours, ...part.theirs]) {
      partById.set(item.id, part);
      moved.push(item);
    }
  }
  return {
    parts,
    partOf: partById,
    items: kept.length === 0 ? moved : moved.sort(compareItems),
    orders: sorted.filter(({ side }) => side === 'order'),
  };
}
