import type { StoredEvent } from '#event-log';
import { sum, type Fact, type Money } from '#kernel';
import type { Reaction } from '#projections';
import type { OrderCommand, OrderSettled } from '../domain/order.messages.js';

/** What this reads of a Douyin settlement row's event. Features meet in events, not in imports. */
interface SettlementRow extends Omit<Fact, 'type'> {
  readonly requestNo: string;
  readonly shopId: string;
  readonly orderId: string;
  /** 0 settled; everything else is money going back after settlement. */
  readonly tradeType: number;
  readonly income: Money;
  readonly subsidy: Money;
  readonly fees: Readonly<Record<string, Money>>;
  readonly net: Money;
}

/** A settlement row names its order: the order learns what it took off the receivable. Books nothing. */
export const whenSettlementRecorded: Reaction<OrderCommand> = {
  name: 'order-settled',
  handles: ['DouyinSettlementRecorded'],
  react: (event) => [{ type: 'RecordOrderFact', fact: orderSettledBy(event) }],
};

function orderSettledBy(event: StoredEvent): OrderSettled {
  const { fact } = event.data as { readonly fact: SettlementRow };
  return {
    type: 'DouyinOrderSettled',
    key: `settled:${fact.requestNo}`,
    occurredAt: fact.occurredAt,
    booking: fact.booking,
    orderId: fact.orderId,
    shopId: fact.shopId,
    requestNo: fact.requestNo,
    direction: fact.tradeType === 0 ? 'in' : 'out',
    gross: fact.income,
    subsidy: fact.subsidy,
    fees: sum(Object.values(fact.fees)),
    net: fact.net,
  };
}
