import type { Cause } from './causes.js';
import { itemGroup, type Memory } from './memory.js';
import type { Collected } from './reading.js';
import type { HandedOrder, Item } from './worklist.tables.js';

const UNPAID = 'ORDER_UNPAID';

/** What a request to collect an order may open or close. */
export const isOfHanded = (code: string): boolean => code === UNPAID;

/** Causes of an order; unpaid it is not while a terminal has its money, which Douyin knows nothing of. */
export function withoutCollected({ handed }: Memory, stream: string, causes: readonly Cause[]): readonly Cause[] {
  const order = handed.get('', stream);
  if (!order) return causes;
  handed.put({ ...order, unpaid: causes.find(({ code }) => code === UNPAID) ?? null });
  return order.collected > 0 ? causes.filter(({ code }) => code !== UNPAID) : causes;
}

/** Of those that a request may open: what holds of an order now that a terminal has taken so much for it, or given it back. */
export function causesOfHanded({ handed, items }: Memory, { stream, collected }: Collected): readonly Cause[] {
  const unpaid = handed.get('', stream)?.unpaid ?? causeOf(items.get(itemGroup(stream, ''), UNPAID));
  const order: HandedOrder = { stream, collected, unpaid };
  handed.put(order);
  return collected > 0 || !unpaid ? [] : [unpaid];
}

const causeOf = (item: Item | undefined): Cause | null => {
  if (!item?.stands) return null;
  const { anchorAt, code, evidence, merchant, severity, store, subject, worth } = item;
  return { code, severity, worth, subject, evidence, merchant, store, anchor: anchorAt ?? 'fact' };
};
