import type { SaidOrderFact } from '../douyin/order-fields.js';
import type { GapKind } from './pull-store.js';

/** Facts that a push tells under a key that pulling knows too: their absence is a push that did not come. */
const PUSHED: ReadonlySet<SaidOrderFact['type']> = new Set<SaidOrderFact['type']>([
  'DouyinOrderCreated',
  'DouyinOrderPaid',
  'DouyinOrderShipped',
  'DouyinOrderCompleted',
  'DouyinOrderCancelled',
  'DouyinAftersaleMoved',
  'DouyinRefundSucceeded',
]);

/** Moves of an after-sale are told apart by their clock, which a list does not keep for each of them. */
const withoutClock = (key: string): string => (key.startsWith('aftersale:') ? key.slice(0, key.lastIndexOf(':')) : key);

const AFTERSALE: ReadonlySet<string> = new Set(['DouyinAftersaleMoved', 'DouyinRefundSucceeded']);

export interface FoundGap {
  readonly kind: GapKind;
  readonly fact: SaidOrderFact['type'];
}

/** What no push brought of an order: all of it, or steps. `known`: keys of the facts that the ledger has of it. */
export function gapsIn(facts: readonly SaidOrderFact[], known: ReadonlySet<string>, isStuck: boolean): FoundGap[] {
  const [first] = facts;
  if (known.size === 0) return first ? [{ kind: 'order', fact: first.type }] : [];
  const clockless = new Set([...known].map(withoutClock));
  return facts
    .filter(({ type, key }) => PUSHED.has(type) && !clockless.has(withoutClock(key)))
    .map(({ type: fact }) => ({ kind: isStuck ? 'stuck' : AFTERSALE.has(fact) ? 'aftersale' : 'step', fact }));
}
