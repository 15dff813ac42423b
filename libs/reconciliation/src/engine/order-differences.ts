import type { Difference } from '../domain/match.messages.js';
import type { Item } from '../item.js';
import { grossOf, totalOf, valueOf } from './canonical.js';
import { explained, open } from './differences.js';

/** What was collected, less what was to be. An order that is still open may be collected in parts. */
export function orderDifferenceOf(orders: readonly Item[], ours: readonly Item[], tolerance: number): readonly Difference[] {
  if (orders.length === 0 || ours.length === 0 || ours.some(({ status }) => status === 'open')) return [];
  const wanted = totalOf(orders, (item) => (item.status === 'undone' ? 0 : grossOf(item)));
  const collected = totalOf(ours, valueOf);
  const amount = collected - wanted;
  const isMore = Math.abs(collected) > Math.abs(wanted);
  if (amount === 0 || (!isMore && orders.some(({ status }) => status === 'open'))) return [];
  return [{ ...orderDifference({ orders, ours, amount, isMore, tolerance }), leg: 'order' }];
}

interface OrderSums {
  readonly orders: readonly Item[];
  readonly ours: readonly Item[];
  readonly amount: number;
  readonly isMore: boolean;
  readonly tolerance: number;
}

function orderDifference({ orders, ours, amount, isMore, tolerance }: OrderSums): Difference {
  const gross = Math.abs(totalOf(orders, grossOf));
  const differs = { class: 'amount', amount } as const;
  if (orders.every(({ status }) => status === 'undone'))
    return open({ class: 'status', amount, cause: 'UNDONE_HERE_ONLY' }, ours[0]?.kind === 'payment' ? 'refund' : 'inquire');
  if (ours.every(({ status }) => status === 'undone'))
    return open({ class: 'status', amount, cause: 'UNDONE_HERE_ONLY' }, 'inquire', gross);
  if (isMore && ours.length > 1 && ours.some((item) => valueOf(item) !== 0 && amount % valueOf(item) === 0))
    return open({ class: 'duplicate', amount, cause: 'CHARGED_TWICE' }, ours[0]?.kind === 'payment' ? 'refund' : 'inquire');
  if (Math.abs(totalOf(ours, (item) => Math.sign(valueOf(item)) * (item.requested ?? item.amount))) === gross)
    return open({ ...differs, cause: 'APPROVED_IN_PART' }, 'adjust');
  if (Math.abs(amount) <= tolerance) return explained({ ...differs, cause: 'WITHIN_TOLERANCE' });
  return open({ ...differs, cause: 'UNEXPLAINED' }, 'adjust');
}
