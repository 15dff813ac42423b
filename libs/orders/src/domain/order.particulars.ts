import type { Money } from '#kernel';
import type { OrderFact } from './order.messages.js';
import type { OrderDetailed } from './order-particulars.messages.js';
import type { OfOrder } from './order.fact.js';
import { all, first } from './order.facts-in.js';

/** Field by field, the latest that says it. Facts in canonical order. */
export const particularsOf = (facts: readonly OrderFact[]): Partial<OrderDetailed> =>
  all(facts, 'DouyinOrderDetailed').reduce<Partial<OrderDetailed>>((before, detailed) => ({ ...before, ...detailed }), {});

/** `order_status` as the platform numbers it. */
const STATUS = { cancelled: 4, completed: 5, shipped: 3, partlyShipped: 101 } as const;
const PAID: ReadonlySet<number> = new Set([105, 2, STATUS.partlyShipped, STATUS.shipped, STATUS.completed]);
/** `main_status`: refunds ended the order, before shipping, after it, after receipt. */
const REFUNDED: ReadonlySet<number> = new Set([21, 22, 39]);

export const saysRefunded = ({ mainStatus }: Partial<OrderDetailed>): boolean =>
  mainStatus !== undefined && REFUNDED.has(mainStatus);

/** What a detail says was paid: before payment the same field is what is asked for. */
export const paidIn = ({ orderStatus, payAmount }: OrderDetailed): Money | undefined =>
  orderStatus !== undefined && PAID.has(orderStatus) ? payAmount : undefined;

/**
 * With what a detail says by its status alone, where no message told when it happened: it counts from the first detail that
 * says so. The message itself takes its place as soon as it comes.
 */
export function withInferred(facts: readonly OrderFact[]): readonly OrderFact[] {
  const details = all(facts, 'DouyinOrderDetailed');
  const inferred = INFERENCES.flatMap(({ type, from }) => {
    if (first(facts, type)) return [];
    for (const detail of details) {
      const fact = from(detail);
      if (fact) return [fact];
    }
    return [];
  });
  return inferred.length === 0 ? facts : [...facts, ...inferred].sort(inOrder);
}

interface Inference {
  readonly type: OrderFact['type'];
  readonly from: (detail: OrderDetailed) => OrderFact | undefined;
}

const INFERENCES: readonly Inference[] = [
  {
    type: 'DouyinOrderPaid',
    from: (detail) => {
      const { payType } = detail;
      const amount = paidIn(detail);
      return amount === undefined
        ? undefined
        : { ...sameOf(detail), type: 'DouyinOrderPaid', key: 'paid', amount, ...(payType !== undefined && { payType }) };
    },
  },
  {
    type: 'DouyinOrderPartlyShipped',
    from: (detail) =>
      detail.orderStatus === STATUS.partlyShipped
        ? { ...sameOf(detail), type: 'DouyinOrderPartlyShipped', key: 'partly_shipped' }
        : undefined,
  },
  {
    type: 'DouyinOrderShipped',
    from: (detail) =>
      detail.orderStatus === STATUS.shipped ? { ...sameOf(detail), type: 'DouyinOrderShipped', key: 'shipped' } : undefined,
  },
  {
    type: 'DouyinOrderCompleted',
    from: (detail) =>
      detail.orderStatus === STATUS.completed
        ? { ...sameOf(detail), type: 'DouyinOrderCompleted', key: 'completed' }
        : undefined,
  },
  {
    type: 'DouyinOrderCancelled',
    from: (detail) =>
      detail.orderStatus === STATUS.cancelled && !saysRefunded(detail)
        ? { ...sameOf(detail), type: 'DouyinOrderCancelled', key: 'cancelled' }
        : undefined,
  },
];

const sameOf = ({ orderId, shopId, occurredAt, booking }: OrderDetailed): Omit<OfOrder<string>, 'type' | 'key'> => ({
  orderId,
  shopId,
  occurredAt,
  booking,
});

const inOrder = (a: OrderFact, b: OrderFact): number =>
  a.occurredAt === b.occurredAt ? (a.key < b.key ? -1 : 1) : a.occurredAt < b.occurredAt ? -1 : 1;
