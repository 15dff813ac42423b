import type { MiniAppStanding } from '#miniapp';
import type { OrderStanding } from '#orders';
import type { PaymentStanding } from '#payments';
import type { VoucherStanding } from '#vouchers';
import type { Discounts, Transaction } from './transaction.js';

type Told = Omit<Transaction, 'stream'>;

/** By the kind of stream; a standing says how its transaction stands. */
const READ: Readonly<Record<string, (standing: never) => Told>> = {
  'order-douyin': ofOrder,
  payment: ofPayment,
  'miniapp-payment': ofMiniApp,
  'voucher-order': ofVoucher,
};

/** First part of a stream's name. */
export const kindOf = (stream: string): string => stream.slice(0, stream.indexOf('.'));

export const isTransaction = (stream: string): boolean => kindOf(stream) in READ;

/** Stream of a Douyin order. */
export const orderStreamOf = (orderId: string): string => `order-douyin.${orderId}`;

/** What a standing says of its transaction; undefined of a stream of another kind. */
export function transactionOf(stream: string, standing: unknown): Transaction | undefined {
  const read = READ[kindOf(stream)];
  return read && { stream, ...read(standing as never) };
}

const NO_DISCOUNTS: Discounts = {
  listPrice: null,
  discountShop: null,
  discountPlatform: null,
  discountTalent: null,
  discountPayment: null,
};
const NOWHERE = { terminal: null, operator: null, liveRoom: null, product: null, cardType: null } as const;

function ofOrder(order: OrderStanding): Told {
  const { listPrice, discountShop, discountPlatform, discountTalent, discountPayment } = order;
  return {
    ...NOWHERE,
    ...headOf(order),
    kind: 'order',
    id: order.orderId,
    side: 'online',
    channel: 'douyin',
    account: order.shopId,
    at: order.paidAt ?? order.createdAt ?? order.completedAt,
    liveRoom: order.liveRoomId,
    amount: order.payable ?? order.paid,
    taken: order.paid,
    refunded: order.refunded,
    listPrice,
    discountShop,
    discountPlatform,
    discountTalent,
    discountPayment,
  };
}

function ofPayment(payment: PaymentStanding): Told {
  const { captured, authorized } = payment;
  return {
    ...NO_DISCOUNTS,
    ...headOf(payment),
    kind: 'payment',
    id: payment.paymentId,
    side: 'offline',
    channel: payment.channel,
    account: payment.merchantNo,
    at: payment.openedAt,
    terminal: terminalOf(payment.merchantNo, payment.terminalNo),
    operator: payment.operatorNo ?? null,
    liveRoom: null,
    product: payment.product ?? null,
    cardType: payment.cardType ?? null,
    amount: captured > 0 ? captured : authorized,
    taken: captured,
    refunded: payment.refunded,
  };
}

function ofMiniApp(payment: MiniAppStanding): Told {
  return {
    ...NO_DISCOUNTS,
    ...NOWHERE,
    ...headOf(payment),
    kind: 'mini-app',
    id: payment.paymentId,
    side: 'online',
    channel: 'douyin-miniapp',
    account: payment.appId,
    at: payment.paidAt ?? payment.refundedAt,
    amount: payment.paid,
    taken: payment.paid,
    refunded: payment.refunded,
  };
}

function ofVoucher(voucher: VoucherStanding): Told {
  return {
    ...NO_DISCOUNTS,
    ...NOWHERE,
    ...headOf({ ...voucher, method: 'unknown' }),
    kind: 'voucher',
    id: voucher.orderId,
    side: 'online',
    channel: 'douyin-life',
    account: voucher.clientKey,
    at: voucher.paidAt ?? voucher.verifiedAt ?? voucher.refundedAt,
    liveRoom: voucher.liveRoomId,
    amount: voucher.paid,
    taken: voucher.paid,
    refunded: voucher.refunded,
  };
}

interface Headed {
  readonly merchant: string;
  readonly store: string;
  readonly method: string;
  readonly status: string;
  readonly exceptions: readonly string[];
}

const headOf = ({ merchant, store, method, status, exceptions }: Headed): Headed => ({
  merchant,
  store,
  method,
  status,
  exceptions,
});

/** Null where an acquirer's notice told the transaction without its terminal. */
export const terminalOf = (merchantNo: string, terminalNo: string | undefined): string | null =>
  terminalNo === undefined || terminalNo === '' || terminalNo === '-' ? null : `${merchantNo}/${terminalNo}`;
