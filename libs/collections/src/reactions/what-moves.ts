import type { StoredEvent } from '#event-log';
import type { Fact, Instant, Money } from '#kernel';
import type { Reaction } from '#projections';
import { keyOf } from '../domain/collection.facts.js';
import type { NoteForCollection, RequestPayment } from '../domain/collection.messages.js';
import { orderOfRequest } from '../domain/request-id.js';

interface Told<Standing> {
  readonly fact: Omit<Fact, 'type'>;
  readonly standing: Standing;
}

/** What this reads of a payment's standing. */
interface PaymentSeen {
  readonly paymentId: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
  /** The request of ours that it carries out. */
  readonly requestId?: string;
  readonly status: string;
  readonly openedAt: Instant;
  readonly captured: Money;
  readonly refunded: Money;
}

/** A payment that carries a request out has moved: its order's collection sees where it stands now. */
export const whenCollectingPaymentMoved: Reaction<NoteForCollection> = {
  name: 'collection-payment-moved',
  handles: [
    'PaymentAuthorized',
    'AuthorizationVoided',
    'AuthorizationExpired',
    'PaymentCaptured',
    'CaptureVoided',
    'PaymentPurchased',
    'PurchaseVoided',
    'PaymentRefunded',
    'PaymentReversed',
    'PaymentDeclined',
    'PaymentOutcomeUnknown',
  ],
  react: (event) => {
    const { fact, standing } = event.data as Told<PaymentSeen>;
    const { paymentId, merchantNo, terminalNo, requestId, status, openedAt, captured, refunded } = standing;
    const orderId = requestId === undefined ? undefined : orderOfRequest(requestId);
    if (requestId === undefined || orderId === undefined) return [];
    const seen = { paymentId, merchantNo, terminalNo, requestId, status, openedAt, captured, refunded };
    const { occurredAt, booking } = fact;
    const key = keyOf.payment(paymentId, event.revision);
    return [
      {
        type: 'NoteForCollection',
        fact: { type: 'CollectingPaymentMoved', key, occurredAt, booking, orderId, revision: event.revision, ...seen },
      },
    ];
  },
};

/** What this reads of an order's standing. */
interface OrderSeen {
  readonly orderId: string;
  readonly shopId: string;
  /** It was handed to a terminal: no other order has a collection. */
  readonly handedToPos?: true;
  readonly status: string;
  readonly method: string;
  readonly paid: Money;
  readonly refunded: Money;
}

/** An order that was handed to a terminal has moved at Douyin: paid there, refunded, cancelled. */
export const whenCollectedOrderMoved: Reaction<NoteForCollection> = {
  name: 'collection-order-moved',
  handles: ['DouyinOrderPaid', 'DouyinOrderPhasePaid', 'DouyinOrderDetailed', 'DouyinOrderCancelled', 'DouyinRefundSucceeded'],
  react: (event) => {
    const { standing, fact } = event.data as Told<OrderSeen>;
    if (!standing.handedToPos) return [];
    const { orderId } = standing;
    const { occurredAt, booking } = fact;
    const key = keyOf.order(event.revision);
    return [
      { type: 'NoteForCollection', fact: { type: 'CollectedOrderMoved', key, occurredAt, booking, orderId, ...seenOf(event) } },
    ];
  },
};

/** An order as its collection sees it, off the event that left it so. */
export function seenOf({ data, revision }: Pick<StoredEvent, 'data' | 'revision'>): RequestPayment['order'] {
  const { shopId, status, method, paid, refunded } = (data as Told<OrderSeen>).standing;
  return { revision, shopId, status, cashOnDelivery: method === 'cod', paid, refunded };
}
