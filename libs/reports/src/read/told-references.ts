import type { StoredEvent } from '#event-log';
import { localDate, type Fact } from '#kernel';
import type { MiniAppFact } from '#miniapp';
import type { OrderFact } from '#orders';
import type { PaymentFact } from '#payments';
import type { VoucherFact } from '#vouchers';
import { kindOf } from './told-transactions.js';
import type { Reference } from './transaction.js';

/** By the kind of stream; a fact says under which numbers its transaction is known. */
const READ: Readonly<Record<string, (fact: never) => (Reference | undefined)[]>> = {
  'order-douyin': ofOrder,
  payment: ofPayment,
  'miniapp-payment': ofMiniApp,
  'voucher-order': ofVoucher,
};

/** Numbers under which the transaction of an event is known. */
export function referencesOf(event: StoredEvent): Reference[] {
  const read = READ[kindOf(event.stream)];
  return read ? read(factOf(event) as never).filter((reference) => reference !== undefined) : [];
}

/** The fact of an event: its type is the event's own. */
export const factOf = ({ type, data }: StoredEvent): object => ({ ...(data as { readonly fact: object }).fact, type });

export const idReference = (value: string): Reference => ({ kind: 'id', scope: '', value });
export const rrnReference = (merchantNo: string, rrn: string): Reference => ({ kind: 'rrn', scope: merchantNo, value: rrn });
export const tradeReference = (merchant: string, tradeNo: string): Reference => ({
  kind: 'trade',
  scope: merchant,
  value: tradeNo,
});

/** Numbers of a transaction at a terminal: they come again, so its local day belongs to them. */
export interface Numbers {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly batchNo: string;
  readonly traceNo: string;
  readonly occurredAt: Fact['occurredAt'];
}

const NO_NUMBER = '-';

/** Undefined where one of the numbers was not told. */
export function numbersReference(numbers: Numbers): Reference | undefined {
  const { merchantNo, terminalNo, batchNo, traceNo, occurredAt } = numbers;
  const day = localDate(occurredAt).replaceAll('-', '');
  if ([terminalNo, batchNo, traceNo].includes(NO_NUMBER)) return undefined;
  return { kind: 'numbers', scope: merchantNo, value: [terminalNo, batchNo, traceNo, day].join('.') };
}

function ofOrder(fact: OrderFact): (Reference | undefined)[] {
  const own = idReference(fact.orderId);
  if (fact.type === 'DouyinOrderDetailed') {
    const { subOrders = [], channelPaymentNo, booking } = fact;
    const traded = channelPaymentNo === undefined ? undefined : tradeReference(booking.of.merchant, channelPaymentNo);
    return [own, traded, ...subOrders.map(({ subOrderId }) => idReference(subOrderId))];
  }
  if ('requestNo' in fact) return [own, idReference(fact.requestNo)];
  if ('aftersaleId' in fact) return [own, idReference(fact.aftersaleId)];
  return 'requestId' in fact ? [own, idReference(fact.requestId)] : [own];
}

function ofPayment(fact: PaymentFact): (Reference | undefined)[] {
  const own = idReference(fact.paymentId);
  if (!('terminalNo' in fact)) return [own];
  const traded =
    fact.type === 'PaymentPurchased' && fact.channelTradeNo !== undefined
      ? tradeReference(fact.booking.of.merchant, fact.channelTradeNo)
      : undefined;
  const { merchantNo, rrn, instructionId } = fact;
  return [
    own,
    numbersReference(fact),
    rrn === undefined ? undefined : rrnReference(merchantNo, rrn),
    traded,
    instructionId === undefined ? undefined : idReference(instructionId),
  ];
}

function ofMiniApp(fact: MiniAppFact): (Reference | undefined)[] {
  const { appId, naming, orderNo, outOrderNo, booking } = fact;
  const traded =
    fact.type === 'MiniAppPaymentSucceeded' && fact.channelTradeNo !== undefined
      ? tradeReference(booking.of.merchant, fact.channelTradeNo)
      : undefined;
  return [
    idReference([appId, naming, orderNo].join('.')),
    idReference(orderNo),
    outOrderNo === undefined ? undefined : idReference(outOrderNo),
    traded,
  ];
}

function ofVoucher(fact: VoucherFact): Reference[] {
  return [idReference(fact.orderId), ...('certificateId' in fact ? [idReference(fact.certificateId)] : [])];
}
