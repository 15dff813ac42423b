import type { CollectedOrderMoved, CollectingPaymentMoved, CollectionFact, RequestId } from './collection.messages.js';

type OfType<T extends CollectionFact['type']> = Extract<CollectionFact, { type: T }>;

export const ofType = <T extends CollectionFact['type']>(facts: readonly CollectionFact[], type: T): OfType<T>[] =>
  facts.filter((fact): fact is OfType<T> => fact.type === type);

export const keyOf = {
  requested: (id: RequestId) => `requested:${id}`,
  confirmed: (id: RequestId) => `confirmed:${id}`,
  cancelled: (id: RequestId) => `cancelled:${id}`,
  expired: (id: RequestId) => `expired:${id}`,
  overdue: (id: RequestId) => `overdue:${id}`,
  outcome: (id: RequestId, outcome: string) => `outcome:${id}:${outcome}`,
  payment: (paymentId: string, revision: number) => `payment:${paymentId}:${String(revision)}`,
  order: (revision: number) => `order:${String(revision)}`,
} as const;

/** Each payment as it stood last, the one that was opened first before the others. */
export function paymentsIn(facts: readonly CollectionFact[]): CollectingPaymentMoved[] {
  const last = new Map<string, CollectingPaymentMoved>();
  for (const moved of ofType(facts, 'CollectingPaymentMoved')) {
    if (moved.revision > (last.get(moved.paymentId)?.revision ?? -1)) last.set(moved.paymentId, moved);
  }
  return [...last.values()].sort((a, b) =>
    a.openedAt === b.openedAt ? (a.paymentId < b.paymentId ? -1 : 1) : a.openedAt < b.openedAt ? -1 : 1,
  );
}

/** The order as it stood last. */
export const orderIn = (facts: readonly CollectionFact[]): CollectedOrderMoved | undefined =>
  ofType(facts, 'CollectedOrderMoved').reduce<CollectedOrderMoved | undefined>(
    (last, moved) => (moved.revision > (last?.revision ?? -1) ? moved : last),
    undefined,
  );
