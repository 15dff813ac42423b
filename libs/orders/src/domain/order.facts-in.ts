import type { OrderFact } from './order.messages.js';

export type OfType<T extends OrderFact['type']> = Extract<OrderFact, { type: T }>;

export const all = <T extends OrderFact['type']>(facts: readonly OrderFact[], type: T): OfType<T>[] =>
  facts.filter((fact): fact is OfType<T> => fact.type === type);

export const first = <T extends OrderFact['type']>(facts: readonly OrderFact[], type: T): OfType<T> | undefined =>
  facts.find((fact): fact is OfType<T> => fact.type === type);
