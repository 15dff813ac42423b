import type { Difference } from '../domain/match.messages.js';
import type { Item } from '../item.js';
import { firstDayOf, grossOf, lastDayOf, totalOf, valueOf } from './canonical.js';
import { explained, open, type Sides } from './differences.js';

const isMovement = ({ kind }: Item): boolean => kind === 'movement';

/** Where the bank saw something else than was paid out. What moved beside it explains it, where it does so to the fen. */
export function netDifferencesOf({ ours, theirs }: Sides): readonly Difference[] {
  const amount = totalOf(theirs, valueOf) - totalOf(ours, valueOf);
  const net = { class: 'net', amount } as const;
  if (ours.length === 0) return amount === 0 ? [] : [open({ ...net, cause: 'NOT_TOLD' }, 'inquire')];
  if (theirs.length === 0) return amount === 0 ? [] : [open({ ...net, cause: 'NOT_ON_STATEMENT' }, 'inquire')];
  const moved = ours.filter(isMovement);
  if (moved.length > 0 && amount === totalOf(moved, grossOf)) return [explained({ ...net, cause: 'NETTED_WITH_MOVEMENT' })];
  if (amount !== 0) return [open({ ...net, cause: 'UNEXPLAINED' }, 'adjust')];
  return firstDayOf(ours) === lastDayOf(ours) ? [] : [explained({ ...net, cause: 'PAID_WITH_OTHER_DAYS' })];
}
