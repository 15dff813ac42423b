import { hash } from 'node:crypto';
import type { CaseId } from '../domain/match.messages.js';
import type { Item, ItemSide } from '../item.js';

const SIDES: Readonly<Record<ItemSide, number>> = { order: 0, ledger: 1, statement: 2 };
const DAY_MS = 86_400_000;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By side, then id: the same whatever order they came in. */
export const compareItems = (a: Item, b: Item): number => SIDES[a.side] - SIDES[b.side] || compareText(a.id, b.id);

/** By day and moment, then id. */
export const compareInTime = (a: Item, b: Item): number =>
  compareText(a.day, b.day) || compareText(a.occurredAt, b.occurredAt) || compareText(a.id, b.id);

/** 32 hex digits made of the item that a case is opened for. */
export const caseIdOf = (itemId: string): CaseId => hash('sha256', itemId, 'hex').slice(0, 32);

/** As the merchant's money, whether it counts or not. 分 */
export const grossOf = ({ amount, direction }: Item): number => (direction === 'in' ? amount : -amount);

/** As the merchant's money: nothing where it was undone, its outcome is open, or it only explains something else. 分 */
export const valueOf = (item: Item): number => (item.status === 'done' && item.kind !== 'movement' ? grossOf(item) : 0);

export const totalOf = (items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/** Days since 1970. */
export const dayNumberOf = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

export const firstDayOf = (items: readonly Item[]): string =>
  items.reduce((first, { day }) => (first === '' || day < first ? day : first), '');

export const lastDayOf = (items: readonly Item[]): string => items.reduce((last, { day }) => (day > last ? day : last), '');

/** Index of the first of a sorted list whose figure is at least this. */
export function firstFrom<T>(sorted: readonly T[], figureOf: (one: T) => number, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (figureOf(sorted[middle] as T) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
