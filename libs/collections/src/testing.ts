import { money, type BusinessDate, type Instant, type Money } from '#kernel';
import { shanghai } from '#kernel/testing';
import { keyOf } from './domain/collection.facts.js';
import type {
  CollectedOrderMoved,
  CollectingPaymentMoved,
  NoteForCollection,
  RequestPayment,
  TerminalRef,
} from './domain/collection.messages.js';

export const ORDER_ID = '6900000000000000001';
export const SHOP_ID = '4463798';
export const POS: TerminalRef = { merchantNo: '898100012340001', terminalNo: 'POS00001' };
export const OTHER_POS: TerminalRef = { merchantNo: '898100012340001', terminalNo: 'POS00002' };
export const AT = shanghai('2026-09-21 10:00');
export const EXPIRES = shanghai('2026-09-21 10:15');

const DAY = '2026-09-21' as BusinessDate;
const booking = {
  businessDate: DAY,
  of: { merchant: 'm1', store: 's1', side: 'offline', channel: 'unionpay', method: 'unknown' },
} as const;

export type OrderSeen = RequestPayment['order'];

/** An order that nobody has paid yet. */
export const UNPAID: OrderSeen = {
  revision: 1,
  shopId: SHOP_ID,
  status: 'created',
  cashOnDelivery: false,
  paid: money(0),
  refunded: money(0),
};

export const requestPayment = (
  requestId: string,
  said: { amount?: Money; at?: Instant; order?: OrderSeen; by?: TerminalRef } = {},
) =>
  ({
    type: 'RequestPayment',
    orderId: ORDER_ID,
    requestId,
    now: said.at ?? AT,
    request: {
      ...(said.by ?? POS),
      booking,
      shopId: SHOP_ID,
      interfaceId: 'unionpay-1',
      amount: said.amount ?? money(12_990),
      expiresAt: EXPIRES,
    },
    order: said.order ?? UNPAID,
  }) as const satisfies RequestPayment;

export type PaymentSeen = Partial<CollectingPaymentMoved> & Pick<CollectingPaymentMoved, 'requestId' | 'paymentId' | 'status'>;

/** A payment as it stands at a revision: captured in full unless said. */
export function paymentMoved({ revision = 0, ...said }: PaymentSeen): NoteForCollection {
  const fact: CollectingPaymentMoved = {
    type: 'CollectingPaymentMoved',
    key: keyOf.payment(said.paymentId, revision),
    occurredAt: AT,
    booking,
    orderId: ORDER_ID,
    revision,
    ...POS,
    openedAt: AT,
    captured: money(said.status === 'captured' ? 12_990 : 0),
    refunded: money(0),
    ...said,
  };
  return { type: 'NoteForCollection', fact };
}

export function orderMoved(order: OrderSeen): NoteForCollection {
  const fact: CollectedOrderMoved = {
    type: 'CollectedOrderMoved',
    key: keyOf.order(order.revision),
    occurredAt: AT,
    booking,
    orderId: ORDER_ID,
    ...order,
  };
  return { type: 'NoteForCollection', fact };
}
